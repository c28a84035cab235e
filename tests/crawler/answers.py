"""Answers a server may give, each with what must become of it."""

import gzip
import zlib
from collections.abc import Iterator

import brotli
import zstandard

from tests.crawler.wire import CLOSE, PAGE, RESET, Answer, Step

HTML = (
    "<html><head><title>Déjà vu</title></head><body><p>Ein Satz, 一句话.</p></body></html>".encode()
)
SIZE = b"Content-Length: %d\r\n" % len(HTML)
OK = b"HTTP/1.1 200 OK\r\n"
TYPE = b"Content-Type: text/html; charset=utf-8\r\n"


def sized(body: bytes, head: bytes = b"", status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, head, len(body), body)


def chunks(body: bytes, size: int, extension: bytes = b"", trailer: bytes = b"") -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    coded = b"".join(b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in parts)
    return coded + b"0\r\n" + trailer + b"\r\n"


def chunked(body: bytes, head: bytes = b"", **more) -> bytes:
    return OK + TYPE + head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(body, 17, **more)


def raw_deflate(body: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-15)
    return coder.compress(body) + coder.flush()


def bytewise(answer: bytes) -> list[Step]:
    return [answer[n : n + 1] for n in range(len(answer))]


def slowly(_head: bytes) -> Iterator[Step]:
    for n in range(0, len(PAGE), 20):
        yield PAGE[n : n + 20]
        yield 0.05


