"""A record as it was read from a WARC or ARC file, and a stretch of a file that was none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from archive.warc.dates import parse_date
from archive.warc.digest import digest_fault
from archive.warc.fields import Fields
from archive.warc.httphead import HttpHead, parse_head
from archive.warc.payload import Payload, decode_body, entity, is_chunked

PAYLOAD_LIMIT = 32 << 20  # bytes a decoded body may have
WITH_PAYLOAD = {"response", "resource", "request"}  # the types whose payload digest is of their own


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file that could not be read as records, and why.

    Of a faulty member that still gave a whole record both are told: the record, with a note, and
    the member as a damage.
    """

    file: str
    offset: int  # bytes from the start of the file, before decompression
    length: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.why} at byte {self.offset}, {self.length} bytes passed over"


@dataclass(slots=True)
class Record:
    """One record: where it lies, its fields and its block."""

    file: str
    offset: int  # of its gzip member, zstd frame or, uncompressed, of its first byte
    length: int  # bytes it takes in the file; of the whole member when it shares one
    version: str  # "WARC/1.1", "ARC/1", "ARC/2"
    fields: Fields  # an ARC record's are given under the names that WARC has for them
    block: bytes
    inner: int = 0  # bytes before it in the decompressed member, when it shares one
    alone: bool = True  # has a member to itself in the file: `offset` and `length` suffice
    cut: bool = False  # the block is longer than the reader's limit: only its start is here
    size: int = 0  # bytes of the whole block
    notes: tuple[str, ...] = ()  # what was odd and could be put right
    again: Callable[[], Iterator[bytes]] | None = field(default=None, repr=False)  # see `pieces`
    _http: HttpHead | bool | None = field(default=False, repr=False)

    @property
    def type(self) -> str:
        """WARC-Type in lower case; "" when the field is missing."""
        return (self.fields.get("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str | None:
        """WARC-Record-ID without its angle brackets."""
        return plain_uri(self.fields.get("WARC-Record-ID"))

    @property
    def target_uri(self) -> str | None:
        """WARC-Target-URI, without the angle brackets that some wget versions put around it."""
        return plain_uri(self.fields.get("WARC-Target-URI"))

    @property
    def date(self) -> datetime | None:
        """WARC-Date in UTC; None when it is missing or unreadable."""
        return parse_date(self.fields.get("WARC-Date"))

    @property
    def content_type(self) -> str:
        """The type of the block: "application/http; msgtype=response"."""
        return self.fields.get("Content-Type") or ""

    @property
    def http(self) -> HttpHead | None:
        """The HTTP head of the block; None for a record that holds no HTTP message."""
        if isinstance(self._http, bool):
            self._http = parse_head(self.block) if self._holds_http() else None
        return self._http

    def _holds_http(self) -> bool:
        if self.type in {"warcinfo", "metadata", "conversion", "continuation"}:
            return False
        return self.type != "resource" or "application/http" in self.content_type.lower()

    @property
    def body(self) -> bytes:
        """What follows the HTTP head, as stored; the whole block when there is no head."""
        return self.block[self.http.size :] if self.http else self.block

    def pieces(self) -> Iterator[bytes]:
        """The whole block, a bounded piece at a time, whatever its size.

        That of a cut record is read again: its reader must not have been closed.
        """
        if self.again is None:
            yield self.block
        else:
            yield from self.again()

    def body_pieces(self) -> Iterator[bytes]:
        """What follows the HTTP head, all of it, in pieces."""
        skip = self.http.size if self.http else 0
        for piece in self.pieces():
            yield piece[skip:]
            skip = max(0, skip - len(piece))

    def payload(self, limit: int = PAYLOAD_LIMIT) -> Payload:
        """The body with transfer and content codings undone, at most `limit` bytes of it.

        A declared coding that was not applied, a corrupt or cut stream and a reached limit are
        told in the payload's notes, and what could be decoded is given.
        """
        if self.http is None:
            return Payload(self.block[:limit], ("cut",) if len(self.block) > limit else ())
        return decode_body(self.body, self.http.fields, limit)

    def faults(self) -> tuple[str, ...]:
        """What is wrong by the record's own digests; () when they agree or there are none."""
        block = self.pieces() if self.cut else self.block
        label = self.fields.get("WARC-Payload-Digest")
        found = (
            digest_fault("block digest", self.fields.get("WARC-Block-Digest"), block),
            self._payload_fault(label) if label and self.type in WITH_PAYLOAD else None,
        )
        return tuple(fault for fault in found if fault)

    def _payload_fault(self, label: str) -> str | None:
        """Over the entity as the standard has it, or over raw chunks as wget and warcio do."""
        http = self.http
        start = http.size if http else 0
        body = self.body_pieces() if self.cut else memoryview(self.block)[start:]
        fault = digest_fault("payload digest", label, body)
        if not fault or not http or not is_chunked(http.fields):
            return fault
        if self.cut:
            return None  # too large to be taken out of its chunks
        return digest_fault("payload digest", label, entity(self.body, http.fields))


def plain_uri(text: str | None) -> str | None:
    """A URI without angle brackets; None for none."""
    if text is None:
        return None
    text = text.strip()
    return text[1:-1] if text[:1] == "<" and text[-1:] == ">" else text
