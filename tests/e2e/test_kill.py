"""kill -9 in the middle of a crawl, the same command again: nothing lost, nothing twice."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.road import contents, rows, seed_for, start, winnow
from tests.site import labels
from tests.site.server import Outlet, serve

EXPECTED = labels.expected()


def crawl_until(outlet: Outlet, archive: Path, seed: Path, answers: int) -> None:
    """A crawl whose whole process group dies when the outlet has given `answers` answers."""
    with start(archive, "crawl", seed) as command:
        while len(outlet.exchanges) < answers and command.poll() is None:
            time.sleep(0.005)
        assert command.poll() is None, command.communicate()
        os.killpg(command.pid, signal.SIGKILL)
        command.communicate()


MOMENTS = [2, 25, 55]
MANY = [pytest.param(answers, marks=pytest.mark.nightly) for answers in range(1, 60, 3)]


@pytest.mark.parametrize("answers", MOMENTS + MANY)
def test_a_killed_crawl_is_taken_up_again(tmp_path, answers):
    archive = tmp_path / "archive"
    with serve() as outlet:
        seed = seed_for(outlet, tmp_path / "demo.toml")
        crawl_until(outlet, archive, seed, answers)
        kept = captured(archive)
        winnow(archive, "crawl", seed)
        winnow(archive, "verify")
        after = captured(archive)
        assert kept <= after, "a captured page was lost"
        urls = [row["url"] for row in rows(archive, "select url from articles")]
        assert sorted(urls) == sorted(outlet.url.rstrip("/") + path for path in EXPECTED)
        once = contents(archive)["captures"]
        stories = [row[0] for row in once if row[0] in urls]
        assert len(stories) == len(set(stories)), "a page was captured twice"


def captured(archive: Path) -> set[str]:
    if not (archive / "archive.db").exists():
        return set()
    return {row["record_id"] for row in rows(archive, "select record_id from captures")}
