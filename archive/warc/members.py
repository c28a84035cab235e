"""Gzip members, zstd frames and plain stretches of a file, decompressed piece by piece."""

import zlib
from typing import Protocol

from archive.warc.arc import ARC_LINE
from archive.warc.inflate import Corrupt, inflater
from archive.warc.source import Source
from archive.warc.zstd import ZSTD_MAGIC, ZstdDecompressor, ZstdDict, ZstdError

GZIP_MAGIC = b"\x1f\x8b\x08"
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
SKIPPABLE_MAGIC = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f
MOST_DICTIONARY_BYTES = 64 << 20
PIECE = 64 << 10
FIRST = 2 << 10  # most members are requests and metadata, a few hundred bytes long
PROBE = 1 << 10
ENDS_EARLY = "cut off"
CORRUPT = "corrupt compression"
CHECKSUM = "compression checksum differs"


class Member(Protocol):
    """A stretch of a file that decompresses on its own."""

    offset: int
    end: int | None  # offset after it, once it was read to a good end
    fault: str | None  # why it cannot be read further

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; b"" at the end or the fault."""


class PlainMember:
    """An uncompressed stretch."""

    def __init__(self, source: Source, offset: int, end: int) -> None:
        self.offset = offset
        self.end: int | None = None
        self.fault: str | None = None
        self._source = source
        self._at = offset
        self._stop = end

    def read(self, size: int) -> bytes:
        piece = self._source.at(self._at, min(max(size, PIECE), self._stop - self._at))
        self._at += len(piece)
        if self._at >= self._stop or not piece:
            self.end = self._stop
        return piece

    def skip(self, size: int) -> int:
        """How many bytes were passed over without reading them."""
        size = min(size, self._stop - self._at)
        self._at += size
        return size


class GzipMember:
    """One gzip member; after a fault it gives what its bytes before the fault hold."""

    def __init__(self, source: Source, offset: int) -> None:
        self.offset = offset
        self.end: int | None = None
        self.fault: str | None = None
        self._source = source
        self._at = offset
        self._given = 0
        self._stream = inflater(31)

    def read(self, size: int) -> bytes:
        while self.end is None and self.fault is None:
            piece = self._source.at(self._at, FIRST if self._at == self.offset else PIECE)
            try:
                out = self._stream.decompress(piece, size)
            except Corrupt:
                return self._save(size)
            if not piece and not out and not self._stream.eof:
                self.fault = ENDS_EARLY
                break
            if self._stream.eof:
                self.end = self._at + len(piece) - len(self._stream.unused_data)
            self._at += len(piece) - len(self._stream.unconsumed_tail)
            self._given += len(out)
            if out:
                return out
        return b""

    def _save(self, most: int) -> bytes:
        """What stands between the bytes given so far and the fault, to the byte."""
        stream = zlib.decompressobj(31)
        at, seen = self.offset, 0
        saved = bytearray()
        step = PIECE
        while len(saved) < most and (piece := self._source.at(at, step)):
            trial = stream.copy()
            try:
                out = trial.decompress(piece, most)
            except zlib.error as error:
                if step == 1:
                    self.fault = CHECKSUM if "check" in str(error) else CORRUPT
                    break
                step = max(1, step // 16)
                continue
            stream = trial
            at += len(piece) - len(trial.unconsumed_tail)
            seen += len(out)
            if seen > self._given:
                saved += out[-(seen - self._given) :] if not saved else out
        self.fault = self.fault or CORRUPT
        return bytes(saved)


class ZstdMember:
    """One zstd frame."""

    def __init__(self, source: Source, offset: int, dictionary: ZstdDict | None) -> None:
        self.offset = offset
        self.end: int | None = None
        self.fault: str | None = None
        self._source = source
        self._at = offset
        self._stream = ZstdDecompressor(zstd_dict=dictionary)

    def read(self, size: int) -> bytes:
        while self.end is None and self.fault is None:
            piece = self._source.at(self._at, PIECE) if self._stream.needs_input else b""
            if not piece and self._stream.needs_input:
                self.fault = ENDS_EARLY
                break
            try:
                out = self._stream.decompress(piece, size)
            except ZstdError:
                self.fault = CORRUPT
                break
            self._at += len(piece)
            if self._stream.eof:
                self.end = self._at - len(self._stream.unused_data)
            if out:
                return out
        return b""


class Members:
    """The members of one file: which begins at an offset, and where the next one is."""

    def __init__(self, source: Source) -> None:
        self.source = source
        start = source.at(0, 4)
        self.zstd = start == ZSTD_MAGIC or start[1:] == SKIPPABLE_MAGIC
        self.magic = ZSTD_MAGIC if self.zstd else GZIP_MAGIC
        self.dictionary = read_dictionary(source) if start == DICTIONARY_MAGIC else None
        self.plain = not self.zstd and start[:3] != GZIP_MAGIC and self._plain_first()

    def _plain_first(self) -> bool:
        """Whether a file that begins with neither magic is to be read as plain text."""
        start = self.source.at(0, PROBE)
        return starts_record(start) or self.find(0) is None

    def at(self, offset: int) -> Member | None:
        """The member that begins at an offset; None when none does."""
        if self.plain:
            return PlainMember(self.source, offset, self.source.size)
        start = self.source.at(offset, PROBE)
        if start[: len(self.magic)] == self.magic:
            return self._new(offset)
        if starts_record(start):  # plain records between compressed ones
            return PlainMember(self.source, offset, self.find(offset) or self.source.size)
        return None

    def whole(self, offset: int, most: int) -> tuple[bytes, int] | None:
        """The text of a WARC record's member and the offset after it, in one go.

        None when no such member begins there, when it is damaged, or not smaller than `most`.
        """
        if self.plain:
            return None
        piece = self.source.view(offset, FIRST)
        stream = ZstdDecompressor(zstd_dict=self.dictionary) if self.zstd else inflater(31)
        pieces: list[bytes] = []
        left = most
        try:
            while piece:
                pieces.append(stream.decompress(piece, left))
                offset += len(piece)
                left -= len(pieces[-1])
                if stream.eof:
                    return b"".join(pieces), offset - len(stream.unused_data)
                if left <= 0 or pieces[0][:5] != b"WARC/":
                    break
                piece = self.source.view(offset, PIECE)
        except (Corrupt, ZstdError):
            return None
        return None

    def _new(self, offset: int) -> Member:
        if self.zstd:
            return ZstdMember(self.source, offset, self.dictionary)
        return GzipMember(self.source, offset)

    def after_skippable(self, offset: int) -> int:
        """The offset behind zstd's skippable frames, of which the dictionary is one."""
        while self.zstd:
            start = self.source.at(offset, 8)
            if len(start) < 8 or start[1:4] != SKIPPABLE_MAGIC or start[0] & 0xF0 != 0x50:
                break
            offset += 8 + int.from_bytes(start[4:8], "little")
        return offset

    def find(self, offset: int) -> int | None:
        """The next offset where a member holding a record begins; None for none.

        The magic alone is no sign: stored bodies are gzip too.
        """
        offset = self.source.find(self.magic, offset)
        while offset >= 0:
            text = self._new(offset).read(PROBE).lstrip(b"\r\n")
            if starts_record(text) or b"\nWARC/1." in text:
                return offset
            offset = self.source.find(self.magic, offset + 1)
        return None


def begins_record(members: "Members", offset: int) -> bool:
    """Whether a member begins at the offset and a record begins in it."""
    member = members.at(offset)
    return member is not None and starts_record(member.read(PROBE).lstrip(b"\r\n"))


def starts_record(text: bytes) -> bool:
    """Whether a WARC or ARC record begins with this text."""
    return text[:5].upper() == b"WARC/" or ARC_LINE.match(text) is not None


def read_dictionary(source: Source) -> ZstdDict | None:
    """The dictionary of a .warc.zst file, itself compressed or not (IIPC WARC zstd 1.0)."""
    size = int.from_bytes(source.at(4, 4), "little")
    content = source.at(8, min(size, MOST_DICTIONARY_BYTES))
    try:
        if content[:4] == ZSTD_MAGIC:
            content = ZstdDecompressor().decompress(content, MOST_DICTIONARY_BYTES)
        return ZstdDict(content, is_raw=content[:4] != b"\x37\xa4\x30\xec")
    except (ZstdError, ValueError):
        return None
