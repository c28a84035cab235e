"""`winnow fetch`: the pages that are named, and nothing that another run has left."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

RULE = """
[[source.strip]]
css = ".other"
"""


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


def state(archive, path):
    """What the frontier and the articles say of a page: line, part, turn, and whose it is."""
    [row] = ask(
        archive,
        "select q.source, u.kind, u.state, u.due, u.depth from frontier_urls u"
        f" join frontier_queues q on q.id = u.queue_id where u.url like '%{path}'",
    )
    return row, ask(archive, f"select source from articles where url like '%{path}'")


@pytest.fixture
def watched(tmp_path, mill):
    """An archive whose source `mill` has a site rule, and one of its pages."""
    source = seed(tmp_path, mill.url, RULE, name="mill")
    told = winnow(tmp_path / "a", "crawl", source)
    assert told.returncode == 0, told.stderr
    return tmp_path / "a", source


def test_a_page_of_a_source_stays_that_source_s(watched, mill):
    archive, source = watched
    before = state(archive, "/story/3")
    assert (before[0][0], before[1]) == ("mill", [("mill",)])
    asked = mill.asked.copy()
    told = winnow(archive, "fetch", f"{mill.url}story/3", "--allow-address", "127.0.0.0/8")
    assert told.returncode == 0, told.stderr
    assert mill.asked - asked == {"/story/3": 1}
    assert "fetch-127-0-0-1" in told.stdout.replace(".", "-")
    assert "nothing" not in told.stdout
    assert state(archive, "/story/3") == before
    # It was fetched in the name of its source, whose rules still hold: the text is as it was.
    captures = "select s.key from captures c join sources s on s.id = c.source_id"
    [last] = ask(archive, f"{captures} where s.key <> '' order by c.id desc limit 1")
    assert last == ("mill",)
    assert ask(archive, "select told like '%.other%' from sources where key = 'mill'") == [(1,)]
    assert ask(archive, "select count(*) from frontier_lent") == [(0,)]
    again = winnow(archive, "crawl", source)
    assert again.returncode == 0, again.stderr


def test_pages_that_a_source_knows_and_others_in_one_fetch(watched, mill):
    archive, _source = watched
    mill.pages += 2
    mill.moved["/story/3"] = "/story/31"
    before = state(archive, "/story/3")
    urls = [f"{mill.url}story/{number}" for number in (3, 4, 30)]
    told = winnow(archive, "fetch", *urls, "--json", "--allow-address", "127.0.0.0/8")
    assert told.returncode == 0, told.stderr
    [one] = json.loads(told.stdout)["sources"]
    assert (one["source"][:6], one["new"]) == ("fetch-", 2)  # 30, and 31 by the redirect
    assert one["outcomes"] == {"fetched": 2, "unchanged": 1, "redirect": 1}
    assert state(archive, "/story/3")[0] == before[0]
    found = "select source, count(*) from articles group by 1 order by 2 desc"
    assert [count for _source, count in ask(archive, found)] == [30, 2]


def test_a_start_page_that_is_fetched_is_still_where_its_source_begins(watched, mill):
    archive, source = watched
    hub = "select u.kind, u.seed, q.source from frontier_urls u join frontier_queues q"
    hub += " on q.id = u.queue_id where u.seed > 0 order by u.id"
    before = ask(archive, hub)
    assert before
    told = winnow(archive, "fetch", mill.url, "--allow-address", "127.0.0.0/8")
    assert told.returncode == 0, told.stderr
    assert ask(archive, hub) == before
    mill.pages += 1
    again = winnow(archive, "crawl", source)
    assert again.returncode == 0, again.stderr
    assert "1 new" in again.stdout


def test_what_a_killed_fetch_has_taken_goes_back_with_the_next_run(watched):
    archive, source = watched
    before = state(archive, "/story/3")
    with sqlite3.connect(archive / "archive.db") as db:  # as it leaves it
        db.execute("insert into frontier_queues (source, host) values ('fetch-x', 'x')")
        db.execute(
            "insert into frontier_lent select id, queue_id, state, due, 4e9 from frontier_urls"
            " where url like '%/story/3'"
        )
        db.execute(
            "update frontier_urls set queue_id = (select max(id) from frontier_queues), due = 0,"
            " state = 'leased', leased_at = 4e9 where url like '%/story/3'"
        )
    told = winnow(archive, "crawl", source, "--due")
    assert told.returncode == 0, told.stderr
    assert state(archive, "/story/3") == before


def test_a_page_of_a_source_that_cannot_be_had_is_told_with_the_reason(watched, mill):
    archive, _folder = watched
    url = f"{mill.url}story/3"
    told = winnow(archive, "fetch", url)
    assert told.returncode == 1
    assert f"{url}: forbidden address (not public; --allow-address" in told.stdout
    assert winnow(archive, "fetch", url, "--allow-address", "127.0.0.0/8").returncode == 0
