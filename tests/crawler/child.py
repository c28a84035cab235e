"""A process that crawls: takes pickled jobs from standard input, writes a pickled report for each.

One process for all tests: a reactor starts only once in it, and Scrapy takes a while to load.
"""

import asyncio
import pickle
import sys

import scrapy
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.reactor import install_reactor

from crawler.outcome import outcome
from tests.crawler.fetcher import Report, listening


class Some(scrapy.Spider):
    """Fetches the URLs of a job and notes what becomes of them."""

    name = "some"

    def __init__(self, job, report):
        super().__init__()
        self.job = job
        self.report = report

    def record(self, exchange, _request):
        self.report.exchanges.append(exchange)
        if len(self.report.exchanges) == 1:
            self.report.listening = listening()

    async def start(self):
        for url in self.job["urls"]:
            yield scrapy.Request(
                url, self.got, errback=self.failed, meta=dict(self.job["meta"]), dont_filter=True
            )

    def got(self, response):
        url = response.request.url
        self.report.outcomes[url] = outcome(response)
        self.report.bodies[url] = response.body

    def failed(self, failure):
        self.report.outcomes[failure.request.url] = outcome(failure)


async def crawls(reactor) -> None:
    """Every job until standard input ends."""
    runner = AsyncCrawlerRunner()
    loop = asyncio.get_running_loop()
    try:
        while (job := await loop.run_in_executor(None, pickle.load, sys.stdin.buffer)) is not None:
            settings = Settings()
            settings.setmodule("crawler.settings", priority="project")
            settings.update(job["settings"], priority="cmdline")
            runner.settings = settings
            report = Report()
            await runner.crawl(Some, job=job, report=report)
            pickle.dump(report, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    finally:
        reactor.stop()


def main() -> None:
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.resolver import CachingHostnameResolver
    from twisted.internet import reactor

    CachingHostnameResolver(reactor, 1000).install_on_reactor()  # as our settings ask for
    reactor.callWhenRunning(lambda: deferred_from_coro(crawls(reactor)))
    reactor.run()


if __name__ == "__main__":
    main()
