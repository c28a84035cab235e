"""`kill -9` at any moment, then the same command: no page is lost, none is stored twice."""

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.crawler.command import seed, started, winnow
from tests.crawler.mill import Mill, grinding

REFETCHES = 20  # a kill may cost at most so many requests


def kill_when(mill: Mill, archive: Path, source: Path, requests: int, more: float) -> bool:
    """Kill a crawl with all its children once it has made so many requests; False: it ended."""
    running = started(archive, "crawl", source)
    assert running.stderr
    until = time.monotonic() + 60
    while len(mill) < requests and running.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(more)
    ended = running.poll() is not None
    if not ended:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    running.stderr.close()
    return not ended


def stored(archive: Path) -> list[tuple[str, int]]:
    """Every page with the number of its captures."""
    with sqlite3.connect(archive / "archive.db") as conn:
        rows = conn.execute(
            "select u.url, count(*) from captures c join urls u on u.id = c.url_id"
            " where c.status = 200 and c.kind <> 'robots' group by 1"
        ).fetchall()
    conn.close()
    return rows


def crawl_killed(tmp_path: Path, pages: int, kills: int, latency: float, chance: int) -> int:
    """Refetches that so many kills cost; asserts that nothing is lost and nothing is double."""
    dice = random.Random(chance)
    archive = tmp_path / "archive"
    with grinding(Mill(pages, latency)) as mill:
        source = seed(tmp_path, mill.url)
        total = pages + (pages + 9) // 10
        done = 0
        for number in range(kills):
            at = len(mill) + 1 if number % 3 == 0 else len(mill) + dice.randint(0, total // kills)
            done += kill_when(mill, archive, source, at, dice.uniform(0, 0.4))
        last = winnow(archive, "crawl", source)
        assert last.returncode == 0, last.stderr
        checked = winnow(archive, "verify")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        rows = stored(archive)
        assert {count for _url, count in rows} == {1}, [row for row in rows if row[1] > 1]
        expected = {f"{mill.url}story/{n}" for n in range(pages)}
        expected |= {f"{mill.url}list/{n}" for n in range(10, pages, 10)} | {mill.url}
        assert {url for url, _count in rows} == expected
        with sqlite3.connect(archive / "archive.db") as conn:
            assert conn.execute("select count(*) from articles").fetchone() == (pages,)
        conn.close()
        refetched = sum(n - 1 for path, n in mill.asked.items() if path != "/robots.txt")
        assert refetched <= REFETCHES * max(1, done)
        return refetched


def test_killed_and_gone_on(tmp_path):
    crawl_killed(tmp_path, pages=60, kills=6, latency=0.03, chance=1)


@pytest.mark.nightly
def test_killed_a_hundred_times(tmp_path):
    refetched = crawl_killed(tmp_path, pages=500, kills=100, latency=0.06, chance=2)
    print(f"100 kills: {refetched} refetches")
