"""A second run over an unchanged site of 500 pages, against the first.

The articles are made due again, so that each is asked for; the server knows validators.
Floors: at most 3 % of the first run's bytes and 10 % of its CPU.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import watch
from figures import tell
from shared import ROOT

from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

PAGES = 500
BYTES_LIMIT, CPU_LIMIT = 0.03, 0.10


def crawl(folder: Path, source: Path, *options: str) -> watch.Cost:
    winnow = [sys.executable, "-m", "winnow", "--archive", folder / "archive"]
    return watch.run([*winnow, "crawl", *options, source], ROOT)


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as name,
        grinding(Mill(PAGES, length=20), validators=True) as mill,
    ):
        folder = Path(name)
        source = seed(folder, mill.url)
        first = crawl(folder, source)
        first_bytes, asked = mill.sent, len(mill)
        usual = crawl(folder, source)
        quiet, hubs = mill.sent - first_bytes, len(mill) - asked
        with closing(sqlite3.connect(folder / "archive" / "archive.db")) as conn, conn:
            conn.execute("update frontier_urls set due = 1 where kind <> 'sitemap'")
            conn.execute("update frontier_queues set next_due = 0")
        sent = mill.sent
        every = crawl(folder, source)
        loud = mill.sent - sent
        with closing(sqlite3.connect(folder / "archive" / "archive.db")) as conn:
            counts = "select count(*), sum(version_count) from articles"
            ((articles, versions),) = conn.execute(counts).fetchall()
    print(f"first run: {asked} requests, {first_bytes:,} bytes, {first.cpu:.1f} s CPU")
    print(f"second run: {hubs} requests, {quiet:,} bytes, {usual.cpu / first.cpu:.0%} of the CPU")
    print(f"every page asked again: {loud:,} bytes, {every.cpu / first.cpu:.0%} of the CPU")
    print(f"{articles} articles, {versions} versions")
    good = [
        tell("second run, bytes", quiet / first_bytes, "of the first", limit=BYTES_LIMIT),
        tell("second run, CPU", usual.cpu / first.cpu, "of the first", limit=CPU_LIMIT),
        tell("all asked again, bytes", loud / first_bytes, "of the first", limit=BYTES_LIMIT),
        versions == PAGES,
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
