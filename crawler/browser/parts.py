"""What a page is made of besides its HTML, fetched on the road of every other request."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.addresses.urls import host_of
from archive.warc.fields import Fields
from archive.warc.payload import decode_body
from crawler.outcome import FetchError, outcome
from crawler.throttle import PARTS

REDIRECTS = 5
SECONDS = 10.0  # for one part
LARGEST = 8 << 20  # bytes of one part, coded and decoded
AT_ONCE = 4  # requests to a host
KEPT = 16 << 20  # bytes of scripts and style sheets that are kept for the next pages
SHARED = frozenset({"script", "stylesheet"})
# True of the bytes as they came, or speaks to a browser that has a network, a disk and cookies.
DROPPED = frozenset(
    {
        *("content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"),
        *("set-cookie", "content-disposition", "refresh", "alt-svc", "clear-site-data"),
        *("strict-transport-security", "report-to", "reporting-endpoints", "nel"),
    }
)


@dataclass(frozen=True, slots=True)
class Supplied:
    """An answer as the browser gets it: content codings undone."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def mime(self) -> str:
        """The media type that the server declared."""
        declared = next((v for k, v in self.headers.items() if k.lower() == "content-type"), "")
        return declared.partition(";")[0].strip().lower()

    def as_html(self) -> Self:
        """The same, called HTML: the browser shall not take the server's word for another thing."""
        if self.mime == "text/html":
            return self
        kept = {k: v for k, v in self.headers.items() if k.lower() != "content-type"}
        return replace(self, headers={**kept, "Content-Type": "text/html"})


async def supplied(response: Response) -> Supplied:
    """The answer for the browser, of one of our responses whose body was kept."""
    told = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    payload = await asyncio.to_thread(decode_body, response.body, Fields(told.items()), LARGEST)
    kept = {name: value for name, value in told.items() if name.lower() not in DROPPED}
    return Supplied(response.status, kept, payload.body)


class Parts:
    """Fetches the parts of pages; scripts and style sheets once a run, whatever their headers.

    Each request passes the robots gate, the address guard and the connection tap as those of
    pages do, so that it is an exchange in the WARC (its kind is `part`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.kept: dict[tuple[str, str], Supplied] = {}
        self.size = 0

    async def get(self, url: str, kind: str, page: Request, headers: Mapping[str, str]) -> Supplied:
        """What the browser asks for on behalf of a page. FetchError when it cannot be had."""
        key = (page.meta["context"].get("source", ""), url)
        if key in self.kept:
            return self.kept[key]
        answer = await supplied(await self.followed(url, page, headers))
        if kind in SHARED and self.size + len(answer.body) <= KEPT:
            self.kept[key] = answer
            self.size += len(answer.body)
        return answer

    async def followed(self, url: str, page: Request, headers: Mapping[str, str]) -> Response:
        """The response at the end of a few redirects, which the browser does not see."""
        for _ in range(REDIRECTS + 1):
            response = await self.asked(url, page, headers)
            if outcome(response) != "redirect":
                return response
            url = urljoin(url, (response.headers["Location"] or b"").decode("latin-1").strip())
        raise FetchError("redirect", "too many of them")

    async def asked(self, url: str, page: Request, headers: Mapping[str, str]) -> Response:
        engine: Any = self.crawler.engine
        slot = PARTS + host_of(url)
        engine.downloader.per_slot_settings.setdefault(slot, {"concurrency": AT_ONCE, "delay": 0.0})
        context = {**page.meta["context"], "kind": "part", "via": page.url}
        try:
            request = Request(
                url.partition("#")[0],
                headers=dict(headers),
                dont_filter=True,
                meta={
                    "context": context,
                    "allow_addresses": page.meta["allow_addresses"],
                    "download_slot": slot,
                    "delay": 0.0,
                    "keep_body": True,
                    "download_timeout": SECONDS,
                    "download_maxsize": LARGEST,
                },
            )
        except ValueError as error:
            raise FetchError("bad url", str(error)) from error
        response: Response = await engine.download_async(request)
        return response
