from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlite_utils import Database

from archive.addresses.urls import url_key
from crawler.frontier import Discovered, Finished, Frontier
from crawler.schema.migrations import frontier_migrations

MANY = {"a": 1000, "b": 1000}
PER_HOST = {"a": 2, "b": 2}


def found(url: str, source: str = "a", **more) -> Discovered:
    return Discovered(
        url=url, key=url_key(url), kind=more.pop("kind", "page"), source=source, **more
    )


def urls(*paths: str, host: str = "one.example") -> list[Discovered]:
    return [found(f"https://{host}/{path}") for path in paths]


@pytest.fixture
def frontier():
    db = Database(memory=True)
    frontier_migrations.apply(db)
    yield Frontier(db.conn)
    db.close()


def take(frontier, limit=10, now=100.0, **more):
    options = {"sources": MANY, "per_host": PER_HOST, "started": now} | more
    return frontier.get_urls(limit, now=now, **options)


def paths(leases):
    return [lease.url.rpartition("/")[2] for lease in leases]


def test_a_url_is_put_in_once(frontier):
    assert frontier.put_discovered(urls("x", "y", "x"), 1.0) == 2
    assert frontier.put_discovered([found("http://www.one.example/x#top")], 2.0) == 0


def test_each_host_has_its_number_of_requests(frontier):
    frontier.put_discovered(urls("1", "2", "3") + urls("4", "5", "6", host="two.example"), 1.0)
    first = take(frontier)
    assert sorted(paths(first)) == ["1", "2", "4", "5"]
    assert take(frontier) == []
    frontier.finish([Finished(first[0], "fetched", None)], 1, 101.0)
    assert len(take(frontier)) == 1


def test_sources_share_the_requests_to_a_host(frontier):
    frontier.put_discovered([*urls("1", "2"), found("https://one.example/3", "b")], 1.0)
    assert len(take(frontier)) == 2


def test_sitemaps_leave_the_rest_to_pages(frontier):
    maps = [found(f"https://{host}.example/map{n}", kind="sitemap", due=0.0)
            for host in ("one", "two") for n in range(4)]  # fmt: skip
    frontier.put_discovered([*maps, *urls("1", "2")], 1.0)
    asked = []
    for _ in range(6):
        leases = take(frontier, sitemaps={"a": 3 - sum(path[0] == "m" for path in asked)})
        asked += paths(leases)
        frontier.finish([Finished(lease, "fetched", None) for lease in leases], 1, 101.0)
    assert sorted(asked) == ["1", "2", "map0", "map0", "map1"]


def test_robots_delay_means_one_at_a_time(frontier):
    frontier.put_discovered(urls("1", "2"), 1.0)
    frontier.set_delay("one.example", 4.0)
    (lease,) = take(frontier)
    assert lease.robots_delay == 4.0


def test_a_blocked_host_waits(frontier):
    frontier.put_discovered(urls("1"), 1.0)
    frontier.block_until("one.example", 200.0, "Retry-After")
    frontier.block_until("one.example", 150.0, "shorter")
    assert take(frontier, now=199.0) == []
    assert frontier.next_retry(["a"], 199.0) == 200.0
    assert len(take(frontier, now=200.0)) == 1


def test_hubs_come_first_then_as_found(frontier):
    frontier.put_discovered(urls("1", "2"), 1.0)
    frontier.put_discovered([found("https://one.example/hub", kind="listing", due=0.0)], 1.0)
    order = []
    while leases := take(frontier, 1):
        order += paths(leases)
        frontier.finish([Finished(leases[0], "fetched", None)], 1, 101.0)
    assert order == ["hub", "1", "2"]


def test_only_the_asked_sources_and_only_as_many(frontier):
    frontier.put_discovered([*urls("1", "2"), found("https://two.example/3", "b")], 1.0)
    assert paths(take(frontier, sources={"b": 5})) == ["3"]
    assert len(take(frontier, sources={"a": 1})) == 1
    assert take(frontier, sources={"a": 0}) == []


def test_what_was_done_in_a_run_waits_for_the_next(frontier):
    frontier.put_discovered(urls("1"), 1.0)
    (lease,) = take(frontier, now=100.0)
    frontier.finish([Finished(lease, "fetched", 160.0, fetched=True)], 1, 101.0)
    assert take(frontier, now=200.0, started=100.0) == []
    assert frontier.next_retry(["a"], 200.0) is None
    (again,) = take(frontier, now=200.0, started=200.0)
    assert again.first_fetched == 101.0


def test_a_temporary_failure_comes_again_in_the_same_run(frontier):
    frontier.put_discovered(urls("1"), 1.0)
    (lease,) = take(frontier, now=100.0)
    frontier.finish([Finished(lease, "timeout", 105.0, failures=1)], 1, 101.0)
    assert frontier.next_retry(["a"], 101.0) == 105.0
    (again,) = take(frontier, now=105.0, started=100.0)
    assert again.failures == 1
    frontier.finish([Finished(again, "fetched", None, status=200)], 1, 106.0)
    rows = frontier.conn.execute("select crawl, outcome, status from crawl_outcomes").fetchall()
    assert [tuple(row) for row in rows] == [(1, "fetched", 200)]


