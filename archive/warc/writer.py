"""The WARC files of an archive as they are written: one exchange, one write, never half of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from archive.warc.answer import Answer, read_answer
from archive.warc.dates import format_date
from archive.warc.digest import sha256
from archive.warc.exchange import Exchange
from archive.warc.export import member_pieces
from archive.warc.layout import (
    BYTES,
    FIELDS,
    HTML,
    IDENTICAL,
    NOT_MODIFIED,
    NOTE,
    REQUEST,
    RESPONSE,
    bytes_uri,
    context_fields,
    head_of,
    header_lines,
    new_id,
    redacted,
    uri,
    warc_fields,
)
from archive.warc.member import gzip_member
from archive.warc.record import Record
from archive.warc.volume import Volume, Volumes

REDACTED = ("authorization", "proxy-authorization", "cookie")
TAG = "X-Robots-Tag"  # of an answer, kept with what a browser made of it


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier capture that a revisit points at; never itself a revisit."""

    target_uri: str
    date: datetime
    record_id: str | None = None
    payload_digest: str | None = None  # of the original: for a 304, whose own entity is empty


@dataclass(slots=True)  # not frozen, which takes five times as long to make
class Written:
    """Where an exchange lies in its WARC file and what its records say."""

    file: str  # final name, relative to the folder; the file is called *.open until it is closed
    offset: int  # of the record that answers for the exchange, the first of its records
    length: int  # bytes of that record's gzip member
    record_id: str
    record_type: str  # response | revisit | resource (not HTTP) | conversion (not from the wire) |
    # request (no byte came) | metadata
    date: datetime  # WARC-Date of all records of the exchange
    request_offset: int | None  # None when nothing was sent
    request_length: int | None
    metadata_offset: int
    metadata_length: int
    status: int | None = None
    reason: str = ""
    mime: str | None = None  # of Content-Type, lower case
    charset: str | None = None
    content_encoding: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    payload_digest: str | None = None  # sha256 of the entity: chunk framing removed, still coded
    block_digest: str | None = None
    content_digest: str | None = None  # of the decoded body; None when it is coded: a worker's job
    entity_size: int = 0
    truncated: str | None = None
    te_decoded: bool = False  # chunk framing was removed