# path: (answer, outcome). All of these come whole: what is kept equals what was sent.
WHOLE: dict[str, tuple[Answer, str]] = {
    "/length": (sized(HTML, TYPE), "fetched"),
    "/no-type": (sized(HTML), "fetched"),
    "/wrong-type": (sized(HTML, b"Content-Type: application/pdf\r\n"), "fetched"),
    "/odd-type": (sized(HTML, b"Content-Type: ;;; charset=\r\n"), "fetched"),
    "/wrong-charset": (sized(HTML, b"Content-Type: text/html; charset=utf-16\r\n"), "fetched"),
    "/until-close": ([OK + TYPE + b"\r\n" + HTML, CLOSE], "fetched"),
    "/http-1.0": ([b"HTTP/1.0 200 OK\r\n" + TYPE + b"\r\n" + HTML, CLOSE], "fetched"),
    "/connection-close": ([sized(HTML, b"Connection: close\r\n"), CLOSE], "fetched"),
    "/keep-alive": (sized(HTML, b"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"), "fetched"),
    "/chunked": (chunked(HTML), "fetched"),
    "/chunk-extensions": (chunked(HTML, extension=b';name="value"'), "fetched"),
    "/trailer": (chunked(HTML, trailer=b"X-Digest: abc\r\n"), "fetched"),
    "/chunked-empty": (chunked(b""), "fetched"),
    "/chunked-capital": (OK + b"TRANSFER-ENCODING: Chunked\r\n\r\n" + chunks(HTML, 9), "fetched"),
    "/chunked-and-length": (OK + SIZE + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(HTML, 40),
                            "fetched"),
    "/chunked-bytewise": (bytewise(chunked(HTML)), "fetched"),
    "/te-identity": (sized(HTML, b"Transfer-Encoding: identity\r\n"), "fetched"),
    "/te-gzip-chunked": (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n"
                         + chunks(gzip.compress(HTML, mtime=0), 30), "fetched"),
    "/gzip": (sized(gzip.compress(HTML, mtime=0), b"Content-Encoding: gzip\r\n"), "fetched"),
    "/gzip-chunked": (chunked(gzip.compress(HTML, mtime=0), b"Content-Encoding: gzip\r\n"),
                      "fetched"),
    "/gzip-members": (sized(gzip.compress(HTML, mtime=0) * 2, b"Content-Encoding: gzip\r\n"),
                      "fetched"),
    "/gzip-cut": (sized(gzip.compress(HTML, mtime=0)[:-9], b"Content-Encoding: gzip\r\n"),
                  "fetched"),
    "/gzip-not": (sized(HTML, b"Content-Encoding: gzip\r\n"), "fetched"),
    "/deflate": (sized(zlib.compress(HTML), b"Content-Encoding: deflate\r\n"), "fetched"),
    "/raw-deflate": (sized(raw_deflate(HTML), b"Content-Encoding: deflate\r\n"), "fetched"),
    "/br": (sized(brotli.compress(HTML), b"Content-Encoding: br\r\n"), "fetched"),
    "/zstd": (sized(zstandard.compress(HTML), b"Content-Encoding: zstd\r\n"), "fetched"),
    "/twice": (sized(gzip.compress(zlib.compress(HTML), mtime=0),
                     b"Content-Encoding: deflate, gzip\r\n"), "fetched"),
    "/line-feeds": ((OK + TYPE + SIZE).replace(b"\r\n", b"\n") + b"\n" + HTML, "fetched"),
    "/no-reason": (b"HTTP/1.1 200\r\n" + SIZE + b"\r\n" + HTML, "fetched"),
    "/odd-reason": (sized(HTML, status="200 Gänz gut  ".encode("latin-1")), "fetched"),
    "/folded": (sized(HTML, b"X-Long: one\r\n two\r\n\tthree\r\n"), "fetched"),
    "/first-line-folded": (sized(HTML, b" X-Odd: space before\r\n"), "fetched"),
    "/no-colon": (sized(HTML, b"this is no header\r\n"), "fetched"),
    "/header-bytes": (sized(HTML, b"X-B\xfcte: \xff\xfe\x80 \xc3\xa9\r\nx-lower: 1\r\nX-UP:2\r\n"),
                      "fetched"),
    "/header-nul": (sized(HTML, b"X-Nul: a\x00b\r\n"), "fetched"),
    "/header-twice": (sized(HTML, b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), "fetched"),
    "/many-headers": (sized(HTML, b"".join(b"X-%d: v\r\n" % n for n in range(500))), "fetched"),
    "/long-header": (sized(HTML, b"X-Long: " + b"x" * 100_000 + b"\r\n"), "fetched"),
    "/length-twice": (sized(HTML, SIZE), "fetched"),
    "/length-odd": ([OK + b"Content-Length: many\r\n\r\n" + HTML, CLOSE], "fetched"),
    "/length-negative": ([OK + b"Content-Length: -1\r\n\r\n" + HTML, CLOSE], "fetched"),
    "/empty": (sized(b""), "fetched"),
    "/204": (b"HTTP/1.1 204 No Content\r\n\r\n", "fetched"),
    "/206": (sized(HTML, b"Content-Range: bytes 0-80/900\r\n", b"206 Partial"), "fetched"),
    "/301": (sized(b"moved", b"Location: /length\r\n", b"301 Moved"), "redirect"),
    "/302-chunked": (b"HTTP/1.1 302 Found\r\nLocation: /x\r\nTransfer-Encoding: chunked\r\n\r\n"
                     + chunks(b"gone", 2), "redirect"),
    "/303": (sized(b"", b"Location: //other.test/\r\n", b"303 See"), "redirect"),
    "/307": (sized(b"", b"LOCATION: \xc3\xa9\r\n", b"307 Temporary"), "redirect"),
    "/308": (sized(b"", b"location: ftp://x/\r\n", b"308 Permanent"), "redirect"),
    "/302-nowhere": (sized(b"", status=b"302 Found"), "http 302"),
    "/304": (b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 90\r\n\r\n',
             "unchanged"),
    "/404": (sized(HTML, TYPE, b"404 Not Found"), "http 404"),
    "/410": (sized(b"", status=b"410 Gone"), "http 410"),
    "/418": (sized(HTML, status=b"418 I'm a teapot"), "http 418"),
    "/500": (sized(HTML, status=b"500 Oh no"), "http 500"),
    "/599": (sized(HTML, status=b"599 What"), "http 599"),
    "/999": (sized(HTML, status=b"999 Denied"), "http 999"),
    "/100-continue": (b"HTTP/1.1 100 Continue\r\n\r\n" + sized(HTML), "fetched"),
    "/103-hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
                   + sized(HTML), "fetched"),
    "/103-thrice": ([b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2, 0.05,
                     b"HTTP/1.1 102 Processing\r\n\r\n", 0.05, sized(HTML)], "fetched"),
    "/bytewise": (bytewise(sized(HTML, TYPE)), "fetched"),
    "/slowly": (slowly, "fetched"),
    "/binary": (sized(bytes(range(256)) * 64), "fetched"),
    "/large": (sized(bytes(range(256)) * 12_000), "fetched"),
    "/http-in-body": (sized(b"HTTP/1.1 500 Inner\r\nContent-Length: 9\r\n\r\nnot a head"),
                      "fetched"),
    "/p\u0061th?q=a%20b&c=%C3%A9#part": (sized(HTML), "fetched"),
    "/path;v=1/./..;x?a=1&a=2;b": (sized(HTML), "fetched"),
}  # fmt: skip

