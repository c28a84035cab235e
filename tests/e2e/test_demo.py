"""The demo outlet, crawled: everything fetched once, kept, cleaned and found again."""

import csv
import io
from collections import Counter

from tests.command import output
from tests.e2e.road import Road, contents, json_rows, rows
from tests.site import labels

EXPECTED = labels.expected()
LOST_AT_MOST = 0  # article lines and debris lines that cleaning gets wrong
LEFT_AT_MOST = 0


def texts(demo: Road) -> dict[str, str]:
    found = rows(demo.archive, "select url, text from articles where fallback is null")
    return {demo.path_of(row["url"]): row["text"] for row in found}


def test_every_story_is_an_article_once(demo):
    urls = [row["url"] for row in rows(demo.archive, "select url from articles")]
    assert sorted(map(demo.path_of, urls)) == sorted(EXPECTED)
    asked = Counter(wire.path.split("?")[0] for wire in demo.outlet.exchanges)
    assert {path: asked[path] for path in EXPECTED} == dict.fromkeys(EXPECTED, 1)


def test_the_text_holds_all_article_lines_and_no_debris(demo):
    found = texts(demo)
    kept = sum(len(wanted.kept) for wanted in EXPECTED.values())
    debris = sum(len(wanted.debris) for wanted in EXPECTED.values())
    lost = [
        (path, line)
        for path, wanted in EXPECTED.items()
        for line in labels.missing(found.get(path, ""), wanted)
    ]
    left = [
        (path, line)
        for path, wanted in EXPECTED.items()
        for line in labels.surplus(found.get(path, ""), wanted)
    ]
    print(f"article lines: {kept - len(lost)} of {kept}; debris lines: {len(left)} of {debris}")
    assert len(lost) <= LOST_AT_MOST, lost
    assert len(left) <= LEFT_AT_MOST, left


def test_debris_is_kept_beside_the_text_with_its_reason(demo):
    taken = rows(
        demo.archive,
        "select url, r.text, r.rule, r.reason from removed r join articles a on a.id = r.article",
    )
    assert all(row["rule"] and row["reason"] for row in taken)
    by_page: dict[str, str] = {}
    for row in taken:
        path = demo.path_of(row["url"])
        by_page[path] = by_page.get(path, "") + "\n" + row["text"]
    header = labels.key("Read more from The Lanternport Courier:")
    assert header in labels.key(by_page["/2026/03/bridge-reopens"])
    assert labels.key("Tomas Reck") in labels.key(by_page["/2026/03/bridge-reopens"])


def test_titles_languages_dates_and_bylines(demo):
    found = {demo.path_of(row["url"]): row for row in rows(demo.archive, "select * from articles")}
    for path, wanted in EXPECTED.items():
        assert found[path]["title"] == wanted.title, path
        assert found[path]["language"] == wanted.language, path
        if found[path]["published"] and "T" in found[path]["published"]:
            assert found[path]["published"][:10] == wanted.published[:10], path
        if found[path]["byline"] and wanted.byline:
            assert found[path]["byline"] == wanted.byline, path


def test_what_robots_forbids_is_never_asked_for(demo):
    paths = demo.outlet.paths()
    assert "/robots.txt" in paths
    assert [path for path in paths if path.startswith(("/private/", "/share"))] == []


def test_what_is_no_page_is_kept_as_evidence_only(demo):
    sql = """
        select u.url, c.status, c.state, c.reason, c.version_id
        from captures c join urls u on u.id = c.url_id
    """
    found = {demo.path_of(row["url"]): row for row in rows(demo.archive, sql)}
    statuses = {
        "/go/old-bridge-link": 301,
        "/go/today": 302,
        "/go/today-edition": 302,
        "/go/round": 302,
        "/2026/01/never-written": 404,
        "/broken": 500,
    }
    for path, status in statuses.items():
        assert found[path]["status"] == status, path
        assert found[path]["version_id"] is None, path
        assert found[path]["reason"], path


def test_search_finds_lines_and_shows_where(demo):
    out = output(demo.archive, "search", "wheelbarrow promised")
    assert "Old harbour bridge reopens" in out
    assert "wheelbarrow" in out
    assert output(demo.archive, "search", "潮見表").count("minato-pan") == 1
    assert "parom-orkestr" in output(demo.archive, "search", "дирижёр боцман")
    hits = json_rows(output(demo.archive, "search", "--json", "--limit", "3", "council"))
    assert 1 <= len(hits) <= 3
    nothing = output(demo.archive, "search", "cookies")
    assert "http" not in nothing, "the consent notice is not in the text"


def test_show_gives_the_article_its_removals_and_its_record(demo):
    url = f"{demo.outlet.url}2026/03/bridge-reopens"
    assert "wheelbarrow" in output(demo.archive, "show", url)
    assert "Read more from" not in output(demo.archive, "show", url)
    assert "Read more from" in output(demo.archive, "show", url, "--removed")
    assert "HTTP/1.1 200 OK" in output(demo.archive, "show", url, "--raw")


def test_export_gives_one_article_a_line(demo):
    lines = json_rows(output(demo.archive, "export", "-", "--format", "jsonl"))
    assert len(lines) == len(EXPECTED)
    keys = {"id", "url", "title", "byline", "published", "language", "text", "fetched_at", "sha256"}
    assert keys <= set(lines[0])
    table = list(
        csv.DictReader(io.StringIO(output(demo.archive, "export", "-", "--format", "csv")))
    )
    assert [row["text"] for row in table] == [line["text"] for line in lines]


def test_verify_finds_nothing_wrong(demo):
    before = contents(demo.archive)
    output(demo.archive, "verify")
    assert contents(demo.archive) == before
