"""Runs one crawl of given URLs with our settings in a process of its own.

As a program: reads a pickled job from standard input, writes the pickled report to standard output.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.warc.exchange import Exchange

ROOT = Path(__file__).parents[2]


@dataclass
class Report:
    """What a crawl brought: exchanges in their order, the outcome of each URL, the log."""

    exchanges: list[Exchange] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    latencies: dict[str, float] = field(default_factory=dict)
    listening: set[int] = field(default_factory=set)  # ports that were open during the crawl
    log: str = ""

    def exchange(self, url: str) -> Exchange:
        """The last exchange of a URL: a reset on a kept connection is tried once more."""
        return [exchange for exchange in self.exchanges if exchange.url == url][-1]


def listening() -> set[int]:
    """The TCP ports on which this process takes connections."""
    ours = set()
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            ours.add(str(entry.readlink()))
    found = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [row.split() for row in Path(name).read_text().splitlines()[1:]]
        found |= {
            int(row[1].rpartition(":")[2], 16)
            for row in rows
            if row[3] == "0A" and f"socket:[{row[9]}]" in ours
        }
    return found


def fetch(
    urls: list[str], settings: dict[str, Any] | None = None, meta: dict[str, Any] | None = None
) -> Report:
    """Fetch these URLs, all at once. Loopback is allowed unless `meta` says otherwise."""
    job = {
        "urls": urls,
        "settings": {
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "ROBOTS_OBEY": False,
            **(settings or {}),
        },
        "meta": {"allow_addresses": ["127.0.0.0/8", "::1/128"], "keep_body": True, **(meta or {})},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.fetcher"],
        input=pickle.dumps(job), capture_output=True, cwd=ROOT, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    report: Report = pickle.loads(done.stdout)
    report.log = done.stderr.decode()
    return report


def main() -> None:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.outcome import outcome

    job = pickle.load(sys.stdin.buffer)
    report = Report()

    class Some(scrapy.Spider):
        name = "some"

        def record(self, exchange, request):  # noqa: ARG002
            report.exchanges.append(exchange)
            if len(report.exchanges) == 1:
                report.listening = listening()

        async def start(self):
            for url in job["urls"]:
                yield scrapy.Request(
                    url, self.got, errback=self.failed, meta=dict(job["meta"]), dont_filter=True
                )

        def got(self, response):
            url = response.request.url
            report.outcomes[url] = outcome(response)
            report.bodies[url] = response.body
            report.latencies[url] = response.meta["download_latency"]

        def failed(self, failure):
            report.outcomes[failure.request.url] = outcome(failure)

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(job["settings"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(Some)
    process.start()
    report.log = ""
    # This file runs as __main__; the reader knows it by its name.
    Report.__module__ = "tests.crawler.fetcher"
    sys.modules["tests.crawler.fetcher"] = sys.modules["__main__"]
    sys.stdout.buffer.write(pickle.dumps(report))


if __name__ == "__main__":
    main()
