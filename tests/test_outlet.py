"""The demo outlet itself: its labels hold, its bytes are recorded, its oddities are there."""

import gzip
import http.client
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site import labels, story
from tests.site.server import Outlet, read_log, serve

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def outlet():
    with serve() as running:
        yield running


def get(outlet: Outlet, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(outlet.url).netloc)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_outlet_is_large_and_odd_enough():
    all_stories = story.stories()
    assert len(all_stories) >= 40
    assert len({one.language for one in all_stories}) >= 11
    assert {one.wire.get("coding", "") for one in all_stories} >= {"gzip", "deflate", "br", ""}
    sent_as = {one.wire.get("mime", "html") for one in all_stories}
    assert sent_as >= {"", "text/html", "text/plain", "application/octet-stream"}
    charsets = {one.wire.get("charset", "utf-8") for one in all_stories}
    assert charsets >= {"utf-8", "windows-1251", "shift_jis", "gb18030", "koi8-r"}
    assert any(one.wire.get("chunked") and one.wire.get("coding") for one in all_stories)


@pytest.mark.parametrize("one", story.stories(), ids=lambda one: one.slug)
def test_labels_of_a_story_do_not_contradict_each_other(one: story.Story):
    wanted = labels.labels(one)
    assert len(wanted.kept) >= 4
    assert len(wanted.debris) >= 4
    article = "\n\n".join(wanted.kept)
    assert labels.missing(article, wanted) == []
    assert labels.surplus(article, wanted) == []
    assert [line for line in story.page_lines(one) if line.mark == "=" and line.text]
    body = story.page_html(one).partition("</head>")[2]
    assert "{{" not in body.replace("{{base}}", "")


@pytest.mark.parametrize("one", story.stories(), ids=lambda one: one.slug)
def test_every_line_with_text_is_marked(one: story.Story):
    body = "\n".join(f"{line.mark} {line.html}" for line in story.page_lines(one))
    lines = story.marked(body.partition("</head>")[2])
    assert [line.html for line in lines if line.mark == " " and line.text] == []
    assert {line.mark for line in lines} <= {"+", "-", "=", " "}


def test_every_listed_path_is_served(outlet):
    for path, wanted in labels.expected().items():
        answer, body = get(outlet, path)
        assert answer.status == 200, path
        assert body, path
        assert wanted.title


def test_what_went_over_the_wire_is_recorded(outlet):
    before = len(outlet.exchanges)
    _answer, body = get(outlet, "/about", X_Probe="one")
    wire = outlet.exchanges[before]
    assert wire.path == "/about"
    assert wire.request.startswith(b"GET /about HTTP/1.1\r\n")
    assert b"X-Probe: one\r\n" in wire.request
    assert wire.response.endswith(b"\r\n\r\n" + body)


def test_an_unchanged_page_is_answered_with_304(outlet):
    answer, _body = get(outlet, "/")
    again, body = get(outlet, "/", If_None_Match=answer.headers["ETag"])
    assert (again.status, body) == (304, b"")


def test_roads_that_lead_elsewhere(outlet):
    assert get(outlet, "/go/old-bridge-link")[0].status == 301
    assert get(outlet, "/go/today")[0].headers["Location"] == "/go/today-edition"
    assert get(outlet, "/2026/01/never-written")[0].status == 404
    assert get(outlet, "/broken")[0].status == 500
    assert b"http-equiv" in get(outlet, "/moved/tram")[1]
    assert len(get(outlet, "/news")[0].headers.get_all("Set-Cookie")) == 2


def test_started_as_a_program_it_prints_its_address_and_keeps_a_log(tmp_path):
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "tests/site/server.py", "--log", str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as program:
        try:
            outlet = Outlet(json.loads(program.stdout.readline())["url"])
            get(outlet, "/sitemap-archive.xml.gz")
        finally:
            program.terminate()
    (wire,) = read_log(log)
    assert b"<urlset" in gzip.decompress(wire.response.partition(b"\r\n\r\n")[2])
