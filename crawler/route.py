"""The way to a host: its name, the addresses behind it, a permitted one, TLS."""

import re
from collections.abc import Callable
from typing import Any

from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
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
FAULTS = {  # X509_V_ERR codes of OpenSSL that are met in the wild
    9: "not valid yet",
    10: "expired",
    18: "self-signed",
    19: "self-signed in its chain",
    20: "of an unknown issuer",
    21: "without its chain",
}
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


class NotedConnection(SSL.Connection):
    """A TLS connection that remembers what was wrong with the server's certificate."""

    faults: tuple[str, ...] = ()


def tls_context() -> SSL.Context:
    """The TLS settings of all connections."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_options(OP_LEGACY_SERVER_CONNECT)
    context.set_default_verify_paths()
    return context


@implementer(IOpenSSLClientConnectionCreator)
class TLSName:
    """Makes the TLS side of a connection to one host.

    Without `verify` a bad certificate is only noted: an archive wants the page all the same.
    """

    def __init__(self, context: SSL.Context, host: str, *, verify: bool) -> None:
        self.context = context
        self.host = host
        self.verify = verify

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803, ARG002
        connection = NotedConnection(self.context, None)
        connection.set_verify(SSL.VERIFY_PEER, self.judge)
        if not is_literal(self.host):
            connection.set_tlsext_host_name(self.host.rstrip(".").encode("ascii"))
        return connection

    def judge(
        self, connection: SSL.Connection, certificate: X509, code: int, depth: int, good: int
    ) -> bool:
        """Whether the handshake may go on with this certificate of the chain."""
        fits = depth > 0 or belongs(certificate, self.host)
        if isinstance(connection, NotedConnection):
            found = [] if good else [FAULTS.get(code, f"verification error {code}")]
            found += [] if fits else ["for another host"]
            connection.faults = tuple(dict.fromkeys((*connection.faults, *found)))
        return (bool(good) and fits) or not self.verify


def belongs(certificate: X509, host: str) -> bool:
    """Whether a certificate is made out to this host."""
    name = IPAddress_ID(host) if is_literal(host) else DNS_ID(host.rstrip("."))
    try:
        verify_service_identity(extract_patterns(certificate), [name], [])
    except (CertificateError, VerificationError, ValueError):
        return False
    return True


def is_literal(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def with_tls(context: SSL.Context, host: str, route: Any, *, verify: bool) -> IStreamClientEndpoint:
    """The same way, with TLS inside."""
    name: Any = TLSName(context, host, verify=verify)
    return wrapClientTLS(name, route)
