"""Bare Scrapy: fetches a list of pages and drops them. crawling.py runs it by `runspider`."""

import json
from pathlib import Path
from typing import ClassVar

import scrapy


class BareSpider(scrapy.Spider):
    name = "bare"
    custom_settings: ClassVar = {
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "REMOTE_CONTROL_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }

    def __init__(self, pages: str, **arguments):
        super().__init__(**arguments)
        self.pages = json.loads(Path(pages).read_text())

    async def start(self):
        for url in self.pages:
            yield scrapy.Request(url)

    def parse(self, _response):
        return None
