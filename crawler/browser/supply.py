"""All that one page gets: its document, then what it asks for, as far as its limits go."""

import asyncio
from collections import Counter
from contextlib import suppress
from time import monotonic

from playwright.async_api import CDPSession, Error, Page, Route
from playwright.async_api import Request as Asked
from scrapy import Request

from crawler.browser.parts import Parts, Supplied
from crawler.browser.program import Limits
from crawler.outcome import FetchError

KINDS = frozenset({"script", "stylesheet", "xhr", "fetch"})  # the rest makes no text
QUIET = 0.5  # seconds without a request after which a page is taken as it is
LOOK = 0.05
LIMIT = "over the limit"
MEGABYTE = 1 << 20


class Supply:
    """Answers the requests that the browser makes for one page."""

    def __init__(self, page: Request, document: Supplied, parts: Parts, limits: Limits) -> None:
        self.page = page
        self.document: Supplied | None = document  # until the browser has got it
        self.parts = parts
        self.limits = limits
        self.session: CDPSession | None = None
        self.frozen = False
        self.asked = 0
        self.count = 0
        self.bytes = 0
        self.refused: Counter[str] = Counter()
        self.waiting: set[asyncio.Task[Supplied]] = set()
        self.over = asyncio.Event()  # nothing more is given
        self.done = asyncio.Event()  # the page has been read
        self.crashed = asyncio.Event()  # its process has ended
        self.last = monotonic()
        self.cut = ""  # which limit was reached
        self.stays = False  # it wanted to go elsewhere, and such a page never counts as loaded

    async def answer(self, route: Route, asked: Asked) -> None:
        """Give the browser what it asks for, or nothing."""
        self.asked += 1
        given = await self.chosen(asked)
        if self.cut:
            await self.freeze()
        if isinstance(given, Supplied):
            self.last = monotonic()
        with suppress(Error):  # the page is gone and waits no longer
            if isinstance(given, Supplied):
                await route.fulfill(status=given.status, headers=given.headers, body=given.body)
                return
            self.refused[given] += 1
            if given == LIMIT:  # to be refused now would be a reason to ask again
                await self.done.wait()
            if asked.is_navigation_request():
                self.stays |= asked.frame.parent_frame is None
                await route.fulfill(status=204)  # the page stays where it is
            else:
                await route.abort("blockedbyclient")

    async def chosen(self, asked: Asked) -> Supplied | str:
        """The answer, or a word for why there is none."""
        if asked.is_navigation_request():
            document, self.document = self.document, None
            return document or "navigation"
        if self.over.is_set() or self.full():
            return LIMIT
        kind = asked.resource_type
        if kind not in KINDS:
            return kind
        if asked.method != "GET":
            return asked.method
        if not asked.url.startswith(("http://", "https://")):
            return "bad url"
        self.count += 1
        headers = {
            name: value
            for name, value in asked.headers.items()
            if name == "accept" or name.startswith("x-")
        }
        return await self.fetched(asked.url, kind, headers)

    async def fetched(self, url: str, kind: str, headers: dict[str, str]) -> Supplied | str:
        task = asyncio.ensure_future(self.parts.get(url, kind, self.page, headers))
        over = asyncio.ensure_future(self.over.wait())
        self.waiting.add(task)
        # What is under way at the end comes to its own end, and into the WARC.
        await asyncio.wait({task, over}, return_when=asyncio.FIRST_COMPLETED)
        self.waiting.discard(task)
        over.cancel()
        if not task.done():
            task.add_done_callback(lambda late: late.exception())
            return LIMIT
        try:
            part = task.result()
        except FetchError as error:
            return error.outcome
        self.bytes += len(part.body)
        return part

    def full(self) -> bool:
        """Whether the page has had all it may have; `cut` says of what."""
        if self.count >= self.limits.requests or self.asked > self.limits.asked:
            self.cut = self.cut or f"{self.count} of {self.asked} requests"
        elif self.bytes >= self.limits.bytes:
            self.cut = self.cut or f"{self.limits.bytes // MEGABYTE} MiB"
        return bool(self.cut)

    async def begin(self, page: Page, _request: Request) -> None:
        """Called before the page is opened."""
        self.session = await page.context.new_cdp_session(page)

    def crash(self, _page: Page) -> None:
        """Called when the process of the page has ended."""
        self.crashed.set()

    async def freeze(self) -> None:
        """Stop the page's clock, so that no timer asks for more while it is read."""
        if self.frozen or self.session is None:
            return
        self.frozen = True
        with suppress(Error):
            await self.session.send("Emulation.setVirtualTimePolicy", {"policy": "pause"})

    async def settle(self, page: Page) -> None:
        """Return when the page has loaded and asks for nothing more, or has had its time."""
        loaded = asyncio.ensure_future(page.wait_for_load_state("load", timeout=0))
        try:
            async with asyncio.timeout(self.limits.settling):
                while self.busy(loaded):  # noqa: ASYNC110 - it looks at a clock
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            self.cut = self.cut or f"{self.limits.settling:g} s"
        finally:
            loaded.cancel()
            await asyncio.gather(loaded, return_exceptions=True)
            self.close()
        await self.freeze()

    def busy(self, loaded: asyncio.Future[None]) -> bool:
        """Whether more of the page may come."""
        if self.cut:
            return False
        return bool(
            self.waiting or monotonic() - self.last < QUIET or not (loaded.done() or self.stays)
        )

    def close(self) -> None:
        """Give nothing more; what is under way is let go."""
        self.over.set()

    def told(self) -> dict[str, str]:
        """What the WARC shall say about it."""
        refused = ", ".join(f"{number} {why}" for why, number in sorted(self.refused.items()))
        told = {"parts": str(self.count), "parts-refused": refused, "rendering-cut": self.cut}
        return {name: value for name, value in told.items() if value}
