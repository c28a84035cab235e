"""Appending: records on the disk, rows in one transaction, repeats as revisits."""

from dataclasses import replace

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import open_archive
from archive.errors import ArchiveError
from archive.warc.reader import read_record
from tests.archive.exchanges import exchange, page


@pytest.fixture
def folder(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True):
        pass
    return tmp_path / "data"


def append(archive, *exchanges):
    with archive.append(exchanges) as captures:
        return captures


def records(folder):
    found = []
    for path in sorted(folder.glob("warcs/*.warc.gz")):
        with path.open("rb") as file:
            found += [record.rec_type for record in ArchiveIterator(file)]
    return found


def test_each_exchange_gives_a_capture_with_its_place(folder):
    with open_archive(folder, write=True) as archive:
        crawl = archive.begin_crawl("morning", {"user_agent": "winnow-test"})
        first, gone = append(
            archive,
            exchange("/story/1", kind="article", depth="1", via="http://gazette.example/"),
            exchange("/story/2", status="404 Not Found"),
        )
        archive.end_crawl(crawl, "done", {"pages": 2})
    assert (first.id, first.state, first.kind, first.depth) == (1, "waiting", "article", 1)
    assert (first.source, first.crawl_id, first.ip) == ("gazette", crawl, "127.0.0.1")
    assert (gone.id, gone.state, gone.reason) == (2, "skipped", "status 404")
    three = ["response", "request", "metadata"]
    assert records(folder) == ["warcinfo", *three, *three, "metadata"]  # the last: how it ended
    with open_archive(folder) as archive:
        assert archive.capture(1) == first
        row = archive.conn.execute("select * from crawls").fetchone()
        assert (row["name"], row["status"], row["stats"]) == ("morning", "done", '{"pages": 2}')
        file = archive.conn.execute("select * from warc_files").fetchone()
    assert (file["state"], file["path"]) == ("closed", first.file)
    assert file["size"] == (folder / "warcs" / first.file).stat().st_size


def test_the_callers_rows_stand_or_fall_with_the_captures(folder):
    with open_archive(folder, write=True) as archive:
        with pytest.raises(ZeroDivisionError), archive.append([exchange()]):
            raise ZeroDivisionError
        assert archive.captures() == []
        append(archive, exchange("/story/2"))
        assert len(archive.captures()) == 1


def test_equal_bodies_become_revisits_of_the_first(folder):
    body = page("storks", "x" * 1200)
    with open_archive(folder, write=True) as archive:
        append(archive, exchange("/a", body))
        append(archive, exchange("/b", body, minute=1))
        append(archive, exchange("/a", body, minute=2))
        captures = archive.captures("true order by c.id")
    assert [c.record_type for c in captures] == ["response", "revisit", "revisit"]
    assert [c.revisit_of for c in captures] == [None, 1, 1]
    assert len({c.payload_digest for c in captures}) == 1


@pytest.mark.parametrize("body", [b"<p>short", page("cut", "y" * 1200)])
def test_small_and_truncated_bodies_are_kept_again(folder, body):
    cut = "time" if len(body) > 1000 else None
    with open_archive(folder, write=True) as archive:
        append(archive, exchange("/a", body, truncated=cut))
        append(archive, exchange("/a", body, minute=1, truncated=cut))
        captures = archive.captures()
    assert [c.record_type for c in captures] == ["response", "response"]


def test_a_304_repeats_the_capture_it_confirms(folder):
    with open_archive(folder, write=True) as archive:
        append(archive, exchange("/a", headers=['ETag: "1"']))
        asked = ['If-None-Match: "1"']
        for minute in (1, 2):
            append(
                archive, exchange("/a", b"", status="304 Not Modified", minute=minute, asked=asked)
            )
        unasked = exchange("/a", b"", status="304 Not Modified", minute=3)
        append(archive, unasked)
        captures = archive.captures("true order by c.id")
    kinds = [(c.record_type, c.status, c.revisit_of) for c in captures]
    assert kinds == [
        ("response", 200, None),
        ("revisit", 304, 1),
        ("revisit", 304, 1),
        ("response", 304, None),
    ]


def test_an_answer_that_never_came_is_a_capture_that_says_so(folder):
    with open_archive(folder, write=True) as archive:
        silent = replace(exchange("/a"), response=b"", error="timeout")
        nowhere = replace(exchange("/b"), response=b"", request=b"", error="dns")
        noise = replace(exchange("/c"), response=b"\x00\x01 not HTTP at all")
        captures = append(archive, silent, nowhere, noise)
    assert [(c.record_type, c.state, c.reason) for c in captures] == [
        ("request", "skipped", "timeout"),
        ("metadata", "skipped", "dns"),
        ("bytes", "skipped", "not HTTP"),
    ]


def test_readers_cannot_append(folder):
    with open_archive(folder) as archive, pytest.raises(ArchiveError, match="read only"):
        append(archive, exchange())


def test_a_crawl_says_what_is_hidden_in_its_requests(folder):
    with open_archive(folder, write=True) as archive:
        crawl = archive.begin_crawl("open", {"warc": {"redact": ["x-key"]}})
        asked = exchange("/story/1", asked=["Cookie: a=b", "X-Key: secret"])
        [capture] = append(archive, asked)
        archive.end_crawl(crawl, "done", {})
    with open_archive(folder) as archive:
        path = archive.shelf / capture.file
    block = read_record(path, capture.request_offset or 0).block
    assert (b"Cookie: a=b" in block, b"X-Key: [redacted]" in block) == (True, True)