def test_leases_come_back_after_a_kill(frontier):
    frontier.put_discovered(urls("1", "2"), 1.0)
    leases = take(frontier)
    assert frontier.leased() == leases
    frontier.give_back(frontier.leased())
    assert take(frontier, now=101.0)[0].id == leases[0].id


def test_known_urls_are_made_due_again(frontier):
    frontier.put_discovered(urls("1"), 1.0)
    (lease,) = take(frontier)
    frontier.finish(
        [Finished(lease, "fetched", None, fetched=True, etag="e", digest="d")], 1, 101.0
    )
    frontier.put_known(
        [found("https://one.example/1", "b", kind="listing", seed=1, due=0.0)], 102.0
    )
    (again,) = take(frontier, now=103.0)
    assert (again.source, again.kind, again.etag, again.seed) == ("b", "listing", "e", 1)


def test_validators_change_with_the_page(frontier):
    frontier.put_discovered(urls("1"), 1.0)
    for etag, changed, expected in (("e", True, "e"), (None, False, "e"), (None, True, None)):
        frontier.put_known(urls("1"), 1.0)
        (lease,) = take(frontier)
        frontier.finish([Finished(lease, "x", None, etag=etag, changed=changed)], 1, 1.0)
        ((kept,),) = frontier.conn.execute("select etag from frontier_urls")
        assert kept == expected


def test_dates_of_feeds_win_over_those_of_sitemaps(frontier):
    url = "https://one.example/1"
    for date, by in (("2026-01-01", "sitemap"), ("2026-01-02", "feed"), ("2026-01-03", "sitemap")):
        frontier.put_discovered([found(url, dated=date, dated_by=by)], 1.0)
    rows = frontier.conn.execute("select dated, dated_by from frontier").fetchall()
    assert [tuple(row) for row in rows] == [("2026-01-02", "feed")]


def test_a_long_queue_of_later_urls_hides_nothing(frontier):
    frontier.put_discovered(urls(*map(str, range(50))), 1.0)
    while leases := take(frontier, 50):
        frontier.finish([Finished(lease, "fetched", 1000.0) for lease in leases], 1, 101.0)
    frontier.put_discovered(urls("new"), 102.0)
    assert paths(take(frontier, now=103.0)) == ["new"]
    assert frontier.stats(["a"], 103.0) == {"due": 0, "later": 50, "leased": 1, "done": 0}


class Life(RuleBasedStateMachine):
    """Any order of verbs: no URL is lost, none is given out twice, no host gets too many."""

    def __init__(self):
        super().__init__()
        self.db = Database(memory=True)
        frontier_migrations.apply(self.db)
        self.frontier = Frontier(self.db.conn)
        self.now = 10.0
        self.put: set[str] = set()
        self.out: dict[int, object] = {}

    def teardown(self):
        self.db.close()

    @rule(
        paths=st.lists(st.sampled_from("abcdefgh"), max_size=5),
        host=st.sampled_from(["one.example", "two.example"]),
        source=st.sampled_from("ab"),
    )
    def discover(self, paths, host, source):
        rows = [found(f"https://{host}/{path}", source) for path in paths]
        new = self.frontier.put_discovered(rows, self.now)
        assert new == len({row.key for row in rows} - self.put)
        self.put |= {row.key for row in rows}

    @rule(limit=st.integers(0, 5), step=st.floats(0, 20))
    def lease(self, limit, step):
        self.now += step
        leases = take(self.frontier, limit, now=self.now)
        assert len(leases) <= limit
        assert not {lease.id for lease in leases} & set(self.out)
        self.out |= {lease.id: lease for lease in leases}

    @precondition(lambda self: self.out)
    @rule(due=st.none() | st.floats(0, 20), failures=st.integers(0, 1))
    def finish(self, due, failures):
        _id, lease = self.out.popitem()
        when = None if due is None else self.now + due
        done = Finished(lease, "x", when, failures=failures)
        self.frontier.finish([done], 1, self.now)

    @rule(host=st.sampled_from(["one.example", "two.example"]), wait=st.floats(0, 20))
    def block(self, host, wait):
        self.frontier.block_until(host, self.now + wait, "test")

    @rule()
    def kill(self):
        self.frontier.give_back(self.frontier.leased())
        self.frontier = Frontier(self.db.conn)
        self.out = {}

    @invariant()
    def nothing_is_lost(self):
        rows = self.db.conn.execute("select id, key, state, due from frontier_urls").fetchall()
        assert {row[1] for row in rows} == self.put
        assert {row[0] for row in rows if row[2] == "leased"} == set(self.out)
        assert max(Counter(lease.host for lease in self.out.values()).values(), default=0) <= 2
        # Everything that waits will be seen: no queue sleeps past its first URL.
        asleep = self.db.conn.execute(
            "select 1 from frontier_urls u join frontier_queues q on q.id = u.queue_id"
            " where u.state = 'waiting' and (q.next_due is null or q.next_due > u.due)"
        ).fetchall()
        assert asleep == []


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
