"""Parameters that a source keeps tell pages apart, on every road and for every command."""

import json

import pytest

from archive import open_archive
from archive.addresses.identity import page_key
from archive.addresses.urls import url_key
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page
from tests.archive.roads import assert_all_roads_agree
from tests.command import output

ONE, TWO, PLAIN = "/story?utm_id=1", "/story?utm_id=2", "/story?utm_source=feed"
KEEPS = {"keep_params": ["utm_id"], "hosts": ["gazette.example"]}


def crawl(folder, told):
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        number = archive.begin_crawl("round", {"sources": {"gazette": {"name": "G", **told}}})
        exchanges = [exchange(path, page(path), kind="article") for path in (ONE, TWO, PLAIN)]
        with archive.append(exchanges):
            pass
        indexing.drain()
        archive.end_crawl(number, "done", {})


def articles(folder):
    with open_archive(folder) as archive:
        return sorted(row[0] for row in archive.conn.execute("select url from articles"))


@pytest.fixture
def folder(tmp_path):
    crawl(tmp_path / "data", KEEPS)
    return tmp_path / "data"


def test_pages_that_differ_in_a_kept_parameter_are_two_articles(folder, tmp_path):
    assert len(articles(folder)) == 3
    crawl(tmp_path / "other", {})
    assert len(articles(tmp_path / "other")) == 1


def test_rebuild_and_import_tell_them_apart_too(folder, tmp_path):
    assert_all_roads_agree(folder, tmp_path)


def test_commands_mean_the_one_that_is_named(folder):
    url = f"http://gazette.example{TWO}"
    assert json.loads(output(folder, "show", url, "--json"))["url"] == url
    output(folder, "takedown", url, "--yes")
    assert articles(folder) == [f"http://gazette.example{ONE}", f"http://gazette.example{PLAIN}"]


@pytest.mark.parametrize(
    ("hosts", "url", "kept"),
    [
        (["a.example"], "https://www.a.example/x?utm_id=1", True),
        (["a.example"], "https://b.a.example/x?utm_id=1", False),
        ([".a.example"], "https://b.a.example/x?utm_id=1", True),
        ([".a.example"], "https://a.example/x?utm_id=1", True),
        ([".a.example"], "https://ba.example/x?utm_id=1", False),
        (["a.example:8080"], "http://a.example:8080/x?utm_id=1", True),
    ],
)
def test_on_which_hosts(tmp_path, hosts, url, kept):
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        archive.begin_crawl("x", {"sources": {"a": {**KEEPS, "hosts": hosts}}})
        key = page_key(archive.conn)
    assert key(url) == url_key(url, {"utm_id"} if kept else ())


def test_what_a_foreign_file_says_of_itself_does_no_harm(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        archive.begin_crawl("x", {"sources": {"a": {"keep_params": 5, "hosts": None}}})
        key = page_key(archive.conn)
    assert key("http://a.example/x?utm_id=1") == "a.example/x"
