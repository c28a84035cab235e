"""Health of sources: exit code 7, words fit for a mail from cron, the same in SQL."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing

from tests.command import started, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

LATER = """
update frontier_urls set found_at = found_at - 864000;
update documents set first_seen = strftime('%Y-%m-%dT%H:%M:%f000Z', first_seen, '-10 days');
update source_checks set watched_since = strftime('%Y-%m-%dT%H:%M:%SZ', watched_since, '-10 days');
"""


def ask(archive, sql):
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


def told(archive, *args):
    """What `winnow sources` finds wrong, and what the view says; they must agree."""
    done = winnow(archive, "sources", "--json", *args)
    (live,) = [json.loads(line)["problems"] for line in done.stdout.splitlines()]
    ((shown,),) = ask(archive, "select problems from source_health where source = 'site'")
    assert "; ".join(live) == (shown or "")
    return live


def test_a_healthy_source_makes_no_mail(tmp_path):
    with grinding(Mill(12)) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url, 'name = "The Mill"')
        assert winnow(archive, "sources", "--check", source).returncode == 1  # no archive yet
        assert winnow(archive, "crawl", source).returncode == 0
    checked = winnow(archive, "sources", "--check", source)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert told(archive, source) == []
    assert winnow(archive, "rebuild").returncode == 0
    shown = winnow(archive, "sources", source)
    assert "! not crawled since the database was made anew" in shown.stdout


def test_silence_and_a_broken_feed_end_with_7_and_say_so(tmp_path):
    with grinding(Mill(12)) as mill:
        more = [
            'name = "The Mill"',
            f'feeds = ["{mill.url}feed"]',
            'expect = { at_least = 3, within = "2d" }',
        ]
        archive, source = tmp_path / "a", seed(tmp_path, mill.url, *more)
        assert winnow(archive, "crawl", source).returncode == 0
    feed = f"feed {mill.url}feed: http 404"
    assert told(archive, source) == [feed]
    with closing(sqlite3.connect(archive / "archive.db")) as conn, conn:
        conn.executescript(LATER)
    assert told(archive, source) == ["0 new articles where 3 within 2 days are expected", feed]
    checked = winnow(archive, "sources", "--check", source)
    assert checked.returncode == 7
    lines = checked.stdout.splitlines()
    assert lines[0] == "winnow: 1 of 1 sources need a look"
    assert lines[2:5] == [
        "site (The Mill)",
        "  0 new articles where 3 within 2 days are expected",
        f"  {feed}",
    ]
    assert checked.stderr == ""


def test_a_source_that_was_never_crawled_is_named(tmp_path):
    with grinding(Mill(1)) as mill:
        archive = tmp_path / "a"
        assert winnow(archive, "crawl", seed(tmp_path, mill.url)).returncode == 0
        other = seed(tmp_path, mill.url, name="other")
        checked = winnow(archive, "sources", "--check", other)
    assert checked.returncode == 7
    assert "other\n  never crawled" in checked.stdout


def test_a_first_crawl_that_goes_on_is_no_fault(tmp_path):
    with grinding(Mill(30, latency=0.3)) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url, "concurrency = 1")
        crawl = started(archive, "crawl", source)
        until = time.monotonic() + 60
        while mill.asked.total() < 3 and time.monotonic() < until:
            time.sleep(0.02)
        shown = winnow(archive, "sources", source)
        checked = winnow(archive, "sources", "--check", source)
        os.killpg(crawl.pid, signal.SIGKILL)
        crawl.communicate(timeout=30)
    assert "its first crawl began 20" in shown.stdout
    assert "never crawled" not in shown.stdout
    assert (checked.returncode, checked.stdout) == (0, "")
    with closing(sqlite3.connect(archive / "archive.db")) as conn, conn:
        conn.execute("update crawls set started_at = '2026-01-01T10:00:00.000000Z'")
    checked = winnow(archive, "sources", "--check", source)
    assert (checked.returncode, "its first crawl has not ended" in checked.stdout) == (7, True)
    assert winnow(archive, "reclean").returncode == 0  # puts in step what the killed run left
    shown = winnow(archive, "sources", source)
    assert "! its first crawl began 20" in shown.stdout
    assert "UTC and did not end" in shown.stdout
