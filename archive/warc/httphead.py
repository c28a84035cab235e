"""The head of an HTTP message: where it ends and what it says."""

import re
from dataclasses import dataclass

from archive.warc.fields import Fields, parse_fields

STATUS_LINE = re.compile(rb"HTTP/(\d+(?:\.\d+)?)[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?\r?\n")
REQUEST_LINE = re.compile(rb"([!-~]+) (\S+)(?: (HTTP/\d+(?:\.\d+)?))?[ \t]*\r?\n")
HEAD_END = re.compile(rb"\n\r?\n")  # begins with one byte, which is found fast
MOST_HEAD_BYTES = 4 << 20  # a head longer than this is no head


@dataclass(frozen=True, slots=True)
class HttpHead:
    """First line and fields of a request or response; the body starts at `size`."""

    size: int  # bytes, the blank line included
    fields: Fields
    status: int | None = None  # of a response
    reason: str = ""
    method: str | None = None  # of a request
    target: str | None = None
    complete: bool = True  # False when no blank line ends the head: everything is head


def parse_head(block: bytes) -> HttpHead | None:
    """The head that a block begins with; None when the block is no HTTP message.

    Line ends may be CRLF or LF alone. RFC 9112 sections 2 to 5, read with a generous mind.
    """
    answer = STATUS_LINE.match(block, 0, MOST_HEAD_BYTES)
    asked = None if answer else REQUEST_LINE.match(block, 0, MOST_HEAD_BYTES)
    first = answer or asked
    if first is None:
        return None
    end = HEAD_END.search(block, first.end() - 1, MOST_HEAD_BYTES)
    size = end.end() if end else min(len(block), MOST_HEAD_BYTES)
    fields = parse_fields(block[first.end() : end.start() if end else size])
    if answer:
        reason = (answer[3] or b"").decode("latin-1").strip()
        status = int(answer[2])
        return HttpHead(size, fields, status=status, reason=reason, complete=end is not None)
    if asked is None or (not asked[3] and not end):
        return None
    method, target = asked[1].decode("latin-1"), asked[2].decode("latin-1")
    return HttpHead(size, fields, method=method, target=target, complete=end is not None)
