"""The download handler for http and https: one request, one deadline, every byte kept.

It does not build on Scrapy's own HTTP handler, only on the documented handler interface and on
Twisted's connection pool, so that there is no hidden resending and no second copy of a body.
"""

import asyncio
import logging
from ipaddress import ip_address
from time import monotonic
from typing import Any, Protocol

from OpenSSL.SSL import Error as TLSError
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionLost
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Protocol as TxProtocol
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import RequestNotSent, RequestTransmissionFailed, ResponseNeverReceived
from twisted.web.client import HTTPConnectionPool, ResponseDone, _HTTP11ClientFactory

from archive.warc.exchange import Exchange
from crawler import selftest
from crawler.guard import Network, networks, permitted
from crawler.outcome import FetchError, of_error
from crawler.reservoir import Reservoir
from crawler.route import Route, tls_context, with_tls
from crawler.tap import Tap, TappedProtocol, WireRequest
from crawler.target import Target
from crawler.throttle import Throttle

log = logging.getLogger(__name__)

STALE = (RequestNotSent, RequestTransmissionFailed, ResponseNeverReceived)


class Recorder(Protocol):
    """Takes every exchange as it ends, in the reactor's thread."""

    def __call__(self, exchange: Exchange, request: Request) -> None: ...


class TappedFactory(_HTTP11ClientFactory):
    """Builds tapped connections for the pool."""

    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> TappedProtocol:  # noqa: N802, ARG002
        return TappedProtocol(self._quiescentCallback)


