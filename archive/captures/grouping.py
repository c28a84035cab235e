"""The records of one exchange found together again: answer, request and what the crawler knew."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from archive.captures.capture import NO_DATE, SKIPPED, Capture, first_state, moment
from archive.warc.answer import media_type
from archive.warc.dates import parse_date
from archive.warc.fields import Fields, parse_fields
from archive.warc.httphead import HttpHead, parse_head
from archive.warc.layout import BYTES_URN, NOTE, read_context
from archive.warc.record import Damage, Record, plain_uri

LAG = 32  # exchanges that are kept open, as some tools write a request long after its response
ANSWERS = {"response", "revisit", "resource", "conversion"}


@dataclass(frozen=True, slots=True)
class Found:
    """A capture as a WARC file tells of it, without a row yet."""

    capture: Capture
    refers_to: str | None = (
        None  # of a revisit or conversion: record id, URI and date of its original
    )
    refers_uri: str | None = None
    refers_date: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The fields of a warcinfo record."""

    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """What one of our records says that is true of more than one capture, and about what."""

    about: str
    fields: dict[str, str]


@dataclass(slots=True)
class _Exchange:
    """Records that belong together, while more may come."""

    ids: set[str] = field(default_factory=set)
    answer: Found | None = None
    request: Record | None = None  # without its block
    metadata: Record | None = None
    context: dict[str, str] = field(default_factory=dict)
    head: HttpHead | None = None  # of a 304, whose record is empty


def group(records: Iterable[Record | Damage], file: str) -> Iterator[Found | About | Note | Damage]:
    """The captures of a file in their order, with what belongs to them; `file` as in Capture.

    Every answer gives one, and every request without an answer. Memory is bounded: a request that
    stands more than LAG exchanges away from its answer is a capture of its own.
    """
    pending: OrderedDict[int, _Exchange] = OrderedDict()
    by_id: dict[str, _Exchange] = {}
    count = 0
    for record in records:
        if isinstance(record, Damage):
            yield record
            continue
        if record.type == "warcinfo":
            while pending:  # what it says is true of what follows
                yield from _closed(pending, by_id, file)
            yield About(read_context(record.block))
            continue
        if record.type not in ANSWERS | {"request", "metadata"}:
            continue
        if record.type == "metadata" and (record.target_uri or "").startswith(NOTE):
            yield Note((record.target_uri or "").removeprefix(NOTE), read_context(record.block))
            continue
        ids = _ids(record)
        exchange = next((by_id[one] for one in ids if one in by_id), None)
        if exchange is None or _has(exchange, record.type):
            count += 1
            exchange = pending[count] = _Exchange()
        exchange.ids.update(ids)
        by_id.update(dict.fromkeys(ids, exchange))
        _add(exchange, record, file)
        while len(pending) > LAG:
            yield from _closed(pending, by_id, file)
    while pending:
        yield from _closed(pending, by_id, file)


def _ids(record: Record) -> list[str]:
    """By which names other records of the exchange may speak of this one."""
    others = (plain_uri(value) for value in record.fields.all("WARC-Concurrent-To"))
    found = [one for one in (record.record_id, *others) if one]
    if record.type == "metadata" and (about := record.fields.get("WARC-Refers-To")):
        found.append(plain_uri(about) or "")
    if len(found) < 2 and record.type in {"request", "response", "revisit"}:
        # Nobody says what belongs together: the same address at the same time does.
        found.append(f"{record.target_uri} {record.fields.get('WARC-Date')}")
    return found


def _has(exchange: _Exchange, kind: str) -> bool:
    """Whether an exchange has such a record already, so that another belongs to the next."""
    held = exchange.answer if kind in ANSWERS else exchange.request if kind == "request" else None
    return held is not None


def _add(exchange: _Exchange, record: Record, file: str) -> None:
    if record.type in ANSWERS:
        exchange.answer = _found(record, file)
    elif record.type == "request":
        exchange.request = replace(record, block=b"")
    elif record.type == "metadata" and "warc-fields" in record.content_type:
        exchange.context = read_context(record.block) | exchange.context
        exchange.metadata = exchange.metadata or replace(record, block=b"")
        exchange.head = exchange.head or _noted_head(record.block)


def _closed(
    pending: OrderedDict[int, _Exchange], by_id: dict[str, _Exchange], file: str
) -> Iterator[Found]:
    _number, exchange = pending.popitem(last=False)
    for one in exchange.ids:
        if by_id.get(one) is exchange:
            del by_id[one]
    first = exchange.answer
    if first is None:
        lone = exchange.request or (exchange.metadata if "error" in exchange.context else None)
        first = _found(lone, file) if lone else None
    if first is not None:
        yield _completed(first, exchange)


