"""Rows of captures: ids in order, URLs once, revisits that know their original."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive import open_archive
from archive.addresses.surt import surt
from archive.captures.capture import Capture, first_state, moment
from archive.captures.rows import find_original, insert_captures, select_captures, settle_revisit

FIRST = Capture(
    url="https://www.gazette.example/story/1",
    fetched_at="2026-01-02T03:04:05.000000Z",
    record_type="response",
    file="a.warc.gz",
    offset=100,
    length=50,
    status=200,
    source="gazette",
    record_id="urn:uuid:1",
    payload_digest="sha256:aa",
)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as opened:
        yield opened


def test_captures_come_back_as_they_went_in(archive):
    second = replace(FIRST, url="https://gazette.example/story/2", offset=150, depth=2, via="x")
    with archive.atomic() as conn:
        stored = insert_captures(conn, [FIRST, second])
    assert [capture.id for capture in stored] == [1, 2]
    assert select_captures(archive.conn, "true order by c.id") == stored
    assert archive.capture(2) == stored[1]
    sites = archive.conn.execute("select host from sites").fetchall()
    assert [row["host"] for row in sites] == ["gazette.example"]


def test_a_revisit_finds_its_original_never_a_revisit(archive):
    with archive.atomic() as conn:
        insert_captures(conn, [FIRST])
        later = replace(FIRST, record_type="revisit", offset=200, record_id="urn:uuid:2")
        for clue in (
            {"record_id": "urn:uuid:1"},
            {"url": FIRST.url, "fetched_at": FIRST.fetched_at},
            {"payload_digest": "sha256:aa"},
        ):
            assert find_original(conn, **clue) == 1
        later = settle_revisit(later, 1)
        insert_captures(conn, [later])
        assert find_original(conn, record_id="urn:uuid:2") == 1
        lost = settle_revisit(later, find_original(conn, record_id="urn:uuid:9"))
    assert (lost.state, lost.reason) == ("skipped", "original not in this archive")


def test_only_what_may_be_an_article_waits_for_a_worker():
    url = "https://gazette.example/"
    assert first_state("response", 200, None, url, 10) == ("waiting", None)
    assert first_state("response", 404, None, url, 10) == ("skipped", "status 404")
    assert first_state("response", 200, "robots", url, 10) == ("skipped", "robots.txt")
    assert first_state("response", 200, None, url, 0) == ("skipped", "empty")
    assert first_state("resource", None, None, "urn:x-wget:log", 9)[1] == "not a web address"
    assert first_state("revisit", 304, None, url, 0)[0] == "waiting"


def test_times_sort_as_text():
    whole = moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    later = moment(datetime(2026, 1, 2, 3, 4, 5, 1, tzinfo=UTC))
    assert whole == "2026-01-02T03:04:05.000000Z" < later


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Gazette.example/Story/X/?b=2&a=1#f", "example,gazette)/story/x?a=1&b=2"),
        ("https://a.example:443", "example,a)/"),
        ("http://www2.a.example:8080/a?x&y=&z", "example,a:8080)/a?x&y=&z"),
        ("http://127.0.0.1:8080/a/../b//c", "1,0,0,127:8080)/b/c"),
        ("http://münchen.example/ü?q=ä%20b", "example,xn--mnchen-3ya)/%c3%bc?q=%c3%a4%20b"),
        ("http://a.example/a%20b?c=d%26e", "example,a)/a%20b?c=d&e"),
        ("urn:X-wget:log", "urn:x-wget:log"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_sort_keys_are_those_of_cdx_indexes(url, key):
    assert surt(url) == key
