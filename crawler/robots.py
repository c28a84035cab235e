"""What a site's robots.txt says, by RFC 9309."""

import zlib
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from protego import Protego

ROBOTS_NAME = "winnow"  # by which robots.txt files can address us
SIZE_LIMIT = 500 * 1024  # bytes that are read, RFC 9309 section 2.5
KEPT = 24 * 3600.0  # seconds that an answer is good for, section 2.4
KEPT_FAILURE = 600.0  # seconds until a site whose robots.txt could not be had is asked again
KEPT_MOMENT = 0.5  # the same when it took no connection: it may be back when we try again
# Known at once, so asking is cheap; and the addresses that are open may be others tomorrow.
AWAY = frozenset({"dns", "refused", "unreachable", "reset", "forbidden address"})
KEPT_LAST_GOOD = 30 * KEPT  # how long old rules stand in while the file cannot be had
CRAWL_DELAY_LIMIT = 60.0  # seconds; a site that asks for more gets this
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Robots:
    """The robots.txt of one origin at one time. Plain values, so that it can be stored."""

    origin: str  # scheme://host[:port]
    fetched_at: float  # Unix time
    outcome: str  # how its fetch ended, a word of crawler.outcome
    text: str = ""  # the rules, if it was fetched

    @property
    def reachable(self) -> bool:
        """Whether the site answered: with rules, or by saying that it has none.

        A 4xx answer means no rules (section 2.3.1.3), except 429: that site wants to be left in
        peace. Everything else that is no file means: keep out (section 2.3.1.4).
        """
        if self.outcome == "http 429":
            return False
        return self.outcome == "fetched" or self.outcome.startswith("http 4")

    def fresh(self, now: float) -> bool:
        """Whether it can still be used at this Unix time."""
        failed = KEPT_MOMENT if self.outcome in AWAY else KEPT_FAILURE
        return 0 <= now - self.fetched_at < (KEPT if self.reachable else failed)

    def stands_in(self, now: float) -> bool:
        """Whether its rules may be used while a new copy cannot be had."""
        return self.reachable and 0 <= now - self.fetched_at < KEPT_LAST_GOOD

    @cached_property
    def rules(self) -> Protego:
        return Protego.parse(self.text)

    def allows(self, url: str, agent: str) -> bool:
        """Whether the rules let `agent` fetch the URL. The file itself is always open."""
        if not self.reachable:
            return False
        if urlsplit(url).path == "/robots.txt":
            return True
        return bool(self.rules.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between requests that the site asks `agent` for, capped."""
        wish = self.rules.crawl_delay(agent) if self.reachable else None
        return None if wish is None else min(max(float(wish), 0.0), CRAWL_DELAY_LIMIT)

    @property
    def sitemaps(self) -> list[str]:
        return list(self.rules.sitemaps) if self.reachable else []


def text_of(body: bytes, coding: str = "") -> str:
    """The rules in a body as it came: decompressed, cut at the limit, without byte-order mark."""
    if coding.lower() in {"gzip", "x-gzip", "deflate"}:
        body = inflated(body)
    cut = len(body) > SIZE_LIMIT
    body = body[:SIZE_LIMIT].removeprefix(BOM)
    if cut:
        body = body.rpartition(b"\n")[0]  # half a line could mean the opposite
    return body.decode("utf-8", "replace").replace("\x00", "")


def inflated(body: bytes) -> bytes:
    """At most a little more than the limit of what is compressed in a body."""
    try:
        return zlib.decompressobj(wbits=47).decompress(body, SIZE_LIMIT + 1)
    except zlib.error:
        return body  # said to be compressed, and is not


def origin_of(url: str) -> str | None:
    """Scheme, host and port of a URL; None if it is not http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, usual} else "")
