"""`winnow fetch`: the pages that are named, and nothing that another run has left."""

import sqlite3
from contextlib import closing

import pytest

from tests.command import winnow
from tests.crawler.mill import Mill, grinding


@pytest.fixture
def mill():
    with grinding(Mill(30), validators=True) as running:
        yield running


def ask(archive, sql):
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


def test_fetch_takes_the_page_and_nothing_else(tmp_path, mill):
    told = winnow(tmp_path / "a", "fetch", f"{mill.url}story/3", "--allow-address", "127.0.0.0/8")
    assert told.returncode == 0, told.stderr
    assert set(mill.asked) == {"/robots.txt", "/story/3"}
    assert ask(tmp_path / "a", "select title from articles") == [("Story 3",)]


def test_fetch_leaves_alone_what_a_crawl_of_the_host_has_left(tmp_path, mill):
    leave = ["--allow-address", "127.0.0.0/8"]
    told = winnow(tmp_path / "a", "crawl", mill.url, *leave, "--max-pages", 2)
    assert told.returncode == 3, told.stderr
    left = ask(
        tmp_path / "a", "select count(*) from frontier where state = 'waiting' and due < '1971'"
    )
    before = mill.asked.copy()
    told = winnow(tmp_path / "a", "fetch", f"{mill.url}story/3", *leave)
    assert told.returncode == 0, told.stderr
    assert set(mill.asked - before) <= {"/robots.txt", "/story/3"}
    still = ask(
        tmp_path / "a", "select count(*) from frontier where state = 'waiting' and due < '1971'"
    )
    assert still[0][0] >= left[0][0] - 1 > 0


def test_fetch_does_not_look_again_at_what_was_fetched_before(tmp_path, mill):
    leave = ["--allow-address", "127.0.0.0/8"]
    assert winnow(tmp_path / "a", "fetch", f"{mill.url}story/3", *leave).returncode == 0
    with sqlite3.connect(tmp_path / "a" / "archive.db") as db:  # a day later
        db.execute("update frontier_urls set due = due - 86400, fetched_at = fetched_at - 86400")
        db.execute("update frontier_queues set next_due = next_due - 86400")
    before = mill.asked.copy()
    assert winnow(tmp_path / "a", "fetch", f"{mill.url}story/4", *leave).returncode == 0
    assert set(mill.asked - before) <= {"/robots.txt", "/story/4"}