def _found(record: Record, file: str) -> Found:
    """The capture of a record by itself."""
    http = record.http if record.type in ANSWERS else None
    url = _url(record)
    record_type = record.type
    if url.lower().startswith(BYTES_URN):
        record_type, url = "bytes", unquote(url[len(BYTES_URN) :])
    revisit = record_type == "revisit"
    declared = (http.fields.get("Content-Type") if http else record.content_type) or ""
    if record_type not in ANSWERS or (revisit and not http):
        declared = ""
    date = record.date
    whole = (record.size or len(record.block)) - (http.size if http else 0)
    capture = Capture(
        url=url,
        fetched_at=moment(date) if date else NO_DATE,
        record_type=record_type,
        file=file,
        offset=record.offset,
        length=record.length,
        inner=record.inner,
        status=http.status if http else None,
        entity_size=None if revisit else whole if record_type in {*ANSWERS, "bytes"} else 0,
        truncated=None if revisit else record.fields.get("WARC-Truncated"),
        payload_digest=_digest(record.fields.get("WARC-Payload-Digest")),
        record_id=record.record_id,
        ip=record.fields.get("WARC-IP-Address"),
    )
    capture = _with_head(capture, http.fields if http else Fields(), declared)
    refers_date = parse_date(record.fields.get("WARC-Refers-To-Date"))
    return Found(
        capture,
        refers_to=plain_uri(record.fields.get("WARC-Refers-To")),
        refers_uri=plain_uri(record.fields.get("WARC-Refers-To-Target-URI")),
        refers_date=moment(refers_date) if refers_date else None,
    )


def _with_head(capture: Capture, fields: Fields, declared: str) -> Capture:
    mime, charset = media_type(declared)
    return replace(
        capture,
        mime=mime,
        charset=charset,
        content_encoding=fields.get("Content-Encoding"),
        etag=fields.get("ETag"),
        last_modified=fields.get("Last-Modified"),
        location=fields.get("Location"),
    )


def _completed(found: Found, exchange: _Exchange) -> Found:
    """The capture with what its other records say, and the state it begins in."""
    capture, context = found.capture, exchange.context
    if exchange.head and capture.status is None:
        fields = exchange.head.fields
        capture = _with_head(capture, fields, fields.get("Content-Type") or "")
        capture = replace(capture, status=exchange.head.status)
    size = capture.entity_size
    kind = context.get("kind")
    rendered = "rendered" in context
    state, reason = first_state(
        capture.record_type, capture.status, kind, capture.url, size, rendered=rendered
    )
    error = context.get("error") if state == SKIPPED else None
    request, metadata = exchange.request, exchange.metadata
    return replace(
        found,
        capture=replace(
            capture,
            kind=kind,
            source=context.get("source"),
            via=context.get("via"),
            depth=_depth(context.get("depth")),
            request_offset=request.offset if request else None,
            request_length=request.length if request else None,
            metadata_offset=metadata.offset if metadata else None,
            metadata_length=metadata.length if metadata else None,
            state=state,
            reason=error or reason,
        ),
    )


def _depth(text: str | None) -> int | None:
    """A number as we write it, or the length of Heritrix's path of hops ("LLE")."""
    if text is None:
        return None
    return int(text) if text.isdecimal() else len(text) if text.isalpha() else None


def _noted_head(block: bytes) -> HttpHead | None:
    """The head of a 304, which our writer keeps in the metadata record."""
    lines = parse_fields(block).all("http-head")
    return parse_head("\r\n".join([*lines, "", ""]).encode("latin-1", "replace")) if lines else None


def _digest(label: str | None) -> str | None:
    """A digest label in one spelling: "sha256:" and lower-case hex, "sha1:" and Base32."""
    name, colon, value = (label or "").strip().partition(":")
    if not colon or not value:
        return None
    name = name.lower().replace("-", "")
    return f"{name}:{value.lower() if name != 'sha1' or len(value) == 40 else value.upper()}"


def address_of(record: Record) -> str:
    """The address that a record of any type is about; "urn:none" when there is none."""
    url = _url(record)
    return unquote(url[len(BYTES_URN) :]) if url.lower().startswith(BYTES_URN) else url


def _url(record: Record) -> str:
    """The address without its fragment and without what SQLite cannot store."""
    url = (record.target_uri or "").partition("#")[0]
    return url.encode("utf-8", "replace").decode("utf-8").replace("\x00", "%00") or "urn:none"
