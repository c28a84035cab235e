"""The robots gate: no request passes before the robots.txt of its origin has spoken.

Scrapy's own middleware lets requests through while several wait for the same file, so this one
does not build on it: one fetch per origin, which every request awaits, then decides for itself.
"""

import asyncio
import logging
from time import time
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from w3lib.url import safe_url_string

from crawler.outcome import FetchError, location, of_error, outcome
from crawler.robots import SIZE_LIMIT, Robots, origin_of, text_of
from crawler.throttle import Throttle

log = logging.getLogger(__name__)

MAX_REDIRECTS = 5  # RFC 9309 section 2.3.1.2
TOTAL_SECONDS = 60.0  # for the file and all redirects on the way to it

Key = tuple[str, tuple[str, ...]]  # origin and the addresses that are open to the source


class Gate:
    """A downloader middleware that asks robots.txt, fetched through the tap like everything.

    What it learns goes to `spider.robots_read(robots)` if there is one; what is known from
    earlier runs it takes from `spider.robots_known` (dict of origin to Robots).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTS_NAME"]
        self.obey = crawler.settings.getbool("ROBOTS_OBEY")
        self.asked: dict[Key, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass. FetchError when robots.txt says no or cannot be had."""
        delay = 0.0
        # A URL without an origin fails in the handler.
        if self.obey and not request.meta.get("robots_fetch") and origin_of(request.url):
            robots = await self.robots(request)
            if not robots.reachable:
                raise FetchError("robots unreachable", f"robots.txt: {robots.outcome}")
            if not robots.allows(request.url, self.agent):
                raise FetchError("robots", "disallowed")
            delay = robots.crawl_delay(self.agent) or 0.0
        throttle = self.crawler.get_extension(Throttle)
        if throttle is not None:
            throttle.ask(request, delay)

    async def robots(self, request: Request) -> Robots:
        """The robots.txt of the request's origin; fetched once, however many wait for it."""
        origin = origin_of(request.url) or ""
        key = (origin, tuple(str(each) for each in request.meta.get("allow_addresses") or ()))
        task = self.asked.get(key)
        if task is None or (task.done() and not task.result().fresh(time())):
            old = task.result() if task is not None else self.known().get(origin)
            task = asyncio.ensure_future(self.current(origin, old, request))
            self.asked[key] = task
        return await asyncio.shield(task)

    def known(self) -> dict[str, Robots]:
        known: dict[str, Robots] = getattr(self.crawler.spider, "robots_known", {})
        return known

    async def current(self, origin: str, old: Robots | None, request: Request) -> Robots:
        """The old copy if fresh, else a new one; old rules stand in for one that cannot be had."""
        now = time()
        if old is not None and old.fresh(now):
            return old
        new = await self.fetched(origin, request)
        tell = getattr(self.crawler.spider, "robots_read", None)
        if tell is not None:
            tell(new)
        if not new.reachable and old is not None and old.stands_in(now):
            return Robots(origin, now, old.outcome, old.text)
        return new

    async def fetched(self, origin: str, request: Request) -> Robots:
        """A new copy, whatever happens on the way."""
        now = time()
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                end, text = await self.follow(origin + "/robots.txt", request)
        except TimeoutError:
            end, text = "timeout", ""
        except Exception as error:  # noqa: BLE001 - it becomes the outcome
            end, text = of_error(error), ""
        if end not in {"fetched", "http 404"}:
            log.info("robots.txt of %s: %s", origin, end)
        return Robots(origin, now, end, text)

    async def follow(self, url: str, request: Request) -> tuple[str, str]:
        """Outcome and text at the end of at most five redirects, on any host."""
        for hops in range(MAX_REDIRECTS + 1):
            try:
                response = await self.engine.download_async(self.request_for(url, request))
            except Exception as error:
                if not hops:
                    raise
                return f"redirect: {of_error(error)}", ""  # another host: says nothing of ours
            end = outcome(response)
            if end != "redirect":
                coding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
                return end, text_of(response.body, coding) if end == "fetched" else ""
            url = safe_url_string(urljoin(url, location(response) or ""))
            if origin_of(url) is None:
                break
        return "http 404", ""  # too many redirects count as "no rules"

    @property
    def engine(self) -> Any:  # noqa: ANN401 - Scrapy's engine is set after the middleware is built
        return self.crawler.engine

    def request_for(self, url: str, request: Request) -> Request:
        """The request for a robots.txt file on behalf of another request."""
        taken = ["allow_addresses", "delay", "download_timeout"]
        meta: dict[str, Any] = {key: request.meta[key] for key in taken if key in request.meta}
        context = {**request.meta.get("context", {}), "kind": "robots", "via": request.url}
        if origin_of(url) == origin_of(request.url) and "download_slot" in request.meta:
            meta["download_slot"] = request.meta["download_slot"]
        return Request(
            url,
            meta={
                **meta,
                "context": context,
                "robots_fetch": True,
                "keep_body": True,
                "keep_partial": True,
                "download_maxsize": SIZE_LIMIT + 1,
            },
            dont_filter=True,
        )
