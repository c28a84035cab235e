"""Records found in the decompressed text of a file, and the way on after what is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from archive.warc.arc import ARC_LINE, ARC_MARK, arc_fields
from archive.warc.digest import digest_fault
from archive.warc.fields import Fields, parse_fields
from archive.warc.httphead import HEAD_END, parse_head
from archive.warc.members import ENDS_EARLY, Members, PlainMember, begins_record, starts_record
from archive.warc.record import Damage, Record
from archive.warc.source import Source
from archive.warc.stream import Stream

BLOCK_LIMIT = 64 << 20
WHOLE = 1 << 20  # members up to this size are taken in one go
HEAD = 16 << 10
MOST_HEAD = 8 << 20  # bytes a record's fields may have
STEP = 1 << 20
NO_RECORD = "no record begins here"
LOOK_AHEAD = 9000  # enough to see whether a record follows: an ARC line may be long

VERSION = re.compile(rb"(WARC/\d{1,3}\.\d{1,3})[^\r\n]{0,64}\r?\n", re.IGNORECASE)
MARK = re.compile(rb"WARC/\d{1,3}\.\d{1,3}\r?\n(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:)", re.IGNORECASE)
BLANK = re.compile(rb"[\r\n]*")
AFTER = re.compile(rb"(?:\r?\n){0,64}")


@dataclass(slots=True)
class Start:
    """The beginning of a record: where it lies and what its head says."""

    place: tuple[int, int]
    version: str
    fields: Fields
    size: int  # bytes of the head
    length: int | None  # of the block, as declared


class Parser:
    """Reads one file from an offset on."""

    def __init__(
        self, source: Source, name: str, limit: int, offset: int = 0, inner: int = 0
    ) -> None:
        self._name = name
        self._limit = limit
        self._size = source.size
        self._members = Members(source)
        self._stream = Stream(self._members, offset)
        self._inner = inner
        self._arc = False
        self._lost: tuple[int, str] | None = None  # where the unreadable stretch began, and why

    def read(self) -> Iterator[Record | Damage]:
        """Records and damages in file order."""
        if self._size == 0:
            yield Damage(self._name, 0, 0, "the file is empty")
        while True:
            record = self._quick()
            if record is None and self._stream.fill(1):
                record = self._next()
            elif record is None and not self._open_next():
                break
            if record is not None:
                if self._lost is not None:
                    yield from self._damage_until(record.offset)
                yield record
        yield from self._damage_until(self._size)

    def _damage_until(self, offset: int) -> Iterator[Damage]:
        if self._lost is not None:
            start, why = self._lost
            self._lost = None
            yield Damage(self._name, start, max(0, offset - start), why)

    def _lose(self, why: str, offset: int | None = None) -> None:
        """Notes that what begins here is no good record; the first cause is the one told."""
        if self._lost is None:
            self._lost = (self._stream.place[0] if offset is None else offset, why)

    def _open_next(self) -> bool:
        stream = self._stream
        if stream.fault and stream.member is not None:
            self._lose(stream.fault, stream.member.offset)
        gap = stream.open_next()
        if gap is not None and gap[1]:
            self._lose(NO_RECORD, gap[0])
        if gap is None or stream.member is None:
            return False
        if self._inner:
            stream.skip(self._inner)
            self._inner = 0
        return True

    def _quick(self) -> Record | None:
        """The record of a healthy member of its own: the usual case, made fast."""
        offset = self._stream.ahead
        whole = None if offset is None or self._inner else self._members.whole(offset, WHOLE)
        if offset is None or whole is None:
            return None
        text, end = whole
        version = VERSION.match(text)
        over = HEAD_END.search(text, version.end() - 1) if version else None
        if not version or not over or not text.endswith(b"\r\n\r\n"):
            return None
        fields = parse_fields(text[version.end() : over.start()])
        block = text[over.end() : -4]
        if fields.get("Content-Length") != str(len(block)) or len(block) > self._limit:
            return None
        self._stream.pass_by(end)
        return Record(
            self._name, offset, end - offset, version[1].decode().upper(), fields, block,
            size=len(block),
        )  # fmt: skip

    def _next(self) -> Record | None:
        """The record at the current place; None after something that is none was passed over."""
        stream = self._stream
        stream.fill(HEAD)
        blank = BLANK.match(stream.text)
        if blank and blank.end():
            stream.drop(blank.end())
            return None
        start = self._start()
        if start is None:
            return None
        length = start.length
        if length is None:
            return self._measure(start)
        if length > self._limit:
            return self._large(start, length)
        end = start.size + length
        if not self._more(end) or not self._followed(end):
            return self._measure(start)
        return self._take(start, length, end)

    def _start(self) -> Start | None:
        stream = self._stream
        version = VERSION.match(stream.text)
        if version is None:
            line = ARC_LINE.match(stream.text)
            if line is None:
                self._resync(NO_RECORD)
                return None
            self._arc = True
            size = line.end()
            block = bytes(stream.text[size : size + 400])
            name = "ARC/2" if line["result"] else "ARC/1"
            fields = arc_fields(line, block)
            return Start(stream.place, name, fields, size, int(line["length"]))
        end = HEAD_END.search(stream.text, version.end() - 1)
        while end is None and len(stream.text) < MOST_HEAD:
            seen = len(stream.text)
            if not self._more(seen + HEAD) and len(stream.text) == seen:
                break
            end = HEAD_END.search(stream.text, max(version.end() - 1, seen - 3))
        if end is None:
            self._resync("record head without an end")
            return None
        torn = MARK.search(stream.text, version.end(), end.end() + 1)
        if torn is not None:  # cut off in its head, and the next record written behind it
            self._lose("torn record")
            stream.drop(torn.start())
            return None
        fields = parse_fields(bytes(stream.text[version.end() : end.start()]))
        declared = fields.get("Content-Length") or ""
        length = int(declared) if declared.isdecimal() and len(declared) < 16 else None
        return Start(stream.place, version[1].decode().upper(), fields, end.end(), length)

    def _more(self, size: int) -> bool:
        """Whether `size` bytes are there, going on in the next members if a record spans them."""
        stream = self._stream
        while not stream.fill(size):
            end = stream.member.end if stream.member else None
            member = None if end is None or self._members.plain else self._members.at(end)
            if member is None or begins_record(self._members, member.offset):
                return False
            stream.open(member)
        return True

    def _followed(self, end: int) -> bool:
        """Whether a record, or the end of the member, follows what ends at `end`."""
        self._stream.fill(end + LOOK_AHEAD)
        rest = bytes(self._stream.text[end : end + LOOK_AHEAD])
        after = AFTER.match(rest)
        rest = rest[after.end() :] if after else rest
        return not rest or starts_record(rest)

    def _take(
        self, start: Start, length: int, drop: int, notes: tuple[str, ...] = ()
    ) -> Record | None:
        """The record with a block of this length; its head and `drop` bytes are passed over."""
        stream = self._stream
        block = bytes(stream.text[start.size : start.size + length])
        offset, inner = start.place
        after = AFTER.match(stream.text, drop)
        drop = after.end() if after else drop
        shared = inner > 0 or len(stream.text) > drop or not stream.ended
        plain = isinstance(stream.member, PlainMember)
        stream.fill(drop + 1)
        end = stream.member.end if stream.member else None
        stretch = drop if plain else 0 if shared else (end or self._size) - offset
        record = Record(
            self._name, offset, stretch, start.version, start.fields, block,
            inner=inner, alone=plain or not shared, size=length, notes=notes,
        )  # fmt: skip
        torn = drop >= len(stream.text)
        stream.drop(drop)
        if not stream.fault or not torn:
            return record
        if not _survives(record, stream.fault):
            self._lose(stream.fault, offset)
            return None
        record.notes = (*record.notes, stream.fault)
        record.alone = False
        if stretch and stream.member:
            record.length = (self._members.find(stream.member.offset + 1) or self._size) - offset
        return record

    def _measure(self, start: Start) -> Record | None:
        """The record whose declared length is missing or wrong, cut at the next record's start."""
        stream, size = self._stream, start.size
        mark, seen = None, size
        while mark is None and seen < size + self._limit:
            mark = self._mark(seen)
            if mark is None:
                seen = max(size, len(stream.text) - LOOK_AHEAD)
                before = len(stream.text)
                self._more(before + STEP)
                if len(stream.text) == before:
                    break
        if mark is None and not stream.ended:
            self._resync("no end of the record found", start)
            return None
        stop = len(stream.text) if mark is None else mark
        block = bytes(stream.text[size:stop])
        closed = block[: -len(ending)] if (ending := _ending(block, start.version)) else block
        declared = start.length
        if declared is not None and declared <= len(block):
            after = block[declared:]
            fits = is_proven(start.fields, block[:declared])
            if fits or (fits is None and (after[:4] == b"\r\n\r\n" or not ending)):
                note = "no record follows it"
                return self._take(start, declared, size + declared, (note,))
        if ending or is_proven(start.fields, closed):
            said = "no Content-Length" if declared is None else f"Content-Length is {declared}"
            return self._take(start, len(closed), stop, (f"{said}, found {len(closed)} bytes",))
        self._lose(stream.fault or "torn record", start.place[0])
        stream.drop(stop)
        return None

    def _large(self, start: Start, length: int) -> Record | None:
        """A record with a block over the limit: its start is given, the rest is passed over."""
        stream, offset = self._stream, start.place[0]
        if isinstance(stream.member, PlainMember) and offset + start.size + length > self._size:
            return self._measure(start)
        self._more(start.size + self._limit)
        block = bytes(stream.text[start.size : start.size + self._limit])
        end = start.size + length
        if stream.skip(end) < end or not self._followed(0):
            self._stream = Stream(self._members)
            member = self._members.at(offset)
            if member is None:
                return None
            self._stream.open(member)
            self._stream.skip(start.place[1])
            self._more(start.size)
            return self._measure(start)
        record = self._take(start, 0, 0)
        if record is not None:
            record.block, record.size, record.cut = block, length, True
            record.again = partial(self._again, start, length)
            if isinstance(stream.member, PlainMember):
                record.length += end
        return record

    def _again(self, start: Start, left: int) -> Iterator[bytes]:
        """The block of a record that was passed over, read from its place once more."""
        stream = Stream(self._members)
        member = self._members.at(start.place[0])
        if member is not None:
            stream.open(member)
        stream.skip(start.place[1] + start.size)
        while left and (stream.fill(1) or stream.goes_on()):
            piece = bytes(stream.text[: min(left, STEP)])
            stream.drop(len(piece))
            left -= len(piece)
            yield piece

    def _mark(self, after: int) -> int | None:
        """Where the next record begins in the text; None when the text shows none."""
        found = MARK.search(self._stream.text, after)
        if found is None and self._arc:
            found = ARC_MARK.search(self._stream.text, max(0, after - 1))
        return found.start() if found else None

    def _resync(self, why: str, start: Start | None = None) -> None:
        """Goes on to the next record's start in this member, or to the member's end."""
        stream = self._stream
        self._lose(why)
        stream.drop(start.size if start else 1)
        while True:
            mark = self._mark(0)
            if mark is not None:
                stream.drop(mark)
                return
            stream.drop(len(stream.text) - LOOK_AHEAD)
            if not stream.fill(len(stream.text) + STEP) and stream.ended:
                mark = self._mark(0)
                stream.drop(len(stream.text) if mark is None else mark)
                return


def _ending(block: bytes, version: str) -> bytes:
    """The line ends that close a record; b"" when there are none."""
    ends = (b"\n",) if version.startswith("ARC") else (b"\r\n\r\n", b"\n\n")
    return next((end for end in ends if block.endswith(end)), b"")


def _survives(record: Record, fault: str) -> bool:
    """Whether a record is whole although the member that holds it is not."""
    proven = is_proven(record.fields, record.block)
    return proven or (fault == ENDS_EARLY and proven is None)


def is_proven(fields: Fields, block: bytes) -> bool | None:
    """Whether the block is the right one by its digest or its HTTP length; None: nothing says."""
    label = fields.get("WARC-Block-Digest")
    if label:
        return digest_fault("block digest", label, block) is None
    answers = block[:5] == b"HTTP/" and fields.get("WARC-Type") != "revisit"
    http = parse_head(block) if answers else None
    length = http.fields.get("Content-Length") if http and http.complete else None
    if http is None or length is None or http.status in {204, 304} or not length.isdecimal():
        return None
    return int(length) == len(block) - http.size