class TapHandler(BaseDownloadHandler):
    """Downloads over http and https, hands every exchange to the spider's `record`.

    Meta keys of a request: `context` (dict[str, str], goes into the exchange), `allow_addresses`
    (networks that are open to it besides the public ones), `download_timeout` (seconds for all),
    `download_maxsize` (bytes of coded body), `keep_body` (else the body of the response is empty
    and the bytes are only in the exchange), `keep_partial` (a body that is cut for its size is an
    answer all the same). Sets `exchange` and `download_latency`.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

        super().__init__(crawler)
        selftest.check()
        settings = crawler.settings
        self.reactor: Any = reactor
        self.record: Recorder | None = getattr(crawler.spider, "record", None)
        self.seconds = settings.getfloat("DOWNLOAD_TIMEOUT")
        self.body_limit = settings.getint("DOWNLOAD_MAXSIZE")
        self.tls = tls_context()
        self.verify = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self.reservoir = Reservoir()
        self.pool = HTTPConnectionPool(self.reactor, persistent=True)
        self.pool._factory = TappedFactory  # noqa: SLF001 - the pool's seam, see selftest
        self.pool.retryAutomatically = False  # it would repeat a request behind our back
        self.pool.maxPersistentPerHost = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.pool.cachedConnectionTimeout = 30

    async def download_request(self, request: Request) -> Response:
        """The response to a request. FetchError, named, for everything that is not complete."""
        throttle = self.crawler.get_extension(Throttle)
        if throttle is None:
            return await self.download(request)
        async with throttle.turn(request):
            return await self.download(request)

    async def download(self, request: Request) -> Response:
        """The response, on a kept connection or, if that was gone, on a new one."""
        end = monotonic() + (request.meta.get("download_timeout") or self.seconds)
        try:
            return await self.attempt(request, end, fresh=False)
        except StaleConnectionError:
            # The server closed a kept connection just as we used it: once more on a new one.
            return await self.attempt(request, end, fresh=True)

    async def attempt(self, request: Request, end: float, *, fresh: bool) -> Response:
        """One exchange on one connection; its end, whichever, is recorded."""
        tap = Tap(
            request.url.partition("#")[0],
            dict(request.meta.get("context") or {}),
            body_limit=request.meta.get("download_maxsize") or self.body_limit,
            reservoir=self.reservoir,
        )
        error: FetchError | None = None
        try:
            async with asyncio.timeout(max(0.0, end - monotonic())):
                response = await self.respond(request, tap, fresh=fresh)
        except StaleConnectionError:
            error = FetchError("reset", "a kept connection was closed")
            raise
        except Exception as problem:
            error = tap.cut or named(problem, tap)
            raise error from problem
        else:
            error = tap.cut  # cut on purpose: the response is good, the exchange says so
            return response
        finally:
            self.reservoir.done(tap)
            request.meta["exchange"] = tap.exchange(error)
            if self.record is not None:
                self.record(request.meta["exchange"], request)

    async def respond(self, request: Request, tap: Tap, *, fresh: bool) -> Response:
        """Send the request, read the whole answer."""
        target = Target.of(request.url)
        allowed = networks(request.meta.get("allow_addresses") or ())
        connection = await self.connection(target, allowed, fresh=fresh)
        connection.tap = tap
        reused = connection.used > 0
        connection.learn()
        tap.shaking_hands = target.tls and not reused
        wire = WireRequest(
            request.method.encode("ascii"), target.path, target.head(request), request.body
        )
        wire.persistent = not fresh  # the pool does not know this connection
        body = Body(
            keep=bool(request.meta.get("keep_body")), partial=bool(request.meta.get("keep_partial"))
        )
        try:
            answer = await deferred_to_future(
                connection.request(wire).addCallback(read, connection, tap, body, request)
            )
        except STALE as problem:
            if reused and not tap.received:
                raise StaleConnectionError from problem
            raise
        return Response(
            url=tap.url,
            status=answer.code,
            headers=dict(answer.headers.getAllRawHeaders()),
            body=b"".join(body.pieces),
            ip_address=ip_address(tap.peer) if tap.peer else None,
            protocol="HTTP/1.1",
        )

    async def connection(
        self, target: Target, allowed: tuple[Network, ...], *, fresh: bool
    ) -> TappedProtocol:
        """A connection that no other request uses; a new one if `fresh`."""
        route = Route(
            self.reactor,
            target.host,
            target.port,
            lambda address: permitted(address, allowed),
            self.seconds,
        )
        endpoint: Any = route
        if target.tls:
            endpoint = with_tls(self.tls, target.host, route, verify=self.verify)
        if fresh:
            made: Deferred[Any] = endpoint.connect(
                TappedFactory(lambda _connection: None, target.host)
            )
        else:
            # A kept connection is only for requests that may go to the same addresses.
            made = self.pool.getConnection(
                (target.tls, target.host, target.port, allowed), endpoint
            )
        connection: TappedProtocol = await deferred_to_future(made)
        return connection

    async def close(self) -> None:
        """Close the kept connections; one that does not answer has a second."""
        closed = self.pool.closeCachedConnections()
        try:
            async with asyncio.timeout(1):
                await deferred_to_future(closed)
        except TimeoutError:
            log.debug("kept connections did not close in time")


class StaleConnectionError(Exception):
    """A kept connection was gone before the first byte of the answer."""


def named(problem: Exception, tap: Tap) -> FetchError:
    """The problem under the name of its outcome."""
    if isinstance(problem, FetchError):
        return problem
    name = of_error(problem)
    if isinstance(problem, TimeoutError):
        name = "too slow" if tap.received or tap.shaking_hands else "timeout"
    if name == "error" and tap.received:
        name = "garbage"
    if name == "error":
        log.error("%s could not be fetched", tap.url, exc_info=problem)
    return FetchError(name, str(problem))


def read(
    answer: Any, connection: TappedProtocol, tap: Tap, body: "Body", request: Request
) -> Deferred[Any]:
    """The answer itself, once its body has come to an end."""
    request.meta["download_latency"] = monotonic() - tap.clock
    if isinstance(answer.length, int) and answer.length > tap.body_limit and not body.partial:
        error = FetchError("too big", f"a body of {answer.length} bytes was announced")
        connection.cut(error)
        raise error

    def abort(_deferred: Deferred[Any]) -> None:
        connection.transport.abortConnection()

    body.finished = Deferred(abort)
    body.tap = tap
    answer.deliverBody(body)
    return body.finished.addCallback(lambda _nothing: answer)


class Body(TxProtocol):
    """Waits for the end of a body; keeps its bytes only if asked to."""

    finished: Deferred[None]
    tap: Tap

    def __init__(self, *, keep: bool, partial: bool) -> None:
        self.keep = keep
        self.partial = partial  # too much of it is no failure
        self.pieces: list[bytes] = []

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        self.tap.content += len(data)
        if self.keep:
            self.pieces.append(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        if self.finished.called:
            return
        cut = self.tap.cut
        broken = cut or self.tap.lost
        enough = self.partial and cut is not None and cut.outcome == "too big"
        if reason.check(ResponseDone) or enough or (broken is None and not of_length(reason)):
            self.finished.callback(None)
        else:
            self.finished.errback(Failure(cut or broken_off(self.tap.lost)))


def broken_off(lost: BaseException | None) -> FetchError:
    """Why a body has no end: the connection broke, or what came could not be read."""
    if lost is None or isinstance(lost, ConnectionLost | TLSError):
        return FetchError("truncated", "the connection was closed")
    return FetchError("garbage", f"{type(lost).__name__} in the body")


def of_length(reason: Failure) -> bool:
    """Whether the body ended before the length it should have."""
    return "ResponseFailed" in type(reason.value).__name__
