"""Kinds of exchange as servers really send them, made for the tests of the WARC rooms."""

import gzip
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import brotli
import zstandard

from archive.warc.exchange import Exchange

START = datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=UTC)
PAGE = (
    "<!doctype html><html><head><title>Harbour notes</title></head><body><h1>Harbour notes</h1>"
    + "".join(
        f"<p>The ferry left pier {n} a little late, and nobody minded.</p>" for n in range(60)
    )
    + "</body></html>"
).encode()
REQUEST = b"GET / HTTP/1.1\r\nHost: gazette.example\r\nUser-Agent: winnow\r\n\r\n"


@dataclass(frozen=True)
class Kind:
    """One kind of exchange and what must come out of its record."""

    name: str
    response: bytes
    body: bytes | None = PAGE  # decoded; None: whatever can be saved
    status: int | None = 200
    type: str = "response"
    truncated: str | None = None
    request: bytes = REQUEST
    same_block: bool = True  # the block is the response, byte for byte
    block: bytes | None = None  # else: what the block is

    def exchange(self, number: int = 0, host: str = "gazette.example") -> Exchange:
        return Exchange(
            url=f"http://{host}/{number}",
            started_at=START + timedelta(seconds=number),
            request=self.request,
            response=self.response,
            ip="127.0.0.1",
            context={"source": "gazette", "via": f"http://{host}/", "depth": "1"},
        )


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode()


