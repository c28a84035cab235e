"""The way to a host: its name, the addresses behind it, a permitted one, TLS."""

import re
from collections.abc import Callable
from typing import Any

from OpenSSL import SSL
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError
from twisted.internet.interfaces import (
    IAddress,
    IHostResolution,
    IOpenSSLClientConnectionCreator,
    IProtocol,
    IProtocolFactory,
    IResolutionReceiver,
    IStreamClientEndpoint,
)
from zope.interface import implementer

from crawler.outcome import FetchError

HOST = re.compile(r"(?=.{1,253}\Z)[^.\s\x00-\x20\x7f]{1,63}(\.[^.\s\x00-\x20\x7f]{1,63})*\.?\Z")
MAX_ADDRESSES = 4  # tried one after the other
FIRST_TRY = 5.0  # seconds for an address while there are others
OP_LEGACY_SERVER_CONNECT = 0x4  # servers without secure renegotiation, as Scrapy allows


@implementer(IStreamClientEndpoint)
class Route:
    """An endpoint that looks up a host and connects only to addresses that are permitted."""

    def __init__(
        self, reactor: Any, host: str, port: int, permit: Callable[[str], bool], seconds: float
    ) -> None:
        self.reactor = reactor
        self.host = host
        self.port = port
        self.permit = permit
        self.seconds = seconds

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[IProtocol]:  # noqa: N803
        return Deferred.fromCoroutine(self.connection(protocolFactory))

    async def connection(self, factory: IProtocolFactory) -> IProtocol:
        """A connection to the first permitted address that takes one. FetchError for none."""
        found = await addresses(self.reactor, self.host, self.port)
        if not found:
            raise FetchError("dns", f"no address for {self.host}")
        open_to_us = [address for address in found if self.permit(address)]
        if not open_to_us:
            raise FetchError("forbidden address", f"{self.host} is {found[0]}")
        last = open_to_us[:MAX_ADDRESSES][-1]
        for address in open_to_us[:MAX_ADDRESSES]:
            seconds = self.seconds if address == last else FIRST_TRY
            kind = TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint
            try:
                return await kind(self.reactor, address, self.port, seconds).connect(factory)
            except ConnectError:
                if address == last:
                    raise
        raise AssertionError("the last address returns or raises")


async def addresses(reactor: Any, host: str, port: int) -> list[str]:
    """The literal addresses of a host as the reactor's resolver gives them; literals too."""
    if not HOST.match(host):
        raise FetchError("bad url", f"{host!r} cannot be a host")
    receiver = Addresses()
    reactor.nameResolver.resolveHostName(receiver, host, port)
    return await receiver.complete


@implementer(IResolutionReceiver)
class Addresses:
    """Gathers the addresses that a resolver finds."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.complete: Deferred[list[str]] = Deferred()

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        """Nothing to keep: a lookup cannot be called back."""

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's name
        host = getattr(address, "host", None)
        if host is not None and host not in self.found:
            self.found.append(host)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        if not self.complete.called:
            self.complete.callback(self.found)


def tls_context(*, verify: bool) -> SSL.Context:
    """The TLS settings of all connections; without `verify` a bad certificate is only noted."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_options(OP_LEGACY_SERVER_CONNECT)
    context.set_default_verify_paths()

    def check(connection: SSL.Connection, _cert: Any, code: int, _depth: int, good: int) -> bool:
        if not good and code:
            notes = connection.get_app_data()
            if isinstance(notes, list):
                notes.append(code)
        return bool(good) or not verify

    context.set_verify(SSL.VERIFY_PEER, check)
    return context


@implementer(IOpenSSLClientConnectionCreator)
class TLSName:
    """Makes the TLS side of a connection to one host."""

    def __init__(self, context: SSL.Context, host: str) -> None:
        self.context = context
        self.host = host

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803, ARG002
        connection = SSL.Connection(self.context, None)
        connection.set_app_data([])
        if not is_literal(self.host):
            connection.set_tlsext_host_name(self.host.rstrip(".").encode("ascii"))
        return connection


def is_literal(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def with_tls(context: SSL.Context, host: str, route: Any) -> IStreamClientEndpoint:
    """The same way, with TLS inside."""
    name: Any = TLSName(context, host)
    return wrapClientTLS(name, route)
