"""Two ways to fetch the same pages in one process each; fetching.py compares them.

`bare`: Scrapy with its own defaults, every page dropped. `winnow`: our settings with robots gate,
address guard, connection tap and WARC files; `unwritten`: the same, and every exchange dropped.
Prints seconds, CPU seconds and pages as JSON.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archive.warc.writer import WarcWriter

BATCH = 32  # exchanges that go to the WARC thread together

SAME = {"CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": False}  # fmt: skip


class Pages(scrapy.Spider):
    """Asks for every page once; keeps nothing."""

    name = "pages"
    urls: tuple[str, ...] = ()
    got = 0
    began = ended = cpu = 0.0

    async def start(self):
        self.began, self.cpu = time.monotonic(), time.process_time()
        for url in self.urls:
            yield scrapy.Request(url, dont_filter=True, meta={"allow_addresses": ["127.0.0.0/8"]})

    def parse(self, _response):
        self.got += 1

    def closed(self, _reason):
        self.finish()
        seconds, cpu = time.monotonic() - self.began, time.process_time() - self.cpu
        print(json.dumps({"seconds": seconds, "cpu": cpu, "pages": self.got}))

    def finish(self):
        """Bare Scrapy has nothing to wait for."""


class Archived(Pages):
    """The same, every exchange in a WARC file before the run counts as done."""

    name = "archived"
    folder = Path()

    async def start(self):
        self.writer = WarcWriter(self.folder)
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.waiting = []
        async for request in super().start():
            yield request

    def record(self, exchange, _request):
        self.waiting.append(exchange)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self):
        self.thread.submit(self.write, self.waiting)
        self.waiting = []

    def write(self, exchanges):
        for exchange in exchanges:
            self.writer.write(exchange)
        self.writer.sync()

    def finish(self):
        self.flush()
        self.thread.shutdown()
        self.writer.close()


class Unwritten(Archived):
    """The same without any WARC: what writing costs is the difference."""

    name = "unwritten"

    def write(self, exchanges):
        """Nothing is kept."""


def fetch(way: str, pages: str, folder: str) -> None:
    """Fetches the URLs in the file `pages` in one of the two ways."""
    settings = Settings()
    spider = Pages
    if way != "bare":
        settings.setmodule("crawler.settings", priority="project")
        spider = Archived if way == "winnow" else Unwritten
        Archived.folder = Path(folder)
    settings.update(SAME, priority="cmdline")
    spider.urls = tuple(json.loads(Path(pages).read_text()))
    process = AsyncCrawlerProcess(settings)
    process.crawl(spider)
    process.start()