@dataclass(slots=True)
class Ready:
    """A record that is about to be written."""

    type: str
    record_id: str
    block_digest: str
    pieces: list[bytes | memoryview]  # of its gzip member

    @property
    def length(self) -> int:
        """Bytes of its gzip member."""
        return sum(map(len, self.pieces))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a single record was written."""

    file: str
    offset: int
    length: int


class WarcWriter:
    """Writes exchanges into WARC files of one folder. For one thread; a file opens when needed."""

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str = "winnow",
        about: Mapping[str, str] | None = None,
        max_bytes: int = 1_000_000_000,
        max_seconds: float = 6 * 3600.0,
        transfer_encoding: str = "decode",
        redact: tuple[str, ...] = REDACTED,
    ) -> None:
        """`about`: fields of the warcinfo record. `transfer_encoding`: "decode" or "keep"."""
        self._volumes = Volumes(folder, prefix, about or {}, max_bytes, max_seconds)
        self._keep_chunks = transfer_encoding == "keep"
        self._redact = redact

    def write(
        self,
        exchange: Exchange,
        *,
        revisit_of: Callable[[Answer], Original | None] | None = None,
        refers_to: str | None = None,
    ) -> Written:
        """Where the exchange was written: answer, request and metadata record in one write.

        `revisit_of` is asked with the parsed answer (payload digest, status, size) and returns the
        capture that it repeats, or None. `refers_to`: the id of the record that an exchange with
        `made_from` was made from. Raises CannotWriteError when there is no room; the file
        then ends where it ended before.
        """
        answer = read_answer(exchange, keep_chunks=self._keep_chunks)
        original = revisit_of(answer) if revisit_of and answer.http else None
        if exchange.made_from and refers_to:
            source = exchange.made_from
            original = Original(source.url, source.started_at, refers_to)
        with self._volumes.current() as volume:
            common = _common(exchange.started_at, volume)
            records = _records(exchange, answer, original, common, self._redact)
            offset = volume.append([piece for record in records for piece in record.pieces])
        return _written(exchange, answer, original, records, Place(volume.name, offset, 0))

    def note(self, about: str, fields: Mapping[str, str]) -> Place:
        """Where a metadata record of our own was written: what is true of more than one capture."""
        block = warc_fields(fields.items())
        with self._volumes.current() as volume:
            lines = _common(datetime.now(UTC), volume)
            lines += header_lines([("WARC-Target-URI", NOTE + about)])
            record = _ready("metadata", lines, FIELDS, block)
            return Place(volume.name, volume.append(record.pieces), record.length)

    def copy(self, record: Record) -> Place:
        """Where a record read elsewhere was written, its fields and block as they are."""
        with self._volumes.current() as volume:
            offset = volume.extend([piece] for piece in member_pieces(record))
            return Place(volume.name, offset, volume.size - offset)

    def sync(self) -> None:
        """Everything written so far is on the disk when this returns."""
        self._volumes.sync()

    def close(self) -> None:
        """Sync, give the file its final name; the next write opens a new file."""
        self._volumes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _common(moment: datetime, volume: Volume) -> str:
    """The header lines that all records of a moment share."""
    return f"WARC-Date: {format_date(moment)}\r\nWARC-Warcinfo-ID: <{volume.about_id}>\r\n"


def _records(
    exchange: Exchange,
    answer: Answer,
    original: Original | None,
    common: str,
    redact: tuple[str, ...],
) -> list[Ready]:
    """Each record of the exchange; the one that answers for it first."""
    fields = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
    fields += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    fields += [("WARC-Cipher-Suite", exchange.cipher)] if exchange.cipher else []
    wire = header_lines(fields)
    remarks = list(answer.remarks)
    records: list[Ready] = []
    if exchange.response:
        records.append(_answer_record(exchange, answer, original, common, wire))
        if original and answer.http and answer.http.status == 304:
            lines = answer.head.decode("latin-1").splitlines()
            remarks += [("http-head", line) for line in lines if line.strip()]
    common += f"WARC-Target-URI: {uri(exchange.url)}\r\n"
    pointer = _pointer(records)
    if exchange.request:
        block, hidden = redacted(exchange.request, redact)
        remarks += [("redacted", name) for name in hidden]
        records.append(_ready("request", common + pointer + wire, REQUEST, block))
        pointer = pointer or _pointer(records)
    block = context_fields(exchange, remarks)
    records.append(_ready("metadata", common + pointer, FIELDS, block))
    return records


def _pointer(records: list[Ready]) -> str:
    """The header line that ties a record to the first of its exchange."""
    return f"WARC-Concurrent-To: <{records[0].record_id}>\r\n" if records else ""


def _ready(kind: str, lines: str, content_type: str, head: bytes, body: bytes = b"") -> Ready:
    """A record with an id, a block digest and these header lines between them."""
    record_id, digest = new_id(), sha256(head, body)
    lines = (
        f"WARC-Type: {kind}\r\nWARC-Record-ID: <{record_id}>\r\n{lines}"
        f"WARC-Block-Digest: {digest}\r\nContent-Type: {content_type}\r\n"
    )
    first = head_of(lines, len(head) + len(body)) + head
    return Ready(kind, record_id, digest, gzip_member(first, body, b"\r\n\r\n"))


def _answer_record(
    exchange: Exchange,
    answer: Answer,
    original: Original | None,
    common: str,
    wire: str,
) -> Ready:
    head, body, truncated = answer.head, answer.body, answer.truncated
    target, content_type, digest = uri(exchange.url), RESPONSE, answer.payload_digest
    more: list[tuple[str, str]] = []
    if exchange.made_from:
        kind, content_type = "conversion", HTML
        more = [("WARC-Refers-To", f"<{original.record_id}>")] if original else []
        source = read_answer(exchange.made_from).http  # what it asks of robots stays with the page
        more += [(TAG, value) for value in source.fields.all(TAG)] if source else []
    elif answer.http is None:
        kind, target, content_type = "resource", bytes_uri(exchange.url), BYTES
    elif original:
        kind, body = "revisit", b""
        more = [
            ("WARC-Refers-To-Target-URI", uri(original.target_uri)),
            ("WARC-Refers-To-Date", format_date(original.date)),
        ]
        if original.record_id:
            more.append(("WARC-Refers-To", f"<{original.record_id}>"))
        if answer.http.status == 304:
            # An empty block: with the 304 head in it, replay shows the 304 and an empty page.
            head, digest = b"", original.payload_digest
            more.append(("WARC-Profile", NOT_MODIFIED))
        else:
            truncated = "length"
            more.append(("WARC-Profile", IDENTICAL))
    else:
        kind = "response"
    if digest:
        more.append(("WARC-Payload-Digest", digest))
    if truncated:
        more.append(("WARC-Truncated", truncated))
    lines = f"{common}WARC-Target-URI: {target}\r\n{wire}{header_lines(more)}"
    return _ready(kind, lines, content_type, head, body)


def _written(
    exchange: Exchange,
    answer: Answer,
    original: Original | None,
    records: list[Ready],
    place: Place,
) -> Written:
    places: dict[str, tuple[int, int]] = {}
    at = place.offset
    for record in records:
        places[record.type] = (at, record.length)
        at += record.length
    http, first = answer.http, records[0]
    coded = http.fields.get("Content-Encoding") if http else None
    digest = answer.payload_digest
    if original and http and http.status == 304:
        digest = original.payload_digest
    request = places.get("request", (None, None))
    return Written(
        file=place.file,
        offset=place.offset,
        length=places[first.type][1],
        record_id=first.record_id,
        record_type=first.type,
        date=exchange.started_at,
        request_offset=request[0],
        request_length=request[1],
        metadata_offset=places["metadata"][0],
        metadata_length=places["metadata"][1],
        status=http.status if http else None,
        reason=http.reason if http else "",
        mime=answer.mime,
        charset=answer.charset,
        content_encoding=coded,
        etag=http.fields.get("ETag") if http else None,
        last_modified=http.fields.get("Last-Modified") if http else None,
        location=http.fields.get("Location") if http else None,
        payload_digest=digest,
        block_digest=first.block_digest,
        content_digest=None if coded else answer.payload_digest,
        entity_size=len(answer.entity),
        truncated=answer.truncated,
        te_decoded=answer.te_decoded,
    )
