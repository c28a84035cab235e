"""Stories on every road: crawl, import, rebuild, re-clean, takedown, packing, old formats."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from archive import open_archive
from archive.datasette.metadata import about
from archive.intake import importing
from archive.stories.finding import find_stories
from archive.stories.rows import waiting
from tests.archive.exchanges import exchange, page
from tests.archive.older import give_other_numbers, take_stories_out
from tests.archive.removed import crawl, everything
from tests.archive.sample import Sample
from tests.archive.stock import indexed
from tests.archive.stories import reports as r
from tests.archive.stories.shelf import find, put, rows, shelved, stories
from tests.command import output, winnow

TABLES = ("story_texts", "story_prints", "story_pairs", "story_articles", "stories")
CUT = "\n".join(r.HARBOR.split("\n")[:9])


def told(host, text, minute, path="/harbor"):
    return exchange(
        path, page(f"At {host}", *text.split("\n")), host=f"{host}.example", minute=minute
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive of real pages: a report, two copies and a rewording of it, and another report."""
    folder = tmp_path_factory.mktemp("roads") / "data"
    indexed(
        folder,
        told("a", r.HARBOR, 0),
        told("b", r.MARKET, 1),
        told("c", CUT, 2),
        told("d", r.HARBOR_AGAIN, 3),
        told("e", r.HARBOR, 4),
    )
    find(folder)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "data")


def count(folder, table, where="true"):
    with open_archive(folder) as archive:
        return archive.conn.execute(f"select count(*) from {table} where {where}").fetchone()[0]


def test_the_pages_make_a_story(folder):
    assert stories(folder) == {"a": [("c", "copy"), ("d", "reworded"), ("e", "same")]}
    assert "all as it should be" in output(folder, "verify")
    with open_archive(folder) as archive:
        assert waiting(archive.conn) == 0
        assert archive.article("http://e.example/harbor").story_id == 1
    lines = output(folder, "export", "-").splitlines()
    assert sorted(json.loads(line)["story_id"] or 0 for line in lines) == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("road", ["rebuild", "rebuild without a database", "import", "unpack"])
def test_every_road_leads_to_the_same_stories(folder, tmp_path, road):
    before, other = rows(folder), folder
    if road == "unpack":
        output(folder, "pack", tmp_path / "one.db")
        assert rows(tmp_path / "one.db") == before
        other = tmp_path / "other"
        output(other, "unpack", tmp_path / "one.db")
    elif road == "import":
        other = tmp_path / "other"
        output(other, "import", folder / "warcs")
    else:
        if "without" in road:
            (folder / "archive.db").unlink()
        output(folder, "rebuild")
    assert rows(other) == before
    with open_archive(other) as archive:
        assert waiting(archive.conn) == 0


