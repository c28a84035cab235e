"""What came back on the wire, taken apart: head, entity, what was removed and why."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from archive.warc.chunks import read_chunks
from archive.warc.digest import sha256
from archive.warc.exchange import Exchange
from archive.warc.httphead import HttpHead, parse_head
from archive.warc.layout import HTML
from archive.warc.payload import is_chunked

CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
FRAMING = re.compile(rb"^Transfer-Encoding(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(rb"^Content-Length(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)
NO_BODY = {204, 304}


@dataclass(slots=True)
class Answer:
    """The response of an exchange as it will be stored."""

    head: bytes  # framing fields that would be false now are renamed to X-Orig-*
    body: bytes  # as stored, without surplus bytes; without chunk framing, unless it was kept
    http: HttpHead | None  # None: what came is not HTTP, and `body` is all of it
    entity: bytes  # body without chunk framing; content codings kept
    payload_digest: str | None  # sha256 of the entity
    truncated: str | None
    te_decoded: bool = False
    remarks: list[tuple[str, str]] = field(default_factory=list)  # for the metadata record
    declared: str | None = None  # the Content-Type of what never was HTTP

    @property
    def mime(self) -> str | None:
        """The media type in lower case, without parameters."""
        return media_type(self.content_type)[0]

    @property
    def charset(self) -> str | None:
        """The charset that the Content-Type declares."""
        return media_type(self.content_type)[1]

    @property
    def content_type(self) -> str:
        """The Content-Type as it was declared; "" for none."""
        return self.declared or (self.http and self.http.fields.get("Content-Type")) or ""


@lru_cache(maxsize=256)
def media_type(content_type: str) -> tuple[str | None, str | None]:
    """The media type of a Content-Type and its charset, in lower case; None for none."""
    charset = CHARSET.search(content_type)
    media = content_type.partition(";")[0].strip().lower()
    return media or None, charset[1].lower() if charset else None


def read_answer(exchange: Exchange, *, keep_chunks: bool = False) -> Answer:
    """The response of an exchange, ready to be stored (facts: WARC 1.1, RFC 9112).

    Interim 1xx heads and bytes after the body are left out and noted, chunk framing is removed
    unless `keep_chunks`, and a Content-Length that is false is renamed.
    """
    remarks: list[tuple[str, str]] = []
    raw = exchange.response
    if exchange.made_from:
        return Answer(b"", raw, None, raw, sha256(raw), exchange.truncated, declared=HTML)
    http = parse_head(raw)
    while http and http.complete and http.status in range(100, 200) and http.status != 101:
        remarks += [("http-interim", line) for line in _lines(raw[: http.size])]
        raw = raw[http.size :]
        http = parse_head(raw)
    if not raw:  # interim heads and no answer after them
        raw, http, remarks = exchange.response, None, []
    if http is None or http.status is None or not http.complete:
        digest = sha256(raw) if raw else None
        truncated = exchange.truncated or ("disconnect" if http else None)
        return Answer(b"", raw, None, raw, digest, truncated, remarks=remarks)
    head, body = raw[: http.size], raw[http.size :]
    answer = Answer(head, body, http, body, None, exchange.truncated, remarks=remarks)
    chunked = is_chunked(http.fields)
    has_body = http.status not in NO_BODY and exchange.request[:5].upper() != b"HEAD "
    if not has_body:
        _drop_surplus(answer, 0)
    elif chunked and "," not in http.fields["Transfer-Encoding"]:
        _remove_chunks(answer, keep_chunks=keep_chunks)
    else:
        _fit_length(answer)
    known = answer.te_decoded or keep_chunks or not chunked
    if known and has_body:
        answer.payload_digest = sha256(answer.entity)
    if answer.head is not head:
        answer.http = parse_head(answer.head) or http
    return answer


def _drop_surplus(answer: Answer, size: int) -> None:
    """Bytes after the body belong to nobody."""
    surplus = len(answer.body) - size
    if surplus > 0:
        answer.body = answer.entity = answer.body[:size]
        answer.remarks.append(("surplus-bytes", str(surplus)))


def _remove_chunks(answer: Answer, *, keep_chunks: bool) -> None:
    chunks = read_chunks(answer.body)
    if chunks.broken:
        # The bytes are evidence and no reading of them is right: they stay as they came.
        answer.entity = chunks.entity
        answer.truncated = answer.truncated or "unspecified"
        answer.remarks.append(("chunk-framing", "broken; kept as received"))
        return
    if not chunks.ended:
        answer.truncated = answer.truncated or "disconnect"
    _drop_surplus(answer, chunks.used)
    answer.remarks += [("http-trailer", line) for line in _lines(chunks.trailer)]
    answer.entity = chunks.entity
    if not keep_chunks:
        answer.body = chunks.entity
        answer.te_decoded = True
        head = LENGTH.sub(rb"X-Orig-\g<0>", FRAMING.sub(rb"X-Orig-\g<0>", answer.head))
        answer.head = with_length(head, len(answer.body))


def _fit_length(answer: Answer) -> None:
    """Cuts the body at its Content-Length; renames the field where fewer bytes came."""
    if answer.http is None:
        return
    declared = answer.http.fields.all("Content-Length")
    sizes = {int(size) if size.isdecimal() else -1 for size in ",".join(declared).split(",")}
    if not declared or "Transfer-Encoding" in answer.http.fields:
        return
    size = sizes.pop() if len(sizes) == 1 else -1
    if 0 <= size <= len(answer.body):
        _drop_surplus(answer, size)
        return
    if size > len(answer.body):
        answer.truncated = answer.truncated or "disconnect"
    # Replay tools would wait for bytes that never come.
    answer.head = with_length(LENGTH.sub(rb"X-Orig-\g<0>", answer.head), len(answer.body))


def with_length(head: bytes, size: int) -> bytes:
    """The head with a Content-Length line at its end, in the head's own kind of line end."""
    end = b"\r\n" if head.endswith(b"\r\n") else b"\n"
    return head[: -len(end)] + b"Content-Length: %d" % size + end + end


def _lines(head: bytes) -> list[str]:
    return [line for line in head.decode("latin-1").splitlines() if line.strip()]
