"""The connection tap: the bytes of one exchange as they went over the wire.

It sits inside Twisted's HTTP client, below everything that normalizes, joins or drops. What it
relies on there is checked by `crawler.selftest`.
"""

import re
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from OpenSSL import SSL
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, HTTP11ClientProtocol, HTTPClientParser
from twisted.web._newclient import Request as TxRequest
from twisted.web.http_headers import Headers as TxHeaders

from archive.warc.exchange import Exchange
from crawler.chunked import ChunkReader
from crawler.outcome import FetchError
from crawler.reservoir import Reservoir
from crawler.route import NotedConnection

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
HEAD_LIMIT = 256 * 1024  # bytes of status line and headers, interim answers included
LINE_LIMIT = 1000  # lines of the same: reading one costs us far more than sending it
FRAME_LIMIT = 256 * 1024  # bytes of chunk framing, unless the content is three times as large


class Tap:
    """Collects one exchange and cuts it off when it grows too large."""

    def __init__(
        self,
        url: str,
        context: dict[str, str],
        *,
        body_limit: int,
        reservoir: Reservoir | None = None,
    ) -> None:
        self.url = url
        self.reservoir = reservoir
        self.context = context
        self.body_limit = body_limit
        self.started_at = datetime.now(UTC)
        self.clock = monotonic()
        self.sent = b""
        self.received: list[bytes] = []
        self.size = 0
        self.head_size = 0  # of the head and what came in one piece with it
        self.content = 0  # bytes of body without framing
        self.surplus = 0  # bytes at the end that belong to nobody
        self.in_head = True
        self.shaking_hands = False  # in a TLS handshake
        self.cut: FetchError | None = None
        self.lost: BaseException | None = None
        self.peer: str | None = None
        self.protocols: tuple[str, ...] = ("http/1.1",)
        self.cipher: str | None = None

    def receive(self, data: bytes) -> None:
        """Keep what arrived. FetchError when it is more than we take."""
        self.received.append(data)
        self.size += len(data)
        if self.in_head and self.size > HEAD_LIMIT:
            raise FetchError("too big", f"more than {HEAD_LIMIT} bytes of headers")
        if self.size > self.body_limit + HEAD_LIMIT:
            raise FetchError("too big", f"more than {self.body_limit} bytes of body")
        framing = self.size - self.head_size - self.content - len(data)
        if not self.in_head and framing > max(FRAME_LIMIT, self.content // 3):
            # Millions of tiny chunks cost more to read than any page is worth.
            raise FetchError("too big", f"{framing} bytes of chunk framing")

    def exchange(self, error: FetchError | None) -> Exchange:
        """The exchange as far as it came."""
        response = b"".join(self.received)
        self.received = [response]
        if self.surplus:
            response = response[: -self.surplus]
        return Exchange(
            url=self.url,
            started_at=self.started_at,
            request=self.sent,
            response=response,
            ip=self.peer,
            protocols=self.protocols,
            cipher=self.cipher,
            truncated=TRUNCATED.get(error.outcome, "unspecified") if error and response else None,
            error=error.outcome if error else None,
            elapsed=monotonic() - self.clock,
            context=self.context,
        )


# The words of the WARC-Truncated field.
TRUNCATED = {
    "too big": "length",
    "timeout": "time",
    "too slow": "time",
    "truncated": "disconnect",
    "reset": "disconnect",
    "tls": "disconnect",
}


class WireRequest(TxRequest):
    """A request whose bytes we lay out ourselves, so that what is kept is what was sent."""

    def __init__(self, method: bytes, path: bytes, lines: list[bytes], body: bytes) -> None:
        super().__init__(method, path, TxHeaders({}), None, persistent=True)
        head = b"\r\n".join([b"%s %s HTTP/1.1" % (self.method, self.uri), *lines, b"", b""])
        self.bytes = head + body

    def writeTo(self, transport: Any) -> Deferred[None]:  # noqa: N802 - Twisted's name
        transport.write(self.bytes)
        return succeed(None)

    def stopWriting(self) -> None:  # noqa: N802 - Twisted's name
        """Nothing to stop: all was written at once."""


class LenientParser(HTTPClientParser):
    """Reads the answers of servers that take the rules lightly, as browsers do."""

    MAX_LENGTH = HEAD_LIMIT
    lines = 0  # so far

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.lines += 1
        if self.lines > LINE_LIMIT:
            raise FetchError("too big", f"more than {LINE_LIMIT} lines of headers")
        if self.state == HEADER and line.rstrip(b"\r"):
            folded = line[:1] in b" \t"
            if (folded and self._partialHeader is None) or (not folded and b":" not in line):
                return  # a line that is no header
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        if not TOKEN.match(name):
            return  # Twisted refuses what no header may be called
        lower = name.lower()
        if lower == b"transfer-encoding":
            if b"chunked" not in value.lower():
                return  # "identity" and the like: nothing to undo
            value = b"chunked"
        if lower == b"content-length" and (
            not value.isdigit() or self.connHeaders.hasHeader(lower)
        ):
            return  # not a number, or a second one: the first holds, else the end of connection
        super().headerReceived(name, value)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        raise FetchError("too big", f"a header of more than {len(line)} bytes")


class TappedProtocol(HTTP11ClientProtocol):
    """Twisted's HTTP client connection with a tap on it."""

    tap: Tap | None = None
    transport: Any
    used = 0  # requests so far

    def request(self, request: TxRequest) -> Deferred[Any]:
        assert self.tap is not None, "a tap is set before each request"
        assert isinstance(request, WireRequest)
        self.used += 1
        self.tap.sent = request.bytes
        answer: Deferred[Any] = super().request(request)
        if self._parser is not None:
            # HTTP11ClientProtocol names its parser class in the code; no state differs.
            self._parser.__class__ = LenientParser
            decoders: Any = {b"chunked": ChunkReader}
            self._parser._transferDecoders = decoders  # noqa: SLF001 - the same
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        tap = self.tap
        if tap is None or self._parser is None:
            self.transport.abortConnection()  # bytes that nobody asked for
            return
        if not tap.received:
            tap.shaking_hands = False
            self.learn()
        try:
            tap.receive(data)
        except FetchError as error:
            self.cut(error)
            return
        super().dataReceived(data)
        if tap.in_head and (self._parser is None or self._parser.bodyDecoder is not None):
            tap.in_head = False
            tap.head_size = tap.size
        if tap.reservoir is not None and self.tap is tap:
            tap.reservoir.took(tap, tap.size, self.transport)

    def cut(self, error: FetchError) -> None:
        """End the exchange here: what came is kept, the connection is not."""
        if self.tap is not None:
            self.tap.cut = error
        self.transport.abortConnection()
        self._disconnectParser(Failure(error))

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        if self.tap is not None and not reason.check(ConnectionDone):
            self.tap.lost = reason.value  # what could not be parsed
        super()._giveUp(reason)

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        if self.tap is not None:
            self.tap.surplus = len(rest)
            if rest and self._currentRequest is not None:
                self._currentRequest.persistent = False  # who knows what comes next
            # From here on the pool may hand this connection to the next request.
            self.tap = None
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        if self.tap is not None and not reason.check(ConnectionDone):
            self.tap.lost = reason.value
        super().connectionLost(reason)

    def learn(self) -> None:
        """Note on the tap whom we talk to and how."""
        tap = self.tap
        if tap is None or self.transport is None:
            return
        tap.peer = self.transport.getPeer().host.partition("%")[0]
        handle = getattr(self.transport, "getHandle", lambda: None)()
        if isinstance(handle, SSL.Connection):
            version = handle.get_protocol_version_name().lower().replace("v", "/", 1)
            tap.protocols = ("http/1.1", version)
            tap.cipher = handle.get_cipher_name()
        if isinstance(handle, NotedConnection) and handle.faults:
            tap.context["certificate"] = ", ".join(handle.faults)
