"""What became of a URL: one name for every end a request can take."""

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.error import (
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    ConnectionRefusedError,  # noqa: A004 - Twisted's, which is no OSError
    DNSLookupError,
    TCPTimedOutError,
    TimeoutError,  # noqa: A004 - the same
)
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError

OUTCOMES = {
    "fetched": "The page came whole, with a status from 200 to 299.",
    "not rendered": "The page came whole, but no browser could show it; it was read as it came.",
    "unchanged": "The server said 304 or sent the same bytes as before: what we hold is good.",
    "redirect": "The server named another address, which is a URL of its own.",
    "taken down": "The server named a page that was taken down here; its answer is not kept.",
    "http": "The server answered with an error; its number follows, as in `http 404`.",
    "robots": "The site's robots.txt asks us not to.",
    "robots unreachable": "The site's robots.txt could not be had, which means: not now.",
    "held": "The server asked for a pause (Retry-After) that is not over.",
    "offsite": "Outside the source's scope.",
    "forbidden address": "The name leads to an address that is not public.",
    "bad url": "No request can be made from this address.",
    "dns": "The name of the host is not known.",
    "refused": "The host is there and takes no connection.",
    "unreachable": "There is no way to the host.",
    "timeout": "The time for the whole request was over, and no answer had begun.",
    "too slow": "The time was over in the middle of an answer or a TLS handshake; not now again.",
    "tls": "No secure connection could be agreed on.",
    "reset": "The connection broke before the answer began or in its head.",
    "truncated": "The connection broke within the body.",
    "garbage": "The answer was not HTTP.",
    "too big": "The head or the body was larger than we take; asking again would not help.",
    "error": "A fault of ours; the log has the details.",
}

# Asking again later may help; everything else is an answer.
TEMPORARY = frozenset(
    {
        *("dns", "refused", "unreachable", "timeout", "tls", "reset", "truncated", "garbage"),
        *("held", "robots unreachable", "too slow"),
    }
)

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(IgnoreRequest):
    """A request that brought no complete answer; `outcome` is a word of OUTCOMES."""

    def __init__(self, outcome: str, why: str = "") -> None:
        super().__init__(f"{outcome}: {why}" if why else outcome)
        self.outcome = outcome
        self.why = why


def outcome(result: Response | Failure | BaseException) -> str:
    """The name of what became of a request: a word of OUTCOMES, or `http` and the status."""
    if isinstance(result, Failure):
        return of_error(result.value)
    if isinstance(result, BaseException):
        return of_error(result)
    return of_status(result.status, located=b"Location" in result.headers)


def location(response: Response) -> str | None:
    """Where a redirect leads, as its header says; read as UTF-8, as browsers do, where it is that.

    Bytes beyond ASCII are not allowed there and come all the same.
    """
    value = response.headers.get("Location")
    if value is None:
        return None
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def of_status(status: int, *, located: bool = False) -> str:
    """The outcome of a complete answer; `located`: it has a Location header."""
    if 200 <= status < 300:
        return "fetched"
    if status == 304:
        return "unchanged"
    if status in REDIRECTS and located:
        return "redirect"
    return f"http {status}"


def of_error(error: BaseException | None) -> str:
    """The outcome of an exception, looking into the ones that Twisted wraps around others."""
    if isinstance(error, FetchError):
        return error.outcome
    for kind, name in NAMES:
        if isinstance(error, kind):
            return name
    reasons = getattr(error, "reasons", None) or []
    inner = [of_error(getattr(reason, "value", None)) for reason in reasons]
    return next((name for name in inner if name != "error"), "error")


# The first match names the error, so the narrower classes stand first.
NAMES: tuple[tuple[type[BaseException], str], ...] = (
    (DNSLookupError, "dns"),
    (ConnectionRefusedError, "refused"),
    (TimeoutError, "timeout"),
    (TCPTimedOutError, "timeout"),
    (ConnectError, "unreachable"),
    (TLSError, "tls"),
    (ParseError, "garbage"),
    (ConnectionLost, "reset"),
    (ConnectionDone, "reset"),
)
