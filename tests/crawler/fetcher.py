"""Runs crawls of given URLs with our settings, in a process that does nothing else (child.py)."""

import atexit
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from archive.warc.exchange import Exchange

ROOT = Path(__file__).parents[2]


@dataclass
class Report:
    """What a crawl brought: exchanges in their order, the outcome of each URL."""

    exchanges: list[Exchange] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    listening: set[int] = field(default_factory=set)  # ports that were open during the crawl

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
    running = child()
    assert running.stdin
    assert running.stdout
    pickle.dump(job, running.stdin)
    running.stdin.flush()
    report: Report = pickle.load(running.stdout)
    return report


@cache
def child() -> subprocess.Popen[bytes]:
    """The crawling process; it ends with ours."""
    command = [sys.executable, "-m", "tests.crawler.child"]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def end() -> None:
        with running:
            pickle.dump(None, running.stdin)

    atexit.register(end)
    return running
