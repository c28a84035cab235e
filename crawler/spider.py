"""The one spider for every source: it asks for what the frontier leases and records the ends."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.warc.exchange import Exchange
from crawler.browser.program import require
from crawler.endings import NO_CONNECTION, Ending
from crawler.frontier import Lease
from crawler.ledger import Part
from crawler.outcome import location, outcome
from crawler.plan import Plan
from crawler.robots import Robots
from crawler.run import Run
from crawler.settings import told
from crawler.sources import SourceError, load
from crawler.throttle import RETRY_AFTER_USUAL, retry_after

RENDERED = frozenset({"article", "page", "listing"})  # kinds that a browser may be shown


class SourceSpider(Spider):
    """`scrapy crawl source -a seed=NAME`, with NAME a file in seeds/ or a path."""

    name = "source"
    run: Run
    shows: Any = None  # crawler.browser.shows.Shows, where a source wants its pages rendered

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        run = kwargs.pop("run", None)
        if run is None:
            run = Run(planned(kwargs.pop("seed", None), kwargs.pop("archive", None)))
            require(run.plan.sources)
            run.open(told(crawler.settings))
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = run
        if any(source.render for source in run.plan.sources):
            from crawler.browser.shows import Shows  # noqa: PLC0415 - of an extra

            spider.shows = Shows(crawler)
            crawler.signals.connect(spider.shows.close, signal=signals.spider_closed)
        crawler.signals.connect(run.close, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        async for lease in self.run.leases():
            yield self.request(lease)

    def request(self, lease: Lease) -> Request:
        """The request for a lease, with what its exchange shall say about it."""
        ledger = self.run.ledger
        assert ledger is not None
        source = ledger.sources[lease.source]
        slots = self.crawler.engine.downloader.per_slot_settings
        slots.setdefault(lease.host, {})["concurrency"] = max(1, source.concurrency)
        render = source.render and lease.kind in RENDERED
        return Request(
            lease.url,
            callback=self.shown if render else self.answered,
            errback=self.failed,
            # The same document may be made into another page tomorrow.
            headers={} if render else validators(lease),
            dont_filter=True,
            meta={
                "lease": lease,
                "exchanges": [],
                "context": context(lease, ledger.lending.owner(lease), ledger.crawl_id),
                "allow_addresses": source.allow_addresses,
                "delay": source.delay,
                "download_slot": lease.host,
                "keep_body": render,
            },
        )

    # --- ends of requests ---------------------------------------------------------------------

    def record(self, exchange: Exchange, request: Request) -> None:
        """Take an exchange from the tap: of a lease, kept until its end; of robots.txt, at once."""
        if "lease" in request.meta:
            request.meta["exchanges"].append(exchange)
        else:
            self.run.put(Part([exchange]))

    async def shown(self, response: Response) -> None:
        """The answer came whole: what a browser makes of it is kept beside it."""
        self.answered(response, await self.shows.show(response))

    def answered(self, response: Response, fault: str = "") -> None:
        """The answer came whole; `fault`: why no browser could show it."""
        assert response.request is not None
        meta = response.request.meta
        pause = None
        if response.status in {429, 503}:
            pause = retry_after(response.headers.get("Retry-After"), self.run.clock())
            if pause is None and response.status == 429:
                pause = RETRY_AFTER_USUAL
        ending = Ending(
            meta["lease"],
            "not rendered" if fault else outcome(response),
            response.status,
            location(response),
            header(response, "ETag"),
            header(response, "Last-Modified"),
            retry_after=pause,
            detail=fault or None,
        )
        self.run.end(ending, meta["exchanges"])

    def failed(self, failure: Failure) -> None:
        """No whole answer came, or none was asked for."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        why = getattr(failure.value, "why", "") or None
        name = outcome(failure)
        if name == "robots unreachable" and why:
            # A host that is away is away, whichever of its files was asked for first.
            inner = why.removeprefix("robots.txt: ")
            name = inner if inner in NO_CONNECTION | {"forbidden address"} else name
        self.run.end(Ending(meta["lease"], name, detail=why), meta["exchanges"])

    # --- robots.txt ---------------------------------------------------------------------------

    @property
    def robots_known(self) -> dict[str, Robots]:
        """What earlier runs were told; the gate asks."""
        return self.run.robots

    def robots_read(self, robots: Robots) -> None:
        """Keep what the gate was told."""
        self.run.put(Part([], robots=robots))


def context(lease: Lease, source: str, crawl_id: int) -> dict[str, str]:
    """What the WARC shall say about a request besides its bytes."""
    told = {
        "crawl": str(crawl_id),
        "source": source,
        "seed": "yes" if lease.seed else "",
        "via": lease.via or "",
        "depth": str(lease.depth),
        "kind": lease.kind,
        "attempt": str(lease.failures + 1) if lease.failures else "",
    }
    return {name: value for name, value in told.items() if value}


def validators(lease: Lease) -> dict[str, str]:
    """The headers that ask for the page only if it changed."""
    asked = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    return {name: value for name, value in asked.items() if value}


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def planned(seed: str | None, folder: str | None) -> Plan:
    """The plan of `scrapy crawl source`. SourceError when there is no such seed."""
    path = Path(seed or "seeds")
    if not path.exists():
        path = Path("seeds") / f"{seed}.toml"
    sources = load([path])
    if not sources:
        raise SourceError(f"{path}: no active source; name one: -a seed=NAME")
    archive = Path(folder or os.environ.get("WINNOW_ARCHIVE", "data"))
    return Plan(archive, tuple(sources), name=f"scrapy crawl source {seed or ''}".strip())
