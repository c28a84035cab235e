"""From captures to articles: order, versions, workers that die, what the crawler is told."""

import pytest

from archive import open_archive
from archive.cleaning.pool import Limits
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story
from tests.archive.readers import counted, hoarding, linked, troubled


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as opened:
        yield opened


def append(archive, *exchanges):
    with archive.append(exchanges) as captures:
        return captures


def index(archive, **options):
    with Indexing(archive, **options) as indexing:
        indexing.drain()


def rows(archive, sql, *values):
    return [tuple(row) for row in archive.conn.execute(sql, values)]


def test_pages_become_articles_with_what_was_removed(archive):
    append(
        archive,
        exchange("/story/1", page("Barges return", story("one"), story("two"))),
        exchange("/picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        exchange("/front", page("Front", story("three")), kind="listing"),
    )
    index(archive)
    [(title, site, source, words, text)] = rows(
        archive, "select title, site, source, word_count, text from articles"
    )
    assert (title, site, source) == ("Barges return", "gazette.example", "gazette")
    assert story("one") in text
    assert words == len(text.split())
    states = rows(archive, "select state, reason, version_id from captures order by id")
    assert states[0] == ("done", None, 1)
    assert states[1] == ("skipped", "not html but a picture", None)
    assert states[2][0] == "done"
    assert states[2][2] is None
    removed = rows(archive, "select position, reason, rule, text from removed order by position")
    assert removed
    assert "Barges return" in {text for _position, _reason, _rule, text in removed}
    found = "select rowid from versions_fts where versions_fts match 'barges'"
    assert rows(archive, found) == [(1,)]
    assert archive.capture(1).content_digest == archive.capture(1).payload_digest


def test_a_version_is_a_text_that_differs(archive):
    for minute, text in enumerate(["one", "one", "two", "one"]):
        append(archive, exchange("/a", page("A", story(text)), minute=minute))
    index(archive)
    history = rows(archive, "select version, capture, similarity from article_history order by 1")
    assert [(version, capture) for version, capture, _ in history] == [(1, 1), (2, 3), (3, 4)]
    assert history[0][2] is None
    assert 0.5 < history[1][2] < 1
    [(count, first, last)] = rows(
        archive, "select version_count, first_seen, last_seen from articles"
    )
    assert (count, first[14:16], last[14:16]) == (3, "00", "03")
    assert rows(archive, "select version_id from captures order by id") == [(1,), (1,), (2,), (3,)]


@pytest.mark.parametrize("order", [[3, 1, 2, 0], [2, 3, 0, 1], [0, 3, 2, 1], [3, 2, 1, 0]])
def test_versions_do_not_depend_on_the_order_of_arrival(archive, order):
    texts = ["one", "two", "one", "one"]
    for minute in order:
        append(archive, exchange("/a", page("A", story(texts[minute])), minute=minute))
        index(archive, jobs=1)
    history = rows(archive, "select version, seen_at, text from article_history order by 1")
    assert [(number, seen[14:16]) for number, seen, _text in history] == [
        (1, "00"),
        (2, "01"),
        (3, "02"),
    ]
    assert [story("two") in text for _number, _seen, text in history] == [False, True, False]
    shown = rows(
        archive,
        "select c.fetched_at, v.number from captures c join versions v on v.id = c.version_id"
        " order by c.fetched_at",
    )
    assert [number for _when, number in shown] == [1, 2, 3, 3]
    [(current,)] = rows(archive, "select version_id from articles")
    assert rows(archive, "select number from versions where id = ?", current) == [(3,)]
    archive.conn.execute("insert into versions_fts(versions_fts) values ('integrity-check')")


def test_revisits_show_the_text_of_their_original(archive):
    body = page("A", story("one"), story("two"), story("three"))
    append(archive, exchange("/a", body))
    append(archive, exchange("/a", page("A", story("four")), minute=1))
    append(archive, exchange("/a", body, minute=2), exchange("/copy", body, minute=3))
    index(archive)
    kinds = rows(archive, "select record_type, state from captures order by id")
    assert kinds == [
        ("response", "done"),
        ("response", "done"),
        ("revisit", "done"),
        ("revisit", "done"),
    ]
    versions = rows(archive, "select article, version, capture from article_history order by 1, 2")
    assert versions == [(1, 1, 1), (1, 2, 2), (1, 3, 3)]
    assert rows(archive, "select key, because from aliases") == [("gazette.example/copy", "text")]


def test_links_and_rows_of_the_crawler_come_in_the_same_transaction(archive):
    archive.conn.execute("create table told(capture, links)")
    seen = []

    def told(db, cleaned):
        assert db.conn.in_transaction
        seen.extend(cleaned)
        for one in cleaned:
            db.conn.execute("insert into told values (?, ?)", [one.capture.id, len(one.links)])

    append(archive, exchange("/a", page("A", story("one"))), exchange("/b", kind="listing"))
    index(archive, on_cleaned=told)
    assert rows(archive, "select * from told order by 1") == [(1, 2), (2, 2)]
    urls = {link.url for one in seen for link in one.links}
    assert urls == {"http://gazette.example/", "http://gazette.example/about"}


def test_a_failing_hook_leaves_the_captures_waiting(archive):
    def fails(_db, _cleaned):
        raise ZeroDivisionError

    append(archive, exchange("/a"))
    with pytest.raises(ZeroDivisionError):
        index(archive, on_cleaned=fails)
    assert rows(archive, "select state, version_id from captures") == [("waiting", None)]
    assert rows(archive, "select count(*) from versions") == [(0,)]
    index(archive)
    assert rows(archive, "select state from captures") == [("done",)]


def test_a_reader_of_the_crawlers_own_is_used_and_its_links_come_unchanged(archive):
    seen = []
    append(archive, exchange("/feed", b"<rss/>", kind="feed"))
    index(archive, read=linked, on_cleaned=lambda _db, cleaned: seen.extend(cleaned))
    assert seen[0].links == ({"url": "http://gazette.example/feed", "kind": "feed"},)
    assert rows(archive, "select state from captures") == [("done",)]


def test_listings_are_read_before_articles(archive):
    ended = []
    append(archive, *[exchange(f"/story/{n}", page(f"{n}", story(f"{n}"))) for n in range(40)])
    append(archive, exchange("/", kind="listing"))
    with Indexing(
        archive, jobs=1, on_cleaned=lambda _db, some: ended.extend(c.capture.id for c in some)
    ) as indexing:
        indexing.drain()
    assert sorted(ended) == list(range(1, 42))
    assert ended.index(41) < 40


def test_pages_that_kill_their_worker_cost_only_themselves(archive):
    names = ["a", "crash", "b", "spin", "c", "greedy", "d", "exit", "e", "raise", "f", "slow"]
    append(archive, *[exchange(f"/{name}", page(name, story(name))) for name in names])
    index(archive, read=troubled, limits=Limits(seconds=2, memory=1 << 30))
    found = dict(
        rows(archive, "select u.url, c.reason from captures c join urls u on u.id = c.url_id")
    )
    reasons = {url.rsplit("/", 1)[-1]: reason for url, reason in found.items()}
    assert reasons["crash"] == "crashed the cleaner (SIGABRT)"
    assert reasons["spin"] == "took more than 2 s of processor time"
    assert reasons["greedy"] == "needed more than 1024 MiB"
    assert reasons["exit"] == "ended the cleaner (exit code 3)"
    assert reasons["raise"] == "ValueError: this page is cursed"
    assert [reasons[name] for name in ("a", "b", "c", "d", "e", "f", "slow")] == [None] * 7
    states = rows(archive, "select state, count(*) from captures group by 1")
    assert states == [("done", len(names))]
    fallback = rows(archive, "select url, text from articles where fallback is not null order by 1")
    assert [url.rsplit("/", 1)[-1] for url, _text in fallback] == [
        "crash",
        "exit",
        "greedy",
        "raise",
        "spin",
    ]
    assert all(story(url.rsplit("/", 1)[-1]) in text for url, text in fallback)


def test_what_a_page_leaves_behind_costs_no_other_its_place(archive):
    names = ["a", "hoard", "b", "c", "more", "hoard", "d", "more", "more", "more", "e", "f"]
    append(archive, *[exchange(f"/{n}/{name}", page(f"{n}")) for n, name in enumerate(names)])
    index(archive, read=hoarding, jobs=1, limits=Limits(memory=1 << 30))
    assert rows(archive, "select distinct state, reason from captures") == [("done", None)]
    assert rows(archive, "select count(*) from articles") == [(len(names),)]


def test_what_was_in_hand_is_still_waiting_after_a_stop(archive):
    append(archive, *[exchange(f"/{n}", page(f"{n}", story(f"{n}"))) for n in range(10)])
    with Indexing(archive, read=counted) as indexing:
        indexing.step()
    assert indexing.waiting() == 10
    index(archive)
    assert rows(archive, "select count(*) from articles") == [(10,)]


def test_an_unreadable_record_is_a_capture_that_says_so(archive):
    [capture] = append(archive, exchange("/a"))
    path = next(archive.warcs.glob("*.open"))
    content = bytearray(path.read_bytes())
    content[capture.offset + 100 : capture.offset + 140] = b"\x00" * 40
    path.write_bytes(content)
    index(archive)
    [(state, reason)] = rows(archive, "select state, reason from captures")
    assert state == "failed"
    assert reason.startswith("unreadable record")
