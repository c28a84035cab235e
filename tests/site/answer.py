"""Requests as they come, and answers as they are sent, in the odd ways of many servers."""

import gzip
import hashlib
import html
import zlib
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import urlsplit

import brotli

STATUS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified"} | {
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
}


@dataclass(frozen=True)
class Request:
    method: str
    target: str  # path and query, as sent
    headers: dict[str, str]  # lower-case names
    host: str

    @classmethod
    def parse(cls, head: bytes, default_host: str) -> "Request":
        first, *rest = head.decode("latin-1").split("\r\n")
        method, target, _version = first.split(" ")
        pairs = [line.split(":", 1) for line in rest if ":" in line]
        headers = {name.lower(): value.strip() for name, value in pairs}
        return cls(method, target, headers, headers.get("host", default_host))

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    @property
    def body_length(self) -> int:
        return int(self.headers.get("content-length", "0"))

    @property
    def close(self) -> bool:
        return self.headers.get("connection", "").lower() == "close"


@dataclass(frozen=True)
class Reply:
    sent: bytes  # the whole answer
    close: bool = False  # the server ends the connection after it


def chunks(body: bytes, size: int = 700) -> bytes:
    """`body` in chunked transfer coding, with an extension and a trailer now and then."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    coded = [
        b"%x%s\r\n%s\r\n" % (len(p), b";n=1" if i == 1 else b"", p) for i, p in enumerate(parts)
    ]
    return b"".join(coded) + b"0\r\nX-Checked: yes\r\n\r\n"


def encode(body: bytes, coding: str) -> bytes:
    match coding:
        case "gzip":
            return gzip.compress(body, mtime=0)
        case "deflate":
            return zlib.compress(body)
        case "deflate-raw":
            packer = zlib.compressobj(wbits=-15)
            return packer.compress(body) + packer.flush()
        case "br":
            return bytes(brotli.compress(body))
        case _:
            return body


def reply(
    request: Request,
    status: int,
    body: bytes,
    mime: str | None = "text/html; charset=utf-8",
    *,
    extra: tuple[tuple[str, str], ...] = (),
    coding: str = "",
    chunked: bool = False,
    validators: bool = False,
    until_close: bool = False,
) -> Reply:
    """The bytes of one answer; `mime` None sends no Content-Type at all."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if validators and request.headers.get("if-none-match") == etag:
        head = (
            f"HTTP/1.1 304 Not Modified\r\nDate: {formatdate(usegmt=True)}\r\nETag: {etag}\r\n\r\n"
        )
        return Reply(head.encode())
    payload = encode(body, coding)
    lines = [f"HTTP/1.1 {status} {STATUS[status]}", f"Date: {formatdate(usegmt=True)}"]
    lines += ["server: lantern/0.9"]  # as some servers do: lower case, and no list order
    lines += [f"Content-Type: {mime}"] if mime else []
    lines += [f"{name}: {value}" for name, value in extra]
    if coding:
        lines += [f"Content-Encoding: {coding.removesuffix('-raw')}", "Vary: Accept-Encoding"]
    if validators:
        lines += [f"ETag: {etag}", "Last-Modified: Wed, 04 Mar 2026 08:00:00 GMT"]
    if until_close:
        lines[0] = f"HTTP/1.0 {status} {STATUS[status]}"
    elif chunked:
        lines.append("Transfer-Encoding: chunked")
        payload = chunks(payload)
    else:
        lines.append(f"Content-Length: {len(payload)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return Reply(head + (b"" if request.method == "HEAD" else payload), close=until_close)


def document(title: str, body: str, head: str = "", language: str = "en") -> str:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{head}</head>\n<body>{body}</body></html>\n"
    )
