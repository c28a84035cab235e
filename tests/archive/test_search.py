"""Search over a small archive: order, filters, versions, snippets."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import open_archive
from archive.articles.stored import find
from archive.search import hits as searching
from archive.search.filters import SearchError
from archive.search.hits import search
from tests.archive.sample import Sample, build

WALL, COUNCIL, PORT, BROKEN, HOSTILE, BOATS = 1, 2, 3, 4, 5, 6


@pytest.fixture(scope="module")
def conn(tmp_path_factory):
    sample = build(tmp_path_factory.mktemp("archive"))
    yield sample.db.conn
    sample.db.close()


def ids(conn, text, **options):
    return [hit.id for hit in search(conn, text, **options)]


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("wall", {}, [COUNCIL, WALL, BROKEN]),  # newest first, what was not cleaned last
        ("wall", {"sort": "rank"}, [COUNCIL, WALL, BROKEN]),
        ("harbor wall", {"sort": "rank"}, [WALL]),
        ("wall", {"limit": 1}, [COUNCIL]),
        ("wall", {"source": "gazette"}, [WALL]),
        ("wall", {"source": "gazette.example"}, [WALL]),
        ("wall site:gazette.example", {}, [WALL]),
        ("wall -site:www.gazette.example -menu", {}, [COUNCIL]),
        ("wall site:example", {}, [COUNCIL, WALL, BROKEN]),
        ("site:courier.example", {}, [COUNCIL, BROKEN]),
        ("wall site:nowhere.test", {}, []),
        ("wall", {"since": "2026-03"}, [COUNCIL, BROKEN]),
        ("wall", {"since": "2026-02-27", "until": "2026-02"}, [WALL]),
        ("wall", {"until": "2026-03-01"}, [COUNCIL, WALL]),
        ("港口", {"language": "zh"}, [PORT]),
        ("wall", {"language": "zh"}, []),
        ("title:港口", {}, [PORT]),
        ("-title:港口 -pretty", {}, [BOATS, COUNCIL, WALL, BROKEN]),
        ("-wall", {}, [BOATS, HOSTILE, PORT]),
        ("", {}, []),
        ("hurt", {}, [WALL]),  # once, though two versions match
    ],
)
def test_what_is_found(conn, text, options, found):
    assert ids(conn, text, **options) == found


def test_text_that_was_edited_out_is_found_and_said_to_be_old(conn):
    (hit,) = search(conn, "blamed")
    assert (hit.id, hit.version, hit.version_count, hit.current) == (WALL, 1, 2, False)
    assert hit.title == "Harbor wall falls"
    for sort in ("newest", "rank"):
        (hit,) = search(conn, "hurt", sort=sort)
        assert (hit.version, hit.current) == (2, True), sort


def test_a_snippet_marks_every_match_on_one_line(conn):
    (hit,) = search(conn, '"two people" engineers')
    assert hit.snippet == (
        "The harbor wall fell on Monday. Two people were hurt. Engineers are at work."
    )
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Two people", "Engineers"]


def test_a_chinese_snippet_reads_as_written(conn):
    (hit,) = search(conn, "重建港口的墙 iphone")
    assert "市议会决定在三月重建港口的墙。" in hit.snippet
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["重建港口的墙", "iPhone"]


def test_without_a_match_the_snippet_is_the_beginning(conn):
    (hit,) = search(conn, "title:council")
    assert hit.snippet.startswith("The council will")
    assert hit.marks == ()
    assert search(conn, "-wall")[2].snippet.startswith("市议会")


def test_what_was_not_cleaned_says_why(conn):
    assert search(conn, "menu")[0].fallback == "cleaning took too long"


def test_an_unknown_source_is_an_error_that_helps(conn):
    with pytest.raises(SearchError, match=r"no source or site is called 'gazete'; .* gazette"):
        search(conn, "wall", source="gazete")


@given(st.text(), st.sampled_from(["newest", "rank"]))
def test_any_text_is_an_answer(conn, text, sort):
    search(conn, text, sort=sort)


def test_ranking_looks_at_the_newest_hits_only(tmp_path, monkeypatch):
    monkeypatch.setattr(searching, "RANKED_AMONG", 3)
    sample = Sample(tmp_path)
    for number in range(5):
        text = "storm " * (5 - number) + "and more"  # the oldest is the best
        sample.text(f"https://a.example/{number}", [text])
    assert ids(sample.db.conn, "storm", sort="rank") == [3, 4, 5]
    assert ids(sample.db.conn, "storm", sort="newest") == [5, 4, 3, 2, 1]
    sample.db.close()


def test_newest_first_reads_no_more_hits_than_it_gives(tmp_path):
    sample = Sample(tmp_path)
    for number in range(300):
        sample.text(f"https://a.example/{number}", ["storm and more"])
    steps = []
    sample.db.conn.set_progress_handler(lambda: steps.append(1), 100)
    search(sample.db.conn, "storm", limit=300)
    everything = len(steps)
    search(sample.db.conn, "storm", limit=3)
    assert len(steps) - everything < everything / 20
    sample.db.close()


def test_an_open_archive_searches_and_reads(tmp_path):
    build(tmp_path / "a").db.close()
    with open_archive(tmp_path / "a") as archive:
        assert [hit.id for hit in archive.search("harbor wall", limit=3)] == [WALL]
        article = archive.article("http://gazette.example/story/wall/")
        assert article is None  # another path is another page
        article = archive.article("http://gazette.example/story/wall#top", version=1)
        assert article.title == "Harbor wall falls"
        assert article.text.startswith("The harbor wall fell")
        assert [removal.reason for removal in article.removals] == ["caption", "related", "related"]


def test_a_clause_without_spaces_is_cut_round_the_match(tmp_path):
    sample = Sample(tmp_path)
    sample.text("https://a.example/1", ["船" * 900 + "港口" + "水" * 900], title="长文")
    sample.text("https://a.example/2", ["船，" * 900], title="港口")
    (long, title) = search(sample.db.conn, "港口", sort="rank")[::-1]
    if long.id == 2:
        long, title = title, long
    assert [long.snippet[start:end] for start, end in long.marks] == ["港口"]
    assert [title.snippet[start:end] for start, end in title.marks] == ["港口"]
    assert max(len(long.snippet), len(title.snippet)) <= 182
    sample.db.close()


@given(st.text("ab \x02\x03", max_size=900))
def test_marks_stand_inside_the_snippet(line):
    text, marks = searching._parted(line)
    assert all(0 <= start <= end <= len(text) for start, end in marks)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"since": "7d"}, "'7d' is no date: expected one like 2026, 2026-03, 2026-03-01"),
        ({"until": "March"}, "'March' is no date: expected one like 2026, 2026-03, 2026-03-01"),
        ({"limit": -1}, "limit is -1: expected a number from 0 on"),
        ({"limit": "2"}, "limit is '2': expected a number from 0 on"),
        ({"sort": "oldest"}, "sort is 'oldest': expected 'newest' or 'rank'"),
    ],
)
def test_an_option_that_cannot_be_is_told(conn, options, told):
    with pytest.raises(SearchError) as caught:
        search(conn, "wall", **options)
    assert str(caught.value) == told


def test_a_query_that_is_no_text_is_told(conn):
    with pytest.raises(TypeError, match="expected a query as str, not NoneType"):
        search(conn, None)


def test_dates_may_be_dates(conn):
    days = {"since": dt.date(2020, 1, 1), "until": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}
    assert ids(conn, "wall", **days) == ids(conn, "wall", since="2020-01-01", until="2030-01-01")


def test_articles_are_found_by_any_kind_of_whole_number(conn):
    class Number:  # as numpy has them
        def __index__(self) -> int:
            return WALL

    assert find(conn, Number()) == find(conn, str(WALL)) == WALL
    assert find(conn, -(2**80)) is None
    with pytest.raises(TypeError, match="NoneType"):
        find(conn, None)
