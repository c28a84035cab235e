"""`winnow serve` started for real: pages, search box, every ready question, beside a writer."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from archive.datasette.metadata import about
from crawler.schema.migrations import frontier_migrations
from tests.archive.sample import build
from tests.archive.served import ROOT, Served


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    sample = build(tmp_path_factory.mktemp("archive"))
    frontier_migrations.apply(sample.db)
    sample.db["frontier_queues"].insert({"id": 1, "source": "courier", "host": "courier.example"})
    for number, (outcome, status) in enumerate([("robots", None), ("fetched", 200)], 1):
        url = f"https://courier.example/{number}"
        known = {"id": number, "key": url, "url": url, "queue_id": 1, "kind": "page", "found_at": 0}
        sample.db["frontier_urls"].insert(known)
        ended = {"crawl_id": 1, "url_id": number, "outcome": outcome, "status": status, "at": 0}
        sample.db["frontier_outcomes"].insert(ended)
    sample.capture("https://courier.example/gone", "2026-03-02T12:00:00.000000Z", status=404)
    sample.capture(
        "https://courier.example/bomb",
        "2026-03-02T12:00:01.000000Z",
        state="failed",
        reason="took longer than 20 s",
    )
    running = Served(sample)
    yield running
    running.stop()
    sample.db.close()


def test_the_front_page_leads_to_everything(served):
    assert "Winnow archive" in served.page("/")
    page = served.page("/archive")
    for name in about()["query"]:
        assert f'href="/archive/{name}"' in page
    for name, table in about()["table"].items():
        if not table.get("hidden"):
            assert f'href="/archive/{name}"' in page, name


@pytest.mark.parametrize("name", about()["table"])
def test_every_table_has_a_page_with_its_description(served, name):
    page = served.page(f"/archive/{name}")
    table = about()["table"][name]
    assert table["description"].split(":")[0][:40] in page
    for column in table["columns"]:
        assert f'data-column="{column}"' in page or f">{column}" in page


@pytest.mark.parametrize("name", ["articles", "documents"])
def test_the_search_box_finds_articles(served, name):
    assert 'name="_search"' in served.page(f"/archive/{name}")
    assert {row["id"] for row in served.rows(name, _search="wall")} == {1, 2, 4}
    assert [row["id"] for row in served.rows(name, _search='"two people"')] == [1]
    assert f"/archive/{name}?_facet" not in served.page(f"/archive/{name}")  # no suggestions
    assert 'id="facet-language"' in served.page(f"/archive/{name}")


QUESTIONS = {
    "search": ({"search": "wall", "site": ""}, "article", [4, 2, 1]),
    "best_matches": ({"search": "wall"}, "article", [2, 1, 4]),
    "edited_out": ({"search": "blamed"}, "article", [1]),
    "removed_from_article": ({"article": "6"}, "text", ["Share this", "Photograph: N. N."]),
    "article_in_place": ({"article": "6"}, "removed", ["navigation", "", "caption", ""]),
    "most_edited": ({}, "article", [1]),
    "versions_of_article": ({"article": "1"}, "version", [1, 2]),
    "story_of_article": ({"article": "2"}, "relation", []),
    "republished": ({}, "others", []),
    "evidence": ({"article": "1"}, "capture", [1, 2]),
    "rules_by_use": ({}, "rule", ["credit-line"]),
    "commonest_debris": ({"site": "echo.example"}, "text", ["Photograph: N. N.", "Share this"]),
    "failed_pages": ({}, "reason", ["took longer than 20 s", None]),
    "not_fetched": ({}, "outcome", ["robots"]),
    "not_cleaned": ({}, "reason", ["cleaning took too long"]),
    "gone_quiet": ({"days": ""}, "source", ["gazette", "courier"]),
    "articles_per_day": ({"site": "courier.example"}, "day", ["2026-03-02", "2026-03-01"]),
    "mentions_per_month": ({"search": "wall"}, "articles", [2, 1]),
}


@pytest.mark.parametrize("name", about()["query"])
def test_every_ready_question_has_an_answer(served, name):
    query, column, expected = QUESTIONS[name]
    found = [row[column] for row in served.rows(name, **query)]
    assert found[: len(expected)] == expected
    assert about()["query"][name]["title"] in served.page(f"/archive/{name}", **query)


@pytest.mark.parametrize("name", about()["query"])
def test_a_ready_question_without_words_is_no_error(served, name):
    names = re.findall(r":([a-z]+)\b", about()["query"][name]["sql"])
    assert isinstance(served.rows(name, **dict.fromkeys(names, "")), list)
    assert isinstance(served.rows(name, **dict.fromkeys(names, 'x"')), list)


def test_the_blocks_of_an_article_come_back_whole(served):
    rows = served.rows("article_in_place", article="6")
    assert [row["text"] for row in rows] == [
        "Share this", "Zwölf 港口 boats.", "Photograph: N. N.", "All sank.",
    ]  # fmt: skip


def test_what_a_writer_adds_is_seen_at_once(served):
    served.sample.text("https://late.example/x", ["A comet was seen."], title="Comet")
    assert [row["article"] for row in served.rows("search", search="comet", site="")] == [7]


def test_the_file_is_not_handed_out(served):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        served.page("/archive.db")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/archive/-/article/1x", 404),
        ("/nowhere", 404),
        ("//elsewhere.example/", 404),
        ("/archive?sql=select+zeroblob(900000000)", 400),
        ("/archive/articles?_next=abc", 400),
        ("/archive/articles.json?_next=99999999999999999999", 400),
        ("/archive/versions?_sort=nowhere", 400),
        ("/archive/versions?_through={}", 400),
        ("/archive/versions?id__in=[", 400),
    ],
)
def test_a_wrong_address_is_answered_at_once_and_quietly(tmp_path, path, code):
    sample = build(tmp_path / "archive")
    running = Served(sample)
    with pytest.raises(urllib.error.HTTPError, match=str(code)):
        running.page(path)
    status, told = running.stop()
    assert (status, "Traceback" in told) == (0, False)
    sample.db.close()


def test_nobody_can_write(served):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        served.page("/archive.json", sql="delete from documents")


def test_a_taken_port_and_a_missing_archive_are_one_line_each(served, tmp_path):
    port = served.url.rpartition(":")[2]
    for folder, line in ((served.sample.folder, "--port 0"), (tmp_path / "no", "no archive at")):
        ran = subprocess.run(
            [sys.executable, "-m", "winnow", "--archive", str(folder), "serve", "--port", port],
            cwd=ROOT, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert ran.returncode == 1
        assert line in ran.stderr.decode()
        assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", [b"na\xefve", b"what?", b"50%41", b"a#b", "hafen\u00fc".encode()])
def test_a_folder_of_any_name_is_served(tmp_path, name):
    folder = tmp_path / os.fsdecode(name)
    build(folder).db.close()
    running = Served(archive=folder)
    try:
        assert len(running.rows("articles")) == 6
    finally:
        assert running.stop() == (0, "")
    assert list(tmp_path.iterdir()) == [folder]


def test_control_c_ends_it_quietly(tmp_path):
    sample = build(tmp_path / "archive")
    assert Served(sample).stop() == (0, "")
    sample.db.close()


def test_an_archive_without_frontier_has_no_question_about_it(tmp_path):
    sample = build(tmp_path / "archive")
    running = Served(sample)
    page = running.page("/archive")
    assert "/archive/not_fetched" not in page
    assert "/archive/failed_pages" in page
    running.stop()
    sample.db.close()