def test_a_rebuild_keeps_the_number_of_a_story(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        for table, column in (
            *(("documents", "id"), ("versions", "document_id"), ("story_texts", "document_id")),
            *(("story_prints", "document_id"), ("story_pairs", "younger_id")),
            *(("story_pairs", "older_id"), ("story_articles", "document_id")),
            *(("story_articles", "story_id"), ("story_articles", "compared_id")),
            *(("stories", "id"), ("stories", "representative_id"), ("documents", "story_id")),
        ):
            conn.execute(f"update {table} set {column} = {column} + 40")
    output(folder, "rebuild")
    with open_archive(folder) as archive:
        assert archive.article("http://c.example/harbor").story_id == 41


def test_an_older_article_gives_its_number(folder):
    crawl(folder, -9, told("z", r.HARBOR, -9))
    find(folder)
    assert list(stories(folder)) == ["z"]
    for asked in ("1", "6"):
        assert output(folder, "stories", asked).splitlines()[1].startswith("story 6: 5 articles")


def test_an_article_that_is_edited_is_compared_again(tmp_path):
    folder = shelved(
        tmp_path / "data", {"https://a.example/x": r.HARBOR, "https://b.example/x": CUT}
    )
    sample = Sample.__new__(Sample)
    sample.folder, sample.db, sample.captures = folder, Sample.reopened(folder), 10
    put(sample, "https://b.example/x", r.MARKET, 5)
    sample.db.close()
    with open_archive(folder) as archive:
        assert waiting(archive.conn) == 1
    assert find(folder) == 1
    assert stories(folder) == {}
    assert rows(folder) == [[], []]
    sample.db = Sample.reopened(folder)
    put(sample, "https://b.example/x", r.HARBOR, 6)
    sample.db.close()
    assert find(folder) == 1
    assert stories(folder) == {"a": [("b", "same")]}
    assert find(folder) == 0


def test_a_taken_down_article_leaves_nothing(folder):
    with open_archive(folder) as archive:
        one = archive.article("http://a.example/harbor").id
    assert count(folder, "story_prints", f"document_id = {one}") > 50
    output(folder, "takedown", "--yes", "http://a.example/harbor")
    assert stories(folder) == {"c": [("d", "reworded"), ("e", "copy")]}
    for table, column in (
        *(("story_texts", "document_id"), ("story_prints", "document_id")),
        *(("story_pairs", "older_id"), ("story_pairs", "younger_id"), ("stories", "id")),
        *(("story_articles", "document_id"), ("story_articles", "compared_id")),
    ):
        assert count(folder, table, f"{column} = {one}") == 0, (table, column)
    assert "all as it should be" in output(folder, "verify")
    assert b"a.example/harbor" not in everything(folder)
    after = rows(folder)
    output(folder, "rebuild")
    assert rows(folder) == after
    for host in ("c", "d", "e"):
        output(folder, "takedown", "--yes", f"http://{host}.example/harbor")
    assert [count(folder, table) for table in TABLES[2:]] == [0, 0, 0]
    assert count(folder, "story_prints", "document_id <> 2") == 0


def test_what_a_stopped_run_left_is_done_by_the_next(tmp_path):
    texts = {f"https://s{n}.example/x": f"{r.HARBOR}\nSite {n}." for n in range(130)}
    whole = rows(shelved(tmp_path / "whole", texts))
    folder = tmp_path / "data"
    sample = Sample(folder)
    for place, (url, text) in enumerate(texts.items()):
        put(sample, url, text, place)
    sample.db.close()
    left = []
    for turns in range(9):
        asked = iter([False] * turns)
        with open_archive(folder, write=True, recover=False) as archive:
            find_stories(archive, stopping=lambda asked=asked: next(asked, True))
            left.append(waiting(archive.conn))
    assert (left[0], left[-1], left) == (130, 0, sorted(left, reverse=True))
    assert rows(folder) == whole


def test_an_import_finds_stories_while_it_cleans(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "STORIES", 1)
    left = []

    def seen(archive, progress=None, *, stopping=lambda: False):
        found = find_stories(archive, stopping=stopping)
        left.append((progress is None, found))
        return found

    monkeypatch.setattr(importing, "find_stories", seen)
    with open_archive(tmp_path / "other", write=True, create=True) as archive:
        importing.import_files(archive, [folder / "warcs"], jobs=1)
    assert sum(found for _while, found in left) == 5
    assert [between for between, _found in left][-2:] == [True, False]
    assert rows(tmp_path / "other") == rows(folder)


def test_an_archive_from_before_gets_stories_when_it_is_written_to(folder):
    before = rows(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        take_stories_out(conn)
    run = winnow(folder, "stories")
    assert run.returncode == 0
    assert "5 articles are not compared yet" in run.stderr
    output(folder, "verify")
    output(folder, "reclean")
    assert rows(folder) == before
    assert winnow(folder, "stories").stderr == ""


def test_stories_found_by_other_numbers_stay_until_all_is_compared_anew(folder):
    before = rows(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        give_other_numbers(conn)
    run = winnow(folder, "stories", "1")
    assert "story 1: 4 articles" in run.stdout
    assert "5 articles are not compared yet" in winnow(folder, "stories").stderr
    assert "all as it should be" in output(folder, "verify")
    assert rows(folder) == before
    output(folder, "reclean")
    assert rows(folder) == before
    assert count(folder, "story_prints", "number < 0") == 0
    assert "all as it should be" in output(folder, "verify")
    assert winnow(folder, "stories").stderr == ""


def test_a_takedown_while_stories_wait_to_be_found_anew_leaves_nothing(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        give_other_numbers(conn)
    output(folder, "takedown", "--yes", "http://a.example/harbor")
    assert stories(folder) == {"c": [("d", "reworded"), ("e", "copy")]}
    assert "all as it should be" in output(folder, "verify")
    assert b"a.example/harbor" not in everything(folder)
    after = rows(folder)
    output(folder, "reclean")
    assert rows(folder) == after


def test_a_page_that_was_not_cleaned_is_not_compared(tmp_path):
    sample = Sample(tmp_path / "data")
    for place, host in enumerate("ab"):
        put(sample, f"https://{host}.example/", r.HARBOR, place, fallback="took too long")
    sample.db.close()
    assert find(tmp_path / "data") == 2
    assert stories(tmp_path / "data") == {}


def test_verify_names_story_rows_that_lead_nowhere(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("insert into story_prints values (1, 1, 99)")
        conn.execute("update story_articles set compared_id = 77 where document_id = 3")
        conn.execute("update stories set size = 9")
    told = output(folder, "verify", code=6)
    assert " numbers, where the articles have " in told
    assert "story 1: has 4 articles, not 9" in told
    assert "article 3: was compared to article 77, which is not in its story" in told


@pytest.mark.parametrize(("name", "sites"), [("story_of_article", 4), ("republished", 1)])
def test_the_ready_questions_of_datasette_find_them(folder, name, sites):
    sql = about()["query"][name]["sql"]
    with open_archive(folder) as archive:
        found = archive.conn.execute(sql, {"article": "3"}).fetchall()
    assert len(found) == sites
    if name == "republished":
        assert (found[0]["first_here"], found[0]["sites"]) == ("a.example", 4)
        assert set(found[0]["others"].split(",")) == {"c.example", "d.example", "e.example"}
