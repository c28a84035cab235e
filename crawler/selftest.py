"""A check that Twisted still has the seams the tap sits on.

The tap overrides private parts of Twisted's HTTP client. A new version may move them, and then
nothing must be archived wrongly in silence: one exchange is played through memory at each start.
"""

from importlib.metadata import version
from typing import Any

from twisted.internet.address import IPv4Address
from twisted.web.client import HTTPConnectionPool

from cleaners.errors import WinnowError
from crawler.tap import Tap, TappedProtocol, WireRequest

ANSWER = (
    b"HTTP/1.1 103 Early Hints\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nno header\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
)
LINES = [b"Host: selftest.invalid"]


class SeamError(WinnowError):
    """The installed Twisted does not fit the connection tap."""


class Memory:
    """A transport that keeps what is sent."""

    def __init__(self) -> None:
        self.sent = b""

    def write(self, data: bytes) -> None:
        self.sent += data

    def getPeer(self) -> IPv4Address:  # noqa: N802 - Twisted's name
        return IPv4Address("TCP", "192.0.2.1", 80)

    def pauseProducing(self) -> None:  # noqa: N802 - the same
        """Nothing comes that could be paused."""

    resumeProducing = loseConnection = abortConnection = pauseProducing  # noqa: N815


def check() -> None:
    """Play one exchange through the tap. SeamError if a byte of it is not kept."""
    try:
        faults = played()
    except Exception as error:  # noqa: BLE001 - whatever a moved seam breaks
        faults = f"{type(error).__name__}: {error}"
    if not hasattr(HTTPConnectionPool, "_factory"):
        faults = "HTTPConnectionPool._factory is gone"
    if faults:
        raise SeamError(
            f"Twisted {version('Twisted')} and Scrapy {version('Scrapy')} do not fit the "
            f"connection tap ({faults}): install the versions of requirements.lock"
        )


def played() -> str:
    """What is wrong with an exchange played through memory; "" for nothing."""
    idle: list[Any] = []
    answers: list[Any] = []
    connection = TappedProtocol(idle.append)
    transport: Any = Memory()
    connection.makeConnection(transport)
    tap = connection.tap = Tap("http://selftest.invalid/", {}, body_limit=1000)
    request = WireRequest(b"GET", b"/", LINES, b"")
    connection.request(request).addCallbacks(answers.append, answers.append)
    for start in range(0, len(ANSWER), 20):
        connection.dataReceived(ANSWER[start : start + 20])
    exchange = tap.exchange(None)
    wrong = {
        "the request sent": transport.sent != exchange.request or not exchange.request,
        "the bytes received": exchange.response != ANSWER,
        "the answer read": getattr(answers[0], "code", 0) != 200 if answers else True,
        "the end of the answer": idle != [connection] or connection.tap is not None,
    }
    return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