# path: (answer, outcome, WARC-Truncated). What is kept equals what was sent, or its beginning.
BROKEN: dict[str, tuple[Answer, str, str | None]] = {
    "/reset": ([RESET], "reset", None),
    "/closed": ([CLOSE], "reset", None),
    "/reset-in-head": ([OK + b"X-Half", 0.1, RESET], "reset", "disconnect"),
    "/closed-in-head": ([OK + b"X-Half", CLOSE], "reset", "disconnect"),
    "/closed-in-body": ([OK + b"Content-Length: 500\r\n\r\n" + HTML, CLOSE], "truncated",
                        "disconnect"),
    "/reset-in-body": ([OK + b"Content-Length: 500\r\n\r\n" + HTML, 0.1, RESET], "truncated",
                       "disconnect"),
    "/reset-before-close": ([OK + b"\r\n" + HTML, 0.1, RESET], "truncated", "disconnect"),
    "/closed-in-chunk": ([OK + b"Transfer-Encoding: chunked\r\n\r\n40\r\nhalf", CLOSE], "truncated",
                         "disconnect"),
    "/closed-after-chunk": ([OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", CLOSE],
                            "truncated", "disconnect"),
    "/bad-chunk": ([OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n", CLOSE], "garbage",
                   "unspecified"),
    "/garbage": ([b"\x00\x01\x02 nothing of HTTP\r\n\r\n", CLOSE], "garbage", "unspecified"),
    "/ssh": ([b"SSH-2.0-OpenSSH_9.9\r\n", CLOSE], "garbage", "unspecified"),
    "/html-only": ([HTML + b"\n", CLOSE], "garbage", "unspecified"),
    "/bad-status": ([b"HTTP/1.1 abc OK\r\n\r\n", CLOSE], "garbage", "unspecified"),
    "/interim-only": ([b"HTTP/1.1 103 Early Hints\r\n\r\n", CLOSE], "reset", "disconnect"),
    "/timeout": ([9.0], "timeout", None),
    "/timeout-in-head": ([OK, 9.0], "too slow", "time"),
    "/timeout-in-body": ([OK + b"Content-Length: 500\r\n\r\nhalf", 9.0], "too slow", "time"),
}  # fmt: skip

# Bytes after the end of the answer belong to nobody and are not kept.
SURPLUS: dict[str, tuple[bytes, bytes]] = {
    "/after-length": (sized(HTML), b"and more"),
    "/after-chunks": (chunked(HTML), b"\r\n\r\nmore"),
    "/after-204": (b"HTTP/1.1 204 No Content\r\n\r\n", b"a body that must not be"),
    "/after-304": (b"HTTP/1.1 304 Not Modified\r\n\r\n", b"another"),
    "/a-second-answer": (sized(HTML), sized(b"injected")),
}
