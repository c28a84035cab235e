"""What a body is, by its first bytes: servers say text/html of pictures and nothing of pages."""

import re
from dataclasses import dataclass
from typing import Literal

from cleaners.reading.decoding import wide

LOOK = 4096  # bytes that are looked at
HTML: Literal["html"] = "html"
PLAIN: Literal["plain"] = "plain"
OTHER: Literal["other"] = "other"

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "a picture"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"\x1aE\xdf\xa3", "a media file"),
    (b"wOF", "a font"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a gzip file"),
)
# The tags that browsers take as a sign of HTML (WHATWG MIME Sniffing 7.1), and a few more.
_PAGE = re.compile(
    rb"<(?:!doctype html|html|head|body|title|meta|link|script|style|h1|div|font|table|a|br|p|b"
    rb"|iframe|main|article|section|header|nav|span|center|form|ul|ol|img|noscript)(?=[\s>/])",
    re.IGNORECASE,
)
_XML = re.compile(rb"<(?:\?xml|!doctype|!--|[a-z][\w.-]*:?[a-z]*[\s>])", re.IGNORECASE)
_ROOT = re.compile(rb"<(rss|feed|rdf:rdf|urlset|sitemapindex|svg|opml|html)[\s>:]", re.IGNORECASE)
BINARY = "binary"
_CODE = ("javascript", "ecmascript", "text/css", "json")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a body is: html, plain text, or something else that `what` names."""

    form: Literal["html", "plain", "other"]
    what: str = ""


def sniff(body: bytes, mime: str | None) -> Sniffed:
    """What a decoded body is; the server's word counts only where the bytes are silent."""
    mime = (mime or "").lower()
    start = _start(body)
    what = _other(start, mime)
    if what:
        return Sniffed(OTHER, what)
    if _PAGE.search(start) or "html" in mime:
        return Sniffed(HTML)
    if start[:1] == b"<" and _XML.match(start):
        return Sniffed(OTHER, "xml")
    if mime in {"", "text/plain", "application/octet-stream", "unknown/unknown"}:
        return Sniffed(PLAIN)
    return Sniffed(OTHER, mime)


def foreign(body: bytes) -> str:
    """What a file is by its first bytes when no reader of pages makes anything of it; else ""."""
    start = _start(body)
    what = _foreign(start)  # a page may hold stray zeros, or be UTF-16 that does not say so
    return "" if what == BINARY and _PAGE.search(start.replace(b"\x00", b"")) else what


def _foreign(start: bytes) -> str:
    magic = next((name for sign, name in _MAGIC if start.startswith(sign)), "")
    return magic or (BINARY if b"\x00" in start else "")


def _other(start: bytes, mime: str) -> str:
    """What a body certainly is when it is no page and no text; "" when it may be one."""
    if not start:
        return "empty"
    if what := _foreign(start):
        return (mime or what) if what == BINARY else what
    if any(word in mime for word in _CODE) or start[:1] in {b"{", b"["}:
        return mime or "code"
    root = _ROOT.search(start) if start[:1] == b"<" else None
    name = root[1].decode("ascii").lower() if root else "html"
    return "" if name == "html" else name


def _start(body: bytes) -> bytes:
    """The first bytes as an 8-bit script, without byte-order mark and white space."""
    head = body[:LOOK]
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(name, "replace").lstrip().encode("utf-8", "replace")
    if 0 in head and (unmarked := wide(head)) and _PAGE.search(head.replace(b"\x00", b"")):
        return head.decode(unmarked, "replace").lstrip().encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def plain_text(body: bytes, charset: str | None) -> str:
    """The text of a plain body: by its declared charset, else UTF-8, else Windows-1252."""
    for name in (charset, "utf-8-sig"):
        try:
            return body.decode(name or "utf-8")
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")
