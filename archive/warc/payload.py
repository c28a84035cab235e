"""Bodies with their transfer and content codings undone, never larger than a limit."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli

from archive.warc.chunks import read_chunks
from archive.warc.fields import Fields
from archive.warc.inflate import Corrupt, inflater
from archive.warc.zstd import ZSTD_MAGIC, ZstdDecompressor, ZstdError

GZIP_MAGIC = b"\x1f\x8b\x08"
PIECE = 16 << 10  # bytes fed at once by brotli
MOST_CODINGS = 8
TEXT_TYPE = re.compile(r"text/|[a-z]+/(x?html|xml|json|[a-z.-]+\+xml)", re.IGNORECASE)
SAVED = "corrupt; read up to the fault"
CUT_OFF = "ends early"
NOT_APPLIED = "declared but not applied"
OVER_LIMIT = "cut at the limit"


@dataclass(frozen=True, slots=True)
class Payload:
    """The decoded body and what was odd about it."""

    body: bytes
    notes: tuple[str, ...] = ()


def entity(body: bytes, fields: Fields) -> bytes:
    """The body with its chunk framing removed, if it has one that can be read."""
    if not is_chunked(fields):
        return body
    chunks = read_chunks(body)
    return body if chunks.broken and not chunks.entity else chunks.entity


def is_chunked(fields: Fields) -> bool:
    """Whether the last transfer coding is "chunked"."""
    return _codings(fields, "Transfer-Encoding")[-1:] == ["chunked"]


def decode_body(body: bytes, fields: Fields, limit: int) -> Payload:
    """The body of an HTTP message as its author wrote it, at most `limit` bytes.

    Undoes chunked, gzip, deflate (zlib or raw), br and zstd, one over the other, and passes over
    codings that were declared and not applied. Never raises: what is corrupt is read up to the
    fault and noted.
    """
    notes: list[str] = []
    transfer = _codings(fields, "Transfer-Encoding")
    if is_chunked(fields):
        chunks = read_chunks(body)
        if chunks.broken and not chunks.entity:
            notes.append(f"chunked: {NOT_APPLIED}")
        else:
            body = chunks.entity
            if chunks.broken:
                notes.append(f"chunked: {SAVED}")
            elif not chunks.ended:
                notes.append(f"chunked: {CUT_OFF}")
        transfer.pop()
    codings = _codings(fields, "Content-Encoding") + transfer
    undone = 0
    for coding in reversed(codings[-MOST_CODINGS:]):
        body, note = undo(coding, body, limit)
        undone += note is None or NOT_APPLIED not in note
        if note:
            notes.append(f"{coding}: {note}")
    if body[:3] == GZIP_MAGIC and TEXT_TYPE.match(fields.get("Content-Type") or "text/html"):
        body, note = undo("gzip", body, limit)
        notes.append("gzip: twice" if undone else "gzip: not declared")
        if note:
            notes.append(f"gzip: {note}")
    if len(body) > limit:
        body = body[:limit]
        notes.append(OVER_LIMIT)
    return Payload(body, tuple(notes))


def _codings(fields: Fields, name: str) -> list[str]:
    if name not in fields:
        return []
    values = ",".join(fields.all(name)).lower().split(",")
    return [value.strip() for value in values if value.strip() not in {"", "identity", "none"}]


def undo(coding: str, body: bytes, limit: int) -> tuple[bytes, str | None]:
    """The body without one content coding, and what was odd; more than `limit` is never made."""
    if not body:
        return body, None
    match coding:
        case "gzip" | "x-gzip":
            return _gunzip(body, limit)
        case "deflate" | "x-deflate":
            return _inflate(body, limit)
        case "br":
            return _unbrotli(body, limit)
        case "zstd":
            return _unzstd(body, limit)
        case _:
            return body, "unknown coding"


def _gunzip(body: bytes, limit: int) -> tuple[bytes, str | None]:
    if body[:2] != GZIP_MAGIC[:2]:
        other, note = _inflate(body, limit)
        return (other, "zlib stream") if note is None else (body, NOT_APPLIED)
    out = b""
    while body[:2] == GZIP_MAGIC[:2] and len(out) <= limit:
        more, note, body = _zlib_stream(body, limit - len(out), 31)
        out = out + more if out else more
        if note:
            return out, note
    return out, None


def _inflate(body: bytes, limit: int) -> tuple[bytes, str | None]:
    if body[:3] == GZIP_MAGIC:
        return _gunzip(body, limit)
    for wbits in (15, -15):  # with the zlib header, as RFC 9110 has it; raw, as servers send it
        out, note, _rest = _zlib_stream(body, limit, wbits)
        # Plain text may look like the start of a stream for a byte or two.
        if note is None or len(out) >= len(body):
            return out, note
    return body, NOT_APPLIED


def _zlib_stream(body: bytes, limit: int, wbits: int) -> tuple[bytes, str | None, bytes]:
    """What one stream holds, what was odd, and the bytes after it."""
    stream = inflater(wbits)
    try:
        out = stream.decompress(body, limit + 1)
    except Corrupt:
        slow = zlib.decompressobj(wbits)
        return _until_fault(body, limit, slow.decompress, zlib.error), SAVED, b""
    if stream.eof:
        return out, None, stream.unused_data
    return out, OVER_LIMIT if len(out) > limit else CUT_OFF, b""


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, str | None]:
    stream = brotli.Decompressor()
    pieces: list[bytes] = []
    size, at = 0, 0
    try:
        while size <= limit and not stream.is_finished():
            piece = b""
            if stream.can_accept_more_data():
                if at >= len(body):
                    break
                piece, at = body[at : at + PIECE], at + PIECE
            pieces.append(stream.process(piece, output_buffer_limit=PIECE * 16))
            size += len(pieces[-1])
    except brotli.error:
        return (b"".join(pieces), SAVED) if size else (body, NOT_APPLIED)
    if size > limit:
        return b"".join(pieces), OVER_LIMIT
    if not stream.is_finished():
        return (b"".join(pieces), CUT_OFF) if size else (body, NOT_APPLIED)
    return b"".join(pieces), None


def _unzstd(body: bytes, limit: int) -> tuple[bytes, str | None]:
    if body[:4] != ZSTD_MAGIC:
        return body, NOT_APPLIED
    out = b""
    while body[:4] == ZSTD_MAGIC and len(out) <= limit:
        stream = ZstdDecompressor()
        try:
            out += stream.decompress(body, limit + 1 - len(out))
        except ZstdError:
            stream = ZstdDecompressor()
            return out + _until_fault(body, limit, stream.decompress, ZstdError), SAVED
        if not stream.eof:
            return out, OVER_LIMIT if len(out) > limit else CUT_OFF
        body = stream.unused_data
    return out, None


def _until_fault(
    body: bytes,
    limit: int,
    decompress: Callable[[bytes, int], bytes],
    fault: type[Exception],
) -> bytes:
    """What a corrupt stream gives before its fault, to within a few bytes."""
    pieces: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), 64):
            pieces.append(decompress(body[at : at + 64], limit + 1 - size))
            size += len(pieces[-1])
            if size > limit:
                break
    except fault:
        pass
    return b"".join(pieces)
