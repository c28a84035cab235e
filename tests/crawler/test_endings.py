from dataclasses import replace
from datetime import timedelta

import pytest

from archive.addresses.urls import url_key
from crawler.due import hub_interval, next_age, retry
from crawler.endings import Ending, sequel
from crawler.frontier import Lease
from crawler.scope import Scope
from crawler.sources import Source

SOURCE = Source(id="g", start=("https://gazette.example/",), articles=("/story/*",))
NOW = 1_000_000.0
HOUR = 3600.0
LEASE = Lease(
    id=7,
    url="https://gazette.example/story/x",
    key="gazette.example/story/x",
    kind="article",
    source="g",
    host="gazette.example",
    via=None,
    depth=1,
    redirects=0,
    seed=0,
    failures=0,
    first_fetched=None,
    fetched_at=None,
    interval=None,
    etag=None,
    last_modified=None,
    digest=None,
    leased_at=NOW - 1,
)
HUB = replace(LEASE, url="https://gazette.example/", key="gazette.example/", kind="listing", seed=1)


def after(outcome: str, lease: Lease = LEASE, **more):
    return sequel(Ending(lease, outcome, **more), SOURCE, Scope.of(SOURCE), NOW)


def to(location: str, lease: Lease = LEASE):
    return after("redirect", lease, status=301, location=location)


def test_an_article_is_seen_again_at_its_ages():
    first = after("fetched", status=200, digest="d").finished
    assert (first.outcome, first.changed, first.due) == ("fetched", True, NOW + HOUR)
    old = replace(LEASE, first_fetched=NOW - 2 * HOUR, digest="d")
    again = after("fetched", old, status=200, digest="d").finished
    assert (again.outcome, again.changed, again.due) == ("unchanged", False, NOW + HOUR)
    last = replace(LEASE, first_fetched=NOW - 22 * 24 * HOUR)
    assert after("unchanged", last, status=304).finished.due is None


def test_hubs_adapt():
    first = after("fetched", HUB, digest="a").finished
    assert (first.interval, first.due) == (900.0, NOW + 900)
    slow = after("unchanged", replace(HUB, interval=900.0)).finished
    assert slow.interval == 1350.0
    fast = after("fetched", replace(HUB, interval=7200.0, digest="b"), digest="c").finished
    assert fast.interval == 3600.0


def test_temporary_failures_come_again_soon_then_later():
    dues = [after("timeout", replace(LEASE, failures=n)).finished.due - NOW for n in range(4)]
    assert dues == [1, 3, HOUR, 2 * HOUR]
    assert after("timeout").connected is False
    assert after("http 503", status=503).connected is True
    assert retry(1000, 0.0) == 7 * 24 * HOUR


def test_a_host_that_asks_for_a_pause_gets_it():
    step = after("http 429", status=429, retry_after=120.0)
    assert step.block == NOW + 120
    assert step.finished.due == NOW + 120
    held = after("held")
    assert (held.finished.failures, held.block, held.connected) == (1, None, None)


@pytest.mark.parametrize(
    ("outcome", "days"),
    [("robots", 7), ("forbidden address", 7), ("too big", None), ("http 404", 1), ("error", None)],
)
def test_answers_that_stay(outcome, days):
    status = int(outcome[5:]) if outcome.startswith("http ") else None
    due = after(outcome, status=status).finished.due
    assert due == (None if days is None else NOW + days * 24 * HOUR)
    assert after(outcome, HUB, status=status).finished.due is not None


def test_gone_is_gone():
    assert after("http 410", status=410).finished.due is None


def test_redirects_become_urls():
    (row,) = to("/story/y?utm_source=x#top").found
    assert (row.url, row.kind, row.redirects) == ("https://gazette.example/story/y", "article", 1)
    assert row.via_id == LEASE.id
    (hub,) = to("/en/", HUB).found
    assert (hub.kind, hub.seed) == ("listing", 2)
    (story,) = to("/story/y", replace(HUB, seed=0)).found  # a short link on a listing
    assert (story.kind, story.seed) == ("article", 0)


def test_the_same_page_under_another_name_takes_its_place():
    step = to("https://www.gazette.example/", replace(HUB, url="http://gazette.example/"))
    assert step.found == ()
    assert step.finished.url == "https://www.gazette.example/"
    assert step.finished.redirects == 1
    assert step.finished.due is not None
    assert step.finished.due < NOW


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("https://other.example/", "offsite redirect"),
        ("https://gazette.example/story/x#a", "redirect to itself"),
        ("ftp://gazette.example/", "bad url"),
        ("http://[", "bad url"),
    ],
)
def test_redirects_that_end(location, outcome):
    step = to(location)
    assert step.finished.outcome == outcome
    assert step.found == ()


def test_redirects_have_an_end():
    assert to("/story/y", replace(LEASE, redirects=10)).finished.outcome == "redirect loop"


def test_a_tracker_that_the_site_insists_on():
    step = to("/story/x?utm_source=self")
    assert step.finished.url == "https://gazette.example/story/x?utm_source=self"
    assert url_key(step.finished.url) == LEASE.key


def test_ages_that_were_missed_are_not_made_up_for():
    ages = [timedelta(hours=hours) for hours in (1, 3, 8)]
    assert next_age(0.0, 4 * HOUR, ages) == 8 * HOUR
    assert next_age(0.0, 9 * HOUR, ages) is None
    bounds = (timedelta(minutes=15), timedelta(days=1))
    assert hub_interval(80_000.0, changed=False, bounds=bounds) == 86_400.0
