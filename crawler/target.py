"""Where a URL points: host, port and path as they go into a request."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request

from archive.addresses.urls import PORTS
from crawler.outcome import FetchError

PATH = re.compile(rb"[\x21-\x7e]+\Z")
AFTER_HOST = re.compile(r"[a-zA-Z]+://[^/?#]*")
BREAKS = re.compile(rb"[\r\n\x00]+")
OURS = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes."""

    tls: bool
    host: str
    port: int
    path: bytes

    @classmethod
    def of(cls, url: str) -> Self:
        """The target of a URL. FetchError for one that is not http(s) or cannot be asked for.

        A user name and password in the URL are left out: we hold no credentials for anybody.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
            host = (parts.hostname or "").encode("idna" if not url.isascii() else "ascii").decode()
        except ValueError as error:
            raise FetchError("bad url", str(error)) from error
        if parts.scheme not in PORTS or not host:
            raise FetchError("bad url", "not an http or https address")
        # Cut out of the text itself, so that an empty query stays what it is.
        path = AFTER_HOST.sub("", url.partition("#")[0], count=1)
        raw = (path if path.startswith("/") else f"/{path}").encode("utf-8")
        if not PATH.match(raw):
            raise FetchError("bad url", "characters that cannot stand in a request")
        return cls(parts.scheme == "https", host, port or PORTS[parts.scheme], raw)

    @property
    def netloc(self) -> bytes:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.tls else 80)
        return (host if usual else f"{host}:{self.port}").encode("ascii")

    def head(self, request: Request) -> list[bytes]:
        """The header lines of a request, ours first."""
        lines = [b"Host: " + self.netloc]
        for name, values in request.headers.items():
            if name.lower() not in OURS:
                lines += [name + b": " + BREAKS.sub(b" ", value) for value in values]
        if request.body:
            lines.append(b"Content-Length: %d" % len(request.body))
        return lines
