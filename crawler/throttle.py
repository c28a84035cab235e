"""How fast a host may be asked: its own wishes first, then what it can bear."""

from asyncio import Semaphore
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.outcome import FetchError

RETRY_AFTER_LIMIT = 24 * 3600.0  # seconds; no header can silence a source for longer
RETRY_AFTER_USUAL = 60.0  # seconds, for a 429 that does not say
PARTS = "parts of "  # slots of what a page is made of: the page kept the pace, its parts come along


class Throttle:
    """An extension that sets the delay of each download slot.

    Never below what the source (`meta["delay"]`) and robots.txt ask for; above that it follows
    the server's latency as Scrapy's AutoThrottle does, which knows no such floor. It also keeps
    the pauses that servers ask for with Retry-After.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.adapts = settings.getbool("AUTOTHROTTLE_ENABLED")
        self.start = settings.getfloat("AUTOTHROTTLE_START_DELAY")
        self.most = settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self.concurrency = settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY")
        self.usual = settings.getfloat("DOWNLOAD_DELAY")
        self.floors: dict[str, float] = defaultdict(float)
        self.pauses: dict[str, float] = {}  # slot: Unix time of its end
        self.lanes: dict[str, Semaphore] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        throttle = cls(crawler)
        crawler.signals.connect(throttle.downloaded, signal=signals.response_downloaded)
        return throttle

    @property
    def downloader(self) -> Any:  # noqa: ANN401 - Scrapy has no type for what the engine holds
        return self.crawler.engine.downloader

    def ask(self, request: Request, delay: float = 0.0) -> None:
        """Note the delay that the source and robots.txt ask for, before the request queues."""
        key = self.downloader.get_slot_key(request)
        if key.startswith(PARTS):
            return
        wish = max(delay, float(request.meta.get("delay", self.usual)))
        if wish <= self.floors[key] and key in self.downloader.slots:
            return
        floor = self.floors[key] = max(wish, self.floors[key])
        slot = self.downloader.slots.get(key)
        if slot is None:
            first = max(floor, self.start if self.adapts else 0.0)
            known = self.downloader.per_slot_settings.get(key, {})
            self.downloader.per_slot_settings[key] = {**known, "delay": first}
        else:
            slot.delay = max(slot.delay, floor)

    def downloaded(self, response: Response, request: Request) -> None:
        """Adapt the delay of the slot to an answer."""
        key = request.meta.get("download_slot", "")
        if response.status in {429, 503}:
            self.pause(key, response)
        slot = self.downloader.slots.get(key)
        latency = request.meta.get("download_latency")
        if slot is None or latency is None or not self.adapts or key.startswith(PARTS):
            return
        wish = latency / self.concurrency
        delay = max(wish, (slot.delay + wish) / 2)
        # An error page is quick; that is no reason to ask faster. "Not modified" is no error, or a
        # visit that finds nothing new would stay at the pace it began with.
        if response.status in {200, 304} or delay > slot.delay:
            slot.delay = max(min(delay, self.most), self.floors[key])

    def pause(self, key: str, response: Response) -> None:
        """Ask nothing more of this slot until the time the server names."""
        seconds = retry_after(response.headers.get("Retry-After"), time())
        if seconds is None and response.status == 429:
            seconds = RETRY_AFTER_USUAL
        if seconds:
            self.pauses[key] = max(self.pauses.get(key, 0.0), time() + seconds)

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """A block in which the request may be sent. FetchError while its host wants a pause.

        Scrapy 2.19 counts a request to its slot's concurrency only when its task runs, so that a
        queue without a delay starts all at once; these lanes keep the promise.
        """
        key = request.meta.get("download_slot", "")
        if key not in self.lanes:
            slot = self.downloader.slots.get(key)
            self.lanes[key] = Semaphore(slot.concurrency if slot else 1)
        async with self.lanes[key]:
            self.check(request)
            yield

    def check(self, request: Request) -> None:
        """FetchError while the request's host has asked for a pause."""
        until = self.pauses.get(request.meta.get("download_slot", ""))
        if until is None:
            return
        left = until - time()
        if left > 0:
            raise FetchError("held", f"Retry-After, {left:.0f} s left")
        del self.pauses[request.meta["download_slot"]]


def retry_after(value: bytes | str | None, now: float) -> float | None:
    """Seconds that a Retry-After header (number or date) asks for, capped; None for nonsense."""
    if value is None:
        return None
    text = (value.decode("latin-1") if isinstance(value, bytes) else value).strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:9])
    else:
        try:
            date = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    return min(max(seconds, 0.0), RETRY_AFTER_LIMIT)
