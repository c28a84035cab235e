"""The pages of a run on their way through the browser, and what of it goes into the WARC."""

import logging
from datetime import UTC, datetime

from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.warc.exchange import Exchange
from cleaners.reading.sniff import HTML, sniff
from crawler.browser.parts import supplied
from crawler.browser.renderer import Browser, NotRenderedError

log = logging.getLogger(__name__)


class Shows:
    """Shows answers to the browser; the browser starts with the first that is a page."""

    def __init__(self, crawler: Crawler) -> None:
        self.browser = Browser(crawler)

    async def show(self, response: Response) -> str:
        """Why the page could not be shown; "" when it was, or is none.

        Adds the page as shown to the exchanges of its request.
        """
        assert response.request is not None
        exchanges: list[Exchange] = response.request.meta["exchanges"]
        if response.status != 200:
            return ""
        document = await supplied(response)
        if sniff(document.body, document.mime).form != HTML:
            return ""
        raw, started = exchanges[-1], datetime.now(UTC)
        try:
            rendering = await self.browser.show(response.request, document)
        except NotRenderedError as why:
            return str(why)
        except Exception as error:  # a fault of ours must not leave the URL without an end
            log.exception("%s could not be shown", response.url)
            return type(error).__name__
        raw.context["rendered"] = "yes, see the conversion record"
        exchanges.append(
            Exchange(
                url=raw.url,
                started_at=started,
                request=b"",
                response=rendering.html,
                protocols=(),
                elapsed=rendering.seconds,
                context={**response.request.meta["context"], **rendering.told},
                made_from=raw,
            )
        )
        return ""

    async def close(self) -> None:
        """End the browser, if it was started."""
        await self.browser.close()
