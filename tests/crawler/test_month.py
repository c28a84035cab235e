"""Four outlets live for a month; afterwards the archive holds exactly what they showed."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from crawler.health import healths
from crawler.sources import Expect, Revisit, Source
from tests.crawler.month import Month, Outlet

pytestmark = pytest.mark.timeout(600)  # 31 runs; some 15 s of CPU

OUTLETS = [
    Outlet("steady", edits={3: (4,), 5: (6, 8), 20: (21,)}, deleted={9: 11}, moved={12: 14}),
    Outlet("shaky", feed_gap=range(10, 13), down=range(17, 19), edits={2: (3,)}),
    Outlet("quiet", last=10, edits={10: (11,)}),
    Outlet("silent", last=20, feed_gap=range(20, 32)),
]
AGES = tuple(timedelta(days=days) for days in (1, 3, 7, 14))


def source(outlet: Outlet) -> Source:
    return Source(
        id=outlet.name,
        start=(outlet.root,),
        articles=("/story/*", "/archive/*"),
        every=timedelta(hours=12),
        delay=0.0,
        concurrency=50,
        revisit=Revisit(hub=(timedelta(hours=6), timedelta(days=1)), article=AGES),
        expect=Expect(1, timedelta(days=5)) if outlet.name == "silent" else None,
    )


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    folder = tmp_path_factory.mktemp("month")
    lived = Month(folder / "archive", OUTLETS, tuple(source(outlet) for outlet in OUTLETS))
    lived.reports = []
    for lived.day in range(1, 32):
        lived.reports.append(lived.run())
    return lived


def ask(month: Month, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(month.plan.folder / "archive.db")) as conn:
        return conn.execute(sql, values).fetchall()


def test_every_version_is_there_and_no_other(month):
    found = dict(ask(month, "select title, version_count from articles"))
    expected = {
        f"{outlet.name} {number}": outlet.versions(number)
        for outlet in OUTLETS
        for number in outlet.numbers(31)
    }
    moved = {"steady 12"}  # it has two addresses and is an article under each
    assert {title: count for title, count in found.items() if title not in moved} == {
        title: count for title, count in expected.items() if title not in moved
    }
    assert found.keys() == expected.keys()


def test_unchanged_pages_cost_no_body_and_no_cleaning(month):
    again = [status for _day, url, status in month.asked if "/story/" in url]
    assert again.count(304) > len(again) / 2
    ((texts,),) = ask(month, "select count(*) from versions")
    ((answers,),) = ask(month, "select count(*) from captures where version_id is not null")
    assert texts < answers


def test_articles_are_seen_at_their_ages_and_then_no_more(month):
    days = [day for day, url, _status in month.asked if url == "https://steady.example/story/1"]
    assert days == [1, 2, 4, 8, 15]


def test_dates_of_the_feed_are_kept(month):
    rows = ask(month, "select dated, dated_by from frontier where url like '%steady%/story/7'")
    assert rows == [("2026-03-07T06:00:00Z", "feed")]


def test_a_deleted_and_a_moved_article_say_so(month):
    rows = ask(
        month,
        "select url, outcome from crawl_outcomes where outcome in ('http 410', 'redirect')"
        " group by url order by url",
    )
    assert rows == [
        ("https://steady.example/story/12", "redirect"),
        ("https://steady.example/story/9", "http 410"),
    ]


def test_each_url_of_a_run_has_one_outcome(month):
    ((outcomes, urls),) = ask(
        month, "select count(*), count(distinct crawl || url) from crawl_outcomes"
    )
    assert outcomes == urls
    asked = {(day, url) for day, url, _status in month.asked}
    assert outcomes == len(asked)


def test_the_report_names_the_two_that_went_quiet(month):
    with closing(sqlite3.connect(month.plan.folder / "archive.db")) as conn:
        found = healths(conn, month.plan.sources, month.clock())
    problems = {each.source: each.problems for each in found if each.problems}
    assert set(problems) == {"quiet", "silent"}
    assert problems["quiet"][0].startswith("no new article for 21 days")
    assert "0 new articles where 1 within 5 days are expected" in problems["silent"]
    assert any("/feed: empty feed" in problem for problem in problems["silent"])


def test_days_of_errors_lose_nothing(month):
    failed = [day for day, url, status in month.asked if status == 503]
    assert set(failed) == {17, 18}
    rows = ask(month, "select count(*) from articles where site = 'shaky.example'")
    assert rows == [(31,)]
