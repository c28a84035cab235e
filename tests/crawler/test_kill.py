"""`kill -9` at any moment, then the same command: no page is lost, none is stored twice."""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
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
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        return conn.execute(
            "select u.url, count(*) from captures c join urls u on u.id = c.url_id"
            " where c.status = 200 and c.kind <> 'robots' group by 1"
        ).fetchall()


def crawl_killed(tmp_path: Path, pages: int, kills: int, latency: float, chance: int) -> list[int]:
    """Refetches that each kill cost; asserts that nothing is lost and nothing is double.

    Up to so many kills: fewer when a run gets through.
    """
    dice = random.Random(chance)
    archive = tmp_path / f"archive-{chance}"
    costs: list[int] = []
    with grinding(Mill(pages, latency)) as mill:
        source = seed(tmp_path, mill.url)
        through = False
        while len(costs) < kills and not through:
            at = len(mill) + (1 if len(costs) % 3 == 0 else dice.randint(1, pages // kills + 4))
            through = not kill_when(mill, archive, source, at, dice.uniform(0, 0.3))
            costs.append(again(mill) - sum(costs))
        if not through:
            last = winnow(archive, "crawl", source)
            assert last.returncode == 0, last.stderr
            costs[-1] = again(mill) - sum(costs[:-1])  # what is asked again shows only afterwards
        checked = winnow(archive, "verify")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        rows = stored(archive)
        assert {count for _url, count in rows} == {1}, [row for row in rows if row[1] > 1]
        expected = {f"{mill.url}story/{n}" for n in range(pages)}
        expected |= {f"{mill.url}list/{n}" for n in range(10, pages, 10)} | {mill.url}
        assert {url for url, _count in rows} == expected
        with closing(sqlite3.connect(archive / "archive.db")) as conn:
            assert conn.execute("select count(*) from articles").fetchone() == (pages,)
        assert max(costs) <= REFETCHES
    return costs[:-1] if through else costs


def again(mill: Mill) -> int:
    """How many pages were asked for more than once, counting each time."""
    return sum(times - 1 for path, times in mill.asked.items() if path != "/robots.txt")


def test_killed_and_gone_on(tmp_path):
    assert crawl_killed(tmp_path, pages=60, kills=5, latency=0.03, chance=1)


@pytest.mark.nightly
def test_killed_a_hundred_times(tmp_path):
    costs: list[int] = []
    while len(costs) < 100:
        costs += crawl_killed(tmp_path, 500, 100 - len(costs), latency=0.06, chance=len(costs))
    print(f"{len(costs)} kills: {sum(costs)} refetches, at most {max(costs)} a kill")