def sized(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    return (
        head("Content-Type: text/html", f"Content-Length: {len(body)}", *lines, status=status)
        + body
    )


def chunked(body: bytes, size: int = 700, extension: bytes = b"", trailer: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    framed = b"".join(b"%x%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in pieces)
    return framed + b"0\r\n" + trailer + b"\r\n"


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


CHUNKED = head("Content-Type: text/html", "Transfer-Encoding: chunked")
GZIPPED = gzip.compress(PAGE, mtime=0)


def unframed(extra: str = "", body: bytes | None = PAGE) -> bytes:
    lines = ["Content-Type: text/html", *([extra] if extra else [])]
    return head(*lines, "X-Orig-Transfer-Encoding: chunked", f"Content-Length: {len(body)}") + body


KINDS = [
    Kind("plain with a length", sized(PAGE)),
    Kind("until close", head("Content-Type: text/html") + PAGE),
    Kind("HTTP/1.0", sized(PAGE).replace(b"HTTP/1.1", b"HTTP/1.0")),
    Kind("no reason phrase", sized(PAGE).replace(b"200 OK", b"200")),
    Kind("empty reason phrase", sized(PAGE).replace(b"200 OK", b"200 ")),
    Kind("odd reason phrase", sized(PAGE, status="200 Tr\u00e8s bien")),
    Kind("no content type", head(f"Content-Length: {len(PAGE)}") + PAGE),
    Kind("wrong content type", sized(PAGE).replace(b"text/html", b"image/png")),
    Kind("lower-case field names", sized(PAGE).replace(b"Content-", b"content-")),
    Kind("field without a space", sized(PAGE).replace(b": ", b":")),
    Kind("folded field", sized(PAGE, "X-Long: one\r\n two\r\n\tthree")),
    Kind("line without a colon", sized(PAGE, "what is this")),
    Kind("Latin-1 field", sized(PAGE).replace(b"\r\n\r\n", b"\r\nX-Place: Caf\xe9\r\n\r\n", 1)),
    Kind("many Set-Cookie", sized(PAGE, *(f"Set-Cookie: c{n}={n}" for n in range(12)))),
    Kind("line feeds only", sized(PAGE).replace(b"\r\n", b"\n")),
    Kind("large head", sized(PAGE, *(f"X-{n}: {'y' * 900}" for n in range(60)))),
    Kind("gzip", sized(GZIPPED, "Content-Encoding: gzip")),
    Kind(
        "gzip in two members",
        sized(gzip.compress(PAGE[:999]) + gzip.compress(PAGE[999:]), "Content-Encoding: gzip"),
    ),
    Kind("x-gzip", sized(GZIPPED, "Content-Encoding: x-gzip")),
    Kind("deflate", sized(zlib.compress(PAGE), "Content-Encoding: deflate")),
    Kind("deflate without its header", sized(raw_deflate(PAGE), "Content-Encoding: deflate")),
    Kind("brotli", sized(brotli.compress(PAGE), "Content-Encoding: br")),
    Kind("zstd", sized(zstandard.compress(PAGE), "Content-Encoding: zstd")),
    Kind(
        "gzip twice, declared twice", sized(gzip.compress(GZIPPED), "Content-Encoding: gzip, gzip")
    ),
    Kind("gzip twice, declared once", sized(gzip.compress(GZIPPED), "Content-Encoding: gzip")),
    Kind("gzip declared, not applied", sized(PAGE, "Content-Encoding: gzip")),
    Kind("brotli declared, not applied", sized(PAGE, "Content-Encoding: br")),
    Kind("gzip not declared", sized(GZIPPED)),
    Kind("unknown coding", sized(PAGE, "Content-Encoding: rot13")),
    Kind("corrupt gzip", sized(GZIPPED[:60] + b"\xff" * 40, "Content-Encoding: gzip"), body=None),
    Kind("chunked", CHUNKED + chunked(PAGE), same_block=False, block=unframed()),
    Kind(
        "chunked, one byte a chunk",
        CHUNKED + chunked(PAGE[:99], 1),
        body=PAGE[:99],
        same_block=False,
        block=unframed(body=PAGE[:99]),
    ),
    Kind(
        "chunked with extensions",
        CHUNKED + chunked(PAGE, extension=b";a=b"),
        same_block=False,
        block=unframed(),
    ),
    Kind(
        "chunked with a trailer",
        CHUNKED + chunked(PAGE, trailer=b"X-Sum: 1\r\n"),
        same_block=False,
        block=unframed(),
    ),
    Kind(
        "chunked and gzip",
        head("Content-Type: text/html", "Content-Encoding: gzip", "Transfer-Encoding: chunked")
        + chunked(GZIPPED),
        same_block=False,
        block=unframed("Content-Encoding: gzip", GZIPPED),
    ),
    Kind(
        "chunked with a false length",
        head("Transfer-Encoding: chunked", "Content-Length: 3") + chunked(PAGE),
        same_block=False,
        block=head(
            "X-Orig-Transfer-Encoding: chunked",
            "X-Orig-Content-Length: 3",
            f"Content-Length: {len(PAGE)}",
        )
        + PAGE,
    ),
    Kind(
        "chunked, then surplus bytes",
        CHUNKED + chunked(PAGE) + b"HTTP/1.1 400 Bad",
        same_block=False,
        block=unframed(),
    ),
    Kind(
        "chunked, cut in a chunk",
        CHUNKED + chunked(PAGE, 700)[:1000],
        body=PAGE[:988],
        truncated="disconnect",
        same_block=False,
        block=unframed(body=PAGE[:988]),
    ),
    Kind(
        "chunked, cut between chunks",
        CHUNKED + chunked(PAGE, 700)[:707],
        body=PAGE[:700],
        truncated="disconnect",
        same_block=False,
        block=unframed(body=PAGE[:700]),
    ),
    Kind(
        "chunked, broken framing",
        CHUNKED + b"5\r\nabcde\r\nzz\r\nmore",
        body=b"abcde",
        truncated="unspecified",
    ),
    Kind("surplus bytes", sized(PAGE) + b"leftover", same_block=False, block=sized(PAGE)),
    Kind(
        "cut before its length",
        sized(PAGE)[:-50],
        body=PAGE[:-50],
        truncated="disconnect",
        same_block=False,
        block=head(
            "Content-Type: text/html",
            f"X-Orig-Content-Length: {len(PAGE)}",
            f"Content-Length: {len(PAGE) - 50}",
        )
        + PAGE[:-50],
    ),
    Kind(
        "two equal lengths",
        head(f"Content-Length: {len(PAGE)}", f"Content-Length: {len(PAGE)}") + PAGE,
    ),
    Kind(
        "early hints first",
        head("Link: </a.css>", status="103 Early Hints") + sized(PAGE),
        same_block=False,
        block=sized(PAGE),
    ),
    Kind(
        "two interim heads",
        head(status="100 Continue") + head(status="102 Processing") + sized(PAGE),
        same_block=False,
        block=sized(PAGE),
    ),
    Kind("empty body", sized(b""), body=b""),
    Kind("no content", head(status="204 No Content"), body=b"", status=204),
    Kind(
        "not modified",
        head('ETag: "a"', "Content-Length: 999", status="304 Not Modified"),
        body=b"",
        status=304,
    ),
    Kind(
        "answer to HEAD",
        head("Content-Length: 999"),
        body=b"",
        request=REQUEST.replace(b"GET", b"HEAD"),
    ),
    Kind(
        "moved",
        sized(b"<p>moved</p>", "Location: /new", status="301 Moved Permanently"),
        body=b"<p>moved</p>",
        status=301,
    ),
    Kind("not found", sized(PAGE, status="404 Not Found"), status=404),
    Kind(
        "server error", sized(b"oops", status="500 Internal Server Error"), body=b"oops", status=500
    ),
    Kind("unusual status", sized(PAGE, status="299 Odd"), status=299),
    Kind("zero bytes in the body", sized(b"a\0b" * 500), body=b"a\0b" * 500),
    Kind(
        "body that looks like a record",
        sized(b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"),
        body=b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n",
    ),
    Kind(
        "garbage",
        b"\x15\x03\x01\x00\x02\x02\x46",
        body=b"\x15\x03\x01\x00\x02\x02\x46",
        status=None,
        type="resource",
    ),
    Kind("no head, just text", b"<p>hello</p>", body=b"<p>hello</p>", status=None, type="resource"),
    Kind(
        "cut in the head",
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        body=b"HTTP/1.1 200 OK\r\nContent-Ty",
        status=None,
        type="resource",
        truncated="disconnect",
    ),
    Kind("no answer", b"", body=b"", status=None, type="request"),
    Kind("nothing sent", b"", body=None, status=None, type="metadata", request=b""),
    Kind(
        "request with a body",
        sized(PAGE),
        request=b"POST /q HTTP/1.1\r\nHost: gazette.example\r\nContent-Length: 3\r\n\r\na=b",
    ),
]
