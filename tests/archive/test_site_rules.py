"""Site rules of a source: kept with the crawl, and used on every road to the same rows."""

import datetime as dt
import json

import pytest

from archive import open_archive
from archive.cleaning.siterules import told
from archive.indexing import Indexing
from cleaners.debris.strips import Strip
from tests.archive.exchanges import exchange, page, story
from tests.archive.roads import assert_all_roads_agree
from tests.command import output

PROMO = '<p class="promo">Seven lanterns hang in the winter market of the old harbor town.</p>'
DAY = dt.date(2026, 3, 1)  # of all captures


def crawl(folder, strips, minute, *paths):
    """One crawl whose sources say these rules; each page has the promotion in it."""
    sources = {"gazette": {"name": "The Gazette", "strips": told(strips)}}
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        number = archive.begin_crawl(f"round {minute}", {"sources": sources})
        body = [page(path, story(path), PROMO, story("end")) for path in paths]
        with archive.append(
            [
                exchange(path, content, minute=minute, kind="article")
                for path, content in zip(paths, body, strict=True)
            ]
        ):
            pass
        indexing.drain()
        archive.end_crawl(number, "done", {"articles": len(paths), "note": "Zwölf"})


@pytest.fixture
def folder(tmp_path):
    """An archive whose second crawl came with a rule."""
    crawl(tmp_path / "data", [], 0, "/one", "/two")
    crawl(tmp_path / "data", [Strip(".promo", since=DAY)], 5, "/two", "/three")
    return tmp_path / "data"


def texts(folder):
    with open_archive(folder) as archive:
        rows = archive.conn.execute("select url, text from articles order by url")
        return {row["url"].rsplit("/", 1)[-1]: "lanterns" in row["text"] for row in rows}


def test_rules_hold_from_the_crawl_that_brings_them(folder):
    assert texts(folder) == {"one": True, "two": True, "three": False}
    with open_archive(folder) as archive:
        [row] = archive.conn.execute("select key, name, told from sources").fetchall()
        removed = archive.conn.execute("select rule, text from removed").fetchall()
    assert tuple(row)[:2] == ("gazette", "The Gazette")
    assert json.loads(row["told"])["strips"] == [{"css": ".promo", "since": "2026-03-01"}]
    assert [row["text"] for row in removed if "lanterns" in row["text"]] != []


def test_reclean_lists_what_the_new_rule_changes_and_then_does_just_that(folder):
    listed = output(folder, "reclean", "--dry-run", "--json").splitlines()
    assert texts(folder)["one"]
    done = output(folder, "reclean", "--json").splitlines()
    assert [json.loads(line) for line in listed] == [json.loads(line) for line in done]
    assert {json.loads(line)["url"].rsplit("/", 1)[-1] for line in done} == {"one", "two"}
    assert texts(folder) == {"one": False, "two": False, "three": False}
    assert output(folder, "reclean", "--json") == ""
    assert "0 articles by older rules" in output(folder, "reclean")


def test_rebuild_and_import_equal_the_live_archive(folder, tmp_path):
    output(folder, "reclean")
    assert_all_roads_agree(folder, tmp_path)
    for other in ("copy", "other"):
        with open_archive(tmp_path / other) as again:
            assert again.conn.execute("select count(*) from crawls").fetchone()[0] == 2


def test_an_older_file_that_comes_later_changes_no_rule(folder, tmp_path):
    newest, oldest = sorted((folder / "warcs").iterdir(), reverse=True)
    for file in (newest, oldest):
        output(tmp_path / "other", "import", file)
    assert set(texts(tmp_path / "other").values()) == {False}
    assert "0 articles by older rules" in output(tmp_path / "other", "reclean")


def test_a_rule_ends_with_its_last_day(tmp_path):
    crawl(tmp_path / "data", [Strip(".promo", until=DAY - dt.timedelta(1))], 0, "/late")
    crawl(tmp_path / "kept", [Strip("p.promo"), Strip(".promo", keep=True)], 0, "/kept")
    assert texts(tmp_path / "data") == {"late": True}
    assert texts(tmp_path / "kept") == {"kept": True}
