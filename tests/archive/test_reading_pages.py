"""The reading page, raw records, search box and headers that the plugin adds to Datasette."""

import gzip
import io
import re
import urllib.error
from urllib.parse import quote

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.datasette.plugin import expression
from tests.archive.sample import WARC, build
from tests.archive.served import Served

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>wall<script>alert(1)</script>"
RECORD = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/story/wall\r\n"
    b"WARC-Record-ID: <urn:uuid:6b1c1bd0-0000-4000-8000-000000000001>\r\n"
    b"WARC-Date: 2026-03-01T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    + f"Content-Length: {len(HTTP)}\r\n\r\n".encode()
    + HTTP
    + b"\r\n\r\n"
)
ATTACK = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    sample = build(tmp_path_factory.mktemp("archive"))
    member = gzip.compress(RECORD)
    with (sample.folder / "warcs" / WARC).open("wb") as warc:
        warc.seek(1000)
        warc.write(member)
    sample.db["captures"].update(1, {"warc_length": len(member)})
    sample.text(
        f"https://attack.example/{quote(ATTACK)}",
        [
            ATTACK,
            (ATTACK, ATTACK, ATTACK),
            ATTACK,
            *[(f"{n} {ATTACK}", "a", "b") for n in range(5)],
        ],
        title=ATTACK,
        byline=ATTACK,
        source=ATTACK,
    )
    sample.text("https://attack.example/b", ["was " + ATTACK], title=ATTACK)
    sample.text(
        "https://attack.example/b", ["is " + ATTACK + " now"], title=ATTACK, language=ATTACK
    )
    sample.db["warc_files"].insert({"id": 2, "path": "../../../etc/passwd", "state": "closed"})
    sample.db["captures"].update(4, {"warc_file_id": 2, "warc_offset": 0})
    running = Served(sample)
    yield running
    running.stop()
    sample.db.close()


def test_an_article_reads_from_top_to_bottom(served):
    page = served.page("/archive/-/article/1")
    assert '<h1 dir="auto">Harbor wall falls, two hurt</h1>' in page
    assert "<p>Engineers are at work.</p>" in page
    assert 'href="?version=2&amp;since=1"' in page
    assert "Photograph" not in page


def test_removed_blocks_stand_in_their_place_with_the_reason(served):
    page = served.page("/archive/-/article/1", version="1", removed="1")
    order = ["Photograph: Ada", "Nobody was hurt", "Read more from", "Ferry stops", "mayor blamed"]
    assert [place for place in order if place in page] == order
    assert sorted(order, key=page.index) == order
    assert re.search(r"<del>Photograph: Ada Moreno</del>.*caption.*credit-line", page)
    assert "Show the 2 removed blocks" in served.page("/archive/-/article/6")


def test_what_changed_is_marked_word_by_word(served):
    page = served.page("/archive/-/article/1", version="2", since="1")
    assert "Monday. <del>Nobody was</del><ins>Two people were</ins> hurt." in page
    assert "<del>The mayor blamed the storm.</del>" in page


def test_a_record_downloads_as_warc(served):
    headers, body = served.answer("/archive/-/capture/1.warc")
    assert headers["content-type"] == "application/warc"
    assert headers["content-disposition"] == 'attachment; filename="capture-1.warc"'
    assert headers["content-security-policy"].startswith("sandbox")
    assert body == RECORD
    bodies = [record.content_stream().read() for record in ArchiveIterator(io.BytesIO(body))]
    assert bodies == [HTTP.partition(b"\r\n\r\n")[2]]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/archive/-/article/999", 404),
        ("/archive/-/article/1?version=9", 404),
        ("/archive/-/article/1?since=9", 404),
        ("/archive/-/capture/999.warc", 404),
        ("/archive/-/capture/2.warc", 500),  # nothing there
        ("/archive/-/capture/4.warc", 500),  # a path out of the archive
        ("/nowhere/-/article/1", 404),
        ("/archive/-/article/99999999999999999999999", 404),
    ],
)
def test_what_is_not_there_is_a_plain_answer(served, path, code):
    with pytest.raises(urllib.error.HTTPError) as caught:
        served.page(path)
    assert caught.value.code == code
    assert b"passwd" not in caught.value.read() or code == 500


def test_tables_and_questions_lead_to_articles_and_records(served):
    assert 'href="/archive/-/article/2"' in served.page("/archive/articles")
    assert 'href="/archive/-/article/1?version=1"' in served.page(
        "/archive/edited_out", search="blamed"
    )
    assert 'href="/archive/-/capture/1.warc"' in served.page("/archive/evidence", article="1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("harb*", [1]),
        ("wall -menu -hurt", [2]),
        ("港口的墙", [3]),
        ('wall "', [1, 2, 4]),
        ("title:council OR hurt", [1, 2]),
        ('"', []),
        ("-wall", []),
        ("a AND (", []),
    ],
)
def test_the_search_box_takes_what_winnow_search_takes(served, text, found):
    for name in ("articles", "documents"):
        assert sorted(row["id"] for row in served.rows(name, _search=text)) == found


def test_any_value_is_an_expression():
    assert expression(None) == expression("") == '""'
    assert expression(5) == '"5"'


PAGES = [
    "/archive/-/article/7",
    "/archive/-/article/7?removed=1",
    "/archive/-/article/8?version=2&since=1",
    "/archive/articles",
    "/archive/documents/7",
    "/archive/removed",
    "/archive/search?search=alert&site=",
    "/archive/article_in_place?article=7",
]


@pytest.mark.parametrize("path", PAGES)
def test_attack_strings_stay_text(served, path):
    headers, body = served.answer(path)
    page = body.decode()
    assert "alert(1)" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    policy = headers["content-security-policy"]
    assert (
        "default-src 'none'" in policy if "/-/article" in path else "default-src 'self'" in policy
    )
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test:80", "[::2]:8001", ""])
def test_another_host_name_gets_nothing(served, host):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        served.answer("/archive.json", Host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8001", "[::1]:8001", "[::1]"])
def test_names_of_this_machine_are_answered(served, host):
    assert served.answer("/-/versions.json", Host=host)[1].startswith(b"{")


def test_no_page_links_to_a_script_url(served):
    served.sample.text("javascript:alert(1)", ["Odd."], title="Odd")
    number = served.sample.db["documents"].count
    assert 'href="javascript' not in served.page(f"/archive/-/article/{number}")
