"""The browser of a run: started for the first page that needs it, closed at the end.

scrapy-playwright drives it (contexts, pages, navigation, the page's content); only the seam where
it would let a request go out to the network is ours, see `Handler`.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from time import monotonic
from typing import Any

from playwright.async_api import Error, Page
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.browser import family
from crawler.browser.parts import Parts, Supplied
from crawler.browser.program import Limits, launch_options
from crawler.browser.supply import Supply

log = logging.getLogger(__name__)

PAGES = 2  # shown at a time
WINDOW = {"width": 1280, "height": 2000}
STARTS = 3  # failed starts in a row after which a run does without
CLOSING = 6.0  # seconds that a page, then the browser, has to close
CLOSED = "has been closed"  # in the message of Playwright's TargetClosedError
LOOK = 0.5  # seconds between looks at the memory


class NotRenderedError(Exception):
    """A page that the browser could not show; the text says why."""


class BrowserGoneError(NotRenderedError):
    """The browser ended while it showed the page."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page as the browser showed it."""

    html: bytes  # UTF-8
    seconds: float
    told: dict[str, str]  # what the WARC shall say about it


class Handler(ScrapyPlaywrightDownloadHandler):
    """scrapy-playwright's handler, whose pages are supplied by us and not by the network."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.config.launch_options = launch_options()
        self.config.target_closed_max_retries = 0  # a page that ends the browser gets no second
        self.supplies: dict[str, Supply] = {}

    def _make_request_handler(self, context_name: str, **_others: object) -> Any:  # noqa: ANN401
        return self.supplies[context_name].answer

    async def ready(self) -> None:
        """Start what is not running. playwright's Error when it does not start."""
        if not hasattr(self, "browser_provider"):
            await self._launch()
        if not self.running:
            if hasattr(self, "browser"):
                del self.browser
            self.context_wrappers.clear()
        await self._maybe_launch_browser()

    @property
    def running(self) -> bool:
        """Whether there is a browser to talk to."""
        return hasattr(self, "browser") and bool(self.browser.is_connected())

    async def dismiss(self, name: str) -> None:
        """Close the context of a page. TimeoutError when it does not let go."""
        wrapper = self.context_wrappers.get(name)
        if wrapper is not None:
            async with asyncio.timeout(CLOSING):
                await wrapper.context.close()


class Browser:
    """Shows pages, a few at a time; call `close` at the end."""

    def __init__(self, crawler: Crawler, limits: Limits | None = None) -> None:
        self.crawler = crawler
        self.limits = limits or Limits(seconds=crawler.settings.getfloat("RENDER_SECONDS"))
        self.parts = Parts(crawler)
        self.turns = asyncio.Semaphore(PAGES)
        self.starting = asyncio.Lock()
        self.failures = 0
        self.numbers = count(1)
        self.handler: Handler | None = None

    async def show(self, page: Request, document: Supplied) -> Rendering:
        """The page that a browser makes of a document of ours. NotRenderedError if it cannot."""
        async with self.turns:
            try:
                return await self.shown(page, document)
            except BrowserGoneError:  # perhaps another page took it along
                return await self.shown(page, document)

    async def shown(self, page: Request, document: Supplied) -> Rendering:
        handler = await self.started()
        supply = Supply(page, document.as_html(), self.parts, self.limits)
        name = f"page {next(self.numbers)}"
        handler.supplies[name] = supply
        begun = monotonic()
        try:
            html = await self.watched(handler, self.request(page, name, supply), supply)
        finally:
            supply.close()
            del handler.supplies[name]
            await self.dismiss(handler, name)
            supply.done.set()
        told = {"rendered": self.name(handler), **supply.told()}
        return Rendering(html.encode("utf-8", "replace"), monotonic() - begun, told)

    async def started(self) -> Handler:
        """The handler of a running browser."""
        async with self.starting:
            if self.failures >= STARTS:
                raise NotRenderedError("the browser does not start")
            if self.handler is None:
                self.handler = Handler(self.crawler)
            try:
                await self.handler.ready()
            except (Error, OSError) as error:
                self.failures += 1
                log.warning("the browser does not start: %s", str(error).partition("\n")[0])
                raise NotRenderedError("the browser does not start") from error
            self.failures = 0
            return self.handler

    def request(self, page: Request, name: str, supply: Supply) -> Request:
        """What scrapy-playwright is asked for."""
        return Request(
            page.url,
            dont_filter=True,
            meta={
                "playwright": True,
                "playwright_context": name,
                "playwright_context_kwargs": {
                    "user_agent": str(self.crawler.settings["USER_AGENT"]),
                    "viewport": WINDOW,
                    "service_workers": "block",
                    "accept_downloads": False,
                    "permissions": [],
                },
                "playwright_include_page": True,  # it is closed with its context
                "playwright_page_init_callback": supply.begin,
                "playwright_page_event_handlers": {"crash": supply.crash},
                # Its waiting for "load" never ends on a page that wants to go elsewhere meanwhile.
                "playwright_page_goto_kwargs": {"wait_until": "commit"},
            },
        )

    async def content(self, handler: Handler, request: Request, supply: Supply) -> str:
        """The page as it stands when all has come. NotRenderedError when it has grown too large."""
        await handler.download_request(request)
        page: Page = request.meta["playwright_page"]
        await supply.settle(page)
        size = await page.evaluate("document.documentElement.outerHTML.length")
        if not isinstance(size, int) or size > self.limits.page:
            raise NotRenderedError(f"the page grew to {size} characters")
        return await page.content()

    async def watched(self, handler: Handler, request: Request, supply: Supply) -> str:
        """The content of the page, within its time and memory."""
        work = asyncio.ensure_future(self.content(handler, request, supply))
        crash = asyncio.ensure_future(supply.crashed.wait())
        watch = asyncio.ensure_future(self.watch_memory())
        try:
            done, _ = await asyncio.wait(
                {work, crash}, timeout=self.limits.seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if work in done:
                return work.result()
            if crash in done:
                most = self.limits.memory >> 20
                raise NotRenderedError(f"its process crashed, or took more than {most} MiB")
            raise NotRenderedError(f"not done within {self.limits.seconds:g} s")
        except Error as error:
            gone = not handler.running or CLOSED in error.message
            why = "the browser ended" if gone else error.message.partition("\n")[0]
            raise (BrowserGoneError if gone else NotRenderedError)(why) from error
        finally:
            for task in (work, crash, watch):
                task.cancel()
            await asyncio.gather(work, crash, watch, return_exceptions=True)

    async def watch_memory(self) -> None:
        """End the largest process while the browser takes more than it may: the page is its own."""
        while True:
            sizes = await asyncio.to_thread(family.browser_memory)
            if sum(sizes.values()) > self.limits.memory:
                family.kill([max(sizes, key=lambda pid: sizes[pid])])
            await asyncio.sleep(LOOK)

    async def dismiss(self, handler: Handler, name: str) -> None:
        """Close a page; a browser that does not let go is ended, and the next page starts one."""
        try:
            await handler.dismiss(name)
        except TimeoutError:
            family.kill(family.browser_memory())
        except Error:
            log.debug("the browser was gone already")

    @staticmethod
    def name(handler: Handler) -> str:
        """Who showed the page: "Chromium 150.0.7871.100, scrapy-playwright 0.0.48"."""
        return (
            f"Chromium {handler.browser.version}, scrapy-playwright {version('scrapy-playwright')}"
        )

    async def close(self) -> None:
        """End the browser and its driver."""
        handler, self.handler = self.handler, None
        if handler is None:
            return
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(CLOSING):
                await handler.close()
                return
        family.kill(family.browser_memory())
