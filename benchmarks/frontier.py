"""The frontier alone: URLs in, pages finished, and a run that begins with a million URLs.

Floors (one core): 20,000 URLs a second in, 1,000 finished pages a second with 20 links each; a
frontier of 1,000,000 URLs starts a run in under 2 s and under 300 MB.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from figures import tell
from sqlite_utils import Database

from archive.addresses.urls import url_key
from crawler.frontier import Discovered, Finished, Frontier
from crawler.schema.migrations import frontier_migrations

HOSTS = 5000
SIZE = 1_000_000
BATCH = 1000
LINKS = 20
PAGES = 3000
URLS_FLOOR, PAGES_FLOOR, START_LIMIT, MEMORY_LIMIT = 20_000, 1_000, 2.0, 300.0


def rows(first: int, count: int, *, keyed: bool = False) -> list[Discovered]:
    found = []
    for number in range(first, first + count):
        url = f"https://site{number % HOSTS}.example/2026/11/story-number-{number}"
        key = url_key(url) if keyed else url.removeprefix("https://")
        found.append(Discovered(url, key, "article", "bench"))
    return found


def opened(path: Path) -> Frontier:
    db = Database(path)
    db.conn.execute("pragma journal_mode = wal")
    db.conn.execute("pragma synchronous = normal")
    frontier_migrations.apply(db)
    return Frontier(db.conn)


def fill(frontier: Frontier) -> float:
    """URLs a second, CPU time; keys included for the first part, as they are made by workers."""
    begun = time.process_time()
    for first in range(0, SIZE, BATCH):
        batch = rows(first, BATCH)
        with frontier.conn:
            frontier.put_discovered(batch, 1.0)
    return SIZE / (time.process_time() - begun)


def lease(frontier: Frontier, limit: int, now: float) -> list:
    return frontier.get_urls(
        limit, sources={"bench": 1 << 40}, started=now, now=now, per_host={"bench": 4}
    )


def finish(frontier: Frontier) -> float:
    """Pages a second that were leased, finished and brought 20 links, in batches of 100."""
    begun = time.process_time()
    done = 0
    while done < PAGES:
        with frontier.conn:
            leases = lease(frontier, 100, 10.0)
            ends = [
                Finished(each, "fetched", 4000.0, fetched=True, changed=True) for each in leases
            ]
            frontier.finish(ends, 1, 11.0)
            for number, _each in enumerate(leases):
                first = (done + number) * LINKS if number % 2 else SIZE + (done + number) * LINKS
                frontier.put_discovered(rows(first, LINKS), 11.0)
        done += len(leases)
    return PAGES / (time.process_time() - begun)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "frontier.db"
        frontier = opened(path)
        rate = fill(frontier)
        pages = finish(frontier)
        frontier.conn.close()
        size = path.stat().st_size / SIZE
        begun = time.monotonic()
        frontier = opened(path)
        with frontier.conn:
            frontier.give_back(frontier.leased())
            frontier.wake_seeds("bench", 5.0)
            first = lease(frontier, 100, 20.0)
        start = time.monotonic() - begun
        frontier.conn.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{SIZE:,} URLs, {size:.0f} bytes each; {len(first)} leases at the start")
    good = [
        tell("URLs into the frontier", rate, "a CPU second", floor=URLS_FLOOR),
        tell(f"pages finished with {LINKS} links", pages, "a CPU second", floor=PAGES_FLOOR),
        tell("first leases after opening", start, "s", limit=START_LIMIT),
        tell("memory of the frontier", memory, "MB", limit=MEMORY_LIMIT),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
