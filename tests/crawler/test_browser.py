"""Pages made by JavaScript: shown to a real Chromium, whose every byte comes through us."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from archive.warc.reader import read_warc
from archive.warc.record import Record
from crawler.browser.program import executable
from tests.command import ROOT, winnow
from tests.crawler.certificate import server_context
from tests.crawler.command import seed
from tests.crawler.stage import answers, browsers, environment, sentence, slowly, trap
from tests.crawler.wire import Answer, serve

PARTNERS = ROOT / ".venv-partners" / "bin"
pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")

KILLERS = ["greedy", "hoarding"]
SHOWN = ["json", "polite", "private", "many", "away", "robots"]
ROWS = """
select u.url, c.record_type, c.kind, c.state, c.reason, c.via, c.depth, c.mime, c.charset,
    c.payload_digest, c.entity_size, c.fetched_at
from captures c join urls u on u.id = c.url_id order by c.id
"""
ARTICLES = "select url, title, text, version_count, first_seen from articles order by url"


def ask(archive: Path, sql: str, *values):
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        return conn.execute(sql, values).fetchall()


def crawl(archive: Path, source: Path, mark: str, seconds: float = 60) -> subprocess.Popen[str]:
    """`scrapy crawl source`, which takes settings."""
    command = [sys.executable, "-m", "scrapy", "crawl", "source", "-a", f"seed={source}"]
    command += ["-a", f"archive={archive}", "-s", f"RENDER_SECONDS={seconds}"]
    command += ["-s", "LOG_LEVEL=WARNING", "-s", "AUTOTHROTTLE_ENABLED=False"]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stderr=subprocess.PIPE, env=environment(mark)
    )


def rendering(folder: Path, url: str, *more: str) -> Path:
    return seed(folder, url + "/", "render = true", 'allow_addresses = ["127.0.0.1/32"]', *more)


def site(private: str) -> dict[str, Answer]:
    """Stories that are shown, one that a head asks not to keep, two that end their process."""
    found = answers([*SHOWN, "unwanted", *KILLERS], private)
    page = bytes(found["/story/unwanted"])
    found["/story/unwanted"] = page.replace(b"\r\n", b"\r\nX-Robots-Tag: noarchive\r\n", 1)
    return found


def gone(mark: str, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while browsers(mark) and time.monotonic() < end:
        time.sleep(0.05)
    return not browsers(mark)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """An archive after one crawl of a site whose pages try all sorts of things."""
    folder, mark = tmp_path_factory.mktemp("stage"), uuid4().hex
    with trap() as private, serve(site(private.address)) as wire:
        run = crawl(folder / "a", rendering(folder, wire.url), mark)
        _, errors = run.communicate(timeout=100)
        assert run.returncode == 0, errors
        assert "Traceback" not in errors, errors
        yield folder / "a", wire, private, mark, errors


def test_a_text_that_a_script_fetches_is_the_article(stage):
    archive, wire, *_ = stage
    articles = {url: (title, text) for url, title, text, *_ in ask(archive, ARTICLES)}
    for name in SHOWN:
        title, text = articles[f"{wire.url}/story/{name}"]
        assert title == f"The lamp of the {name} lighthouse"
        assert all(sentence(name, number) in text for number in range(1, 6))


def test_what_the_server_sent_is_the_first_evidence(stage):
    archive, wire, *_ = stage
    wanted = {talk.path: talk.answer for talk in wire.talks if talk.path.startswith("/story/")}
    files = sorted((archive / "warcs").glob("*.warc.gz"))
    records = [r for file in files for r in read_warc(file) if isinstance(r, Record)]
    raw = {r.target_uri: r for r in records if r.type == "response"}
    shown = {r.target_uri: r for r in records if r.type == "conversion"}
    for name in SHOWN:
        url = f"{wire.url}/story/{name}"
        assert raw[url].block == wanted[f"/story/{name}"]
        assert shown[url].fields["WARC-Refers-To"] == f"<{raw[url].record_id}>"
        assert sentence(name, 1) in shown[url].block.decode()
        assert sentence(name, 1) not in raw[url].block.decode()
    assert raw[wire.url + "/data/json.json"].block == wire.talk("/data/json.json").answer
    told = [r.block.decode() for r in records if r.type == "metadata"]
    assert any("rendered: Chromium" in each for each in told)


def test_a_document_and_a_script_are_asked_for_once(stage):
    _, wire, *_ = stage
    asked = wire.asked()
    assert asked.count("/story/json") == 1
    assert asked.count("/app.js") == asked.count("/app.css") == 1


def test_what_a_head_asks_for_holds_for_the_page_as_shown(stage):
    archive, wire, *_ = stage
    url = f"{wire.url}/story/unwanted"
    rows = ask(archive, ROWS.replace("order", "where u.url = ? order"), url)
    assert [row[1] for row in rows] == ["response", "conversion"]
    assert rows[1][4] == "the page says noarchive"
    assert url not in {row[0] for row in ask(archive, ARTICLES)}
    ends = ask(archive, "select outcome from crawl_outcomes where url = ?", url)
    assert ends == [("noarchive",)]


def test_a_page_that_takes_all_memory_costs_itself_alone(stage):
    archive, wire, *_ = stage
    ends = "select url, outcome, detail from crawl_outcomes where outcome = 'not rendered'"
    why = "its process crashed, or took more than 1024 MiB"
    assert sorted(ask(archive, ends)) == [
        (f"{wire.url}/story/{name}", "not rendered", why) for name in KILLERS
    ]


def test_no_private_address_is_reached(stage):
    _, _, private, *_ = stage
    assert private.caught == []


def test_only_what_makes_text_is_fetched(stage):
    _, wire, *_ = stage
    unwanted = (
        "popup frame picture.png film.mp4 file.zip vote beacon events elsewhere secret/x.json"
    )
    assert not {f"/{name}" for name in unwanted.split()} & set(wire.asked())
    assert not any(talk.request.startswith(b"POST") for talk in wire.talks)
    assert all(b"winnow/" in talk.request for talk in wire.talks)


def test_endless_requests_are_cut_and_said_so(stage):
    archive, wire, *_ = stage
    assert sum(path.startswith("/data/many.json") for path in wire.asked()) <= 100
    told = "".join(
        record.block.decode()
        for file in sorted((archive / "warcs").glob("*.warc.gz"))
        for record in read_warc(file)
        if isinstance(record, Record) and record.type == "metadata"
    )
    assert "parts: 100\r\n" in told
    assert "rendering-cut: 100 of 1" in told


def test_a_page_that_hangs_is_a_row_and_is_read_as_it_came(tmp_path):
    mark = uuid4().hex
    with serve(answers(["hangs"])) as wire:
        url = f"{wire.url}/story/hangs"
        source = rendering(tmp_path, wire.url, f'start = ["{url}"]')
        run = crawl(tmp_path / "a", source, mark, seconds=2)
        _, errors = run.communicate(timeout=100)
        assert (run.returncode, "Traceback" in errors) == (0, False), errors
    found = ask(tmp_path / "a", "select url, outcome, detail from crawl_outcomes")
    assert found == [(url, "not rendered", "not done within 2 s")]
    kept = ask(tmp_path / "a", ROWS.replace("order", "where u.url = ? order"), url)
    assert [row[1:4] for row in kept] == [("response", "listing", "done")]
    assert gone(mark)


def test_no_process_is_left(stage):
    *_, mark, _ = stage
    assert gone(mark)


def test_other_tools_read_the_files(stage):
    archive, *_ = stage
    for file in (archive / "warcs").glob("*.warc.gz"):
        checked = subprocess.run(
            [PARTNERS / "warcio", "check", file], capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout
    assert winnow(archive, "verify").returncode == 0


def test_rebuilt_and_imported_it_is_the_same(stage, tmp_path):
    archive, *_ = stage
    rows, articles = ask(archive, ROWS), ask(archive, ARTICLES)
    assert winnow(archive, "rebuild").returncode == 0
    assert ask(archive, ROWS) == rows
    assert ask(archive, ARTICLES) == articles
    out, other = tmp_path / "all.warc.gz", tmp_path / "b"
    assert winnow(archive, "export", out).returncode == 0
    assert winnow(other, "import", out).returncode == 0
    assert ask(other, ARTICLES) == articles


def test_one_page_is_exported_with_what_it_was_made_of(stage, tmp_path):
    archive, wire, *_ = stage
    out = tmp_path / "one.warc.gz"
    assert winnow(archive, "export", out, "--where", "url like '%/json'").returncode == 0
    found = {(r.type, r.target_uri) for r in read_warc(out) if isinstance(r, Record)}
    page, part = f"{wire.url}/story/json", f"{wire.url}/data/json.json"
    assert {("response", page), ("conversion", page), ("response", part)} <= found


def test_a_browser_that_crashes_costs_no_page(tmp_path):
    mark, site = uuid4().hex, answers(["json", "slow", "next"])
    site["/data/slow.json"] = slowly(bytes(site["/data/slow.json"]), 2.5)
    with serve(site) as wire:
        run = crawl(tmp_path / "a", rendering(tmp_path, wire.url), mark)
        end = time.monotonic() + 60
        while "/data/slow.json" not in wire.asked() and time.monotonic() < end:
            time.sleep(0.02)
        for pid in browsers(mark):
            if b"run-driver" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        _, errors = run.communicate(timeout=90)
        assert run.returncode == 0
        assert "Traceback" not in errors, errors
        outcomes = ask(tmp_path / "a", "select outcome, count(*) from crawl_outcomes group by 1")
        assert outcomes == [("fetched", 4)]
        titles = {title for _, title, *_ in ask(tmp_path / "a", ARTICLES)}
        assert "The lamp of the slow lighthouse" in titles
    assert gone(mark)


def test_a_killed_run_leaves_no_browser_and_is_gone_on_with(tmp_path):
    mark, site = uuid4().hex, answers(["json", "slow"])
    site["/data/slow.json"] = slowly(bytes(site["/data/slow.json"]), 2.5)
    with serve(site) as wire:
        source = rendering(tmp_path, wire.url)
        run = crawl(tmp_path / "a", source, mark)
        end = time.monotonic() + 60
        while "/data/slow.json" not in wire.asked() and time.monotonic() < end:
            time.sleep(0.02)
        run.kill()
        run.communicate()
        assert gone(mark)
        again = winnow(tmp_path / "a", "crawl", source)
        assert again.returncode == 0, again.stderr
        assert len(ask(tmp_path / "a", ARTICLES)) == 2


def test_a_run_that_is_stopped_ends_its_browser_and_is_gone_on_with(tmp_path):
    """Over TLS, with a certificate that nobody vouches for."""
    mark, found = uuid4().hex, answers(["json", "slow"])
    found["/data/slow.json"] = slowly(bytes(found["/data/slow.json"]), 2.5)
    with serve(found, context=server_context(tmp_path)) as wire:
        source = rendering(tmp_path, wire.url)
        command = [sys.executable, "-m", "winnow", "--archive", tmp_path / "a", "crawl", source]
        run = subprocess.Popen(
            command, cwd=ROOT, text=True, stderr=subprocess.PIPE, env=environment(mark)
        )
        end = time.monotonic() + 60
        while "/data/slow.json" not in wire.asked() and time.monotonic() < end:
            time.sleep(0.02)
        run.send_signal(signal.SIGTERM)
        _, errors = run.communicate(timeout=60)
        assert (run.returncode, errors) == (3, "")
        assert gone(mark)
        again = winnow(tmp_path / "a", "crawl", source)
        assert again.returncode == 0, again.stderr
        assert len(ask(tmp_path / "a", ARTICLES)) == 2


def test_without_the_extra_one_line_names_it(tmp_path):
    source = rendering(tmp_path, "http://127.0.0.1:9")
    code = "import sys; sys.modules['scrapy_playwright'] = None; import winnow; winnow.main()"
    command = [sys.executable, "-c", code, "--archive", tmp_path / "a", "crawl", source]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        'winnow: source "site" says render = true, which needs an extra: '
        "pip install 'winnow-archive[browser]'\n"
    )


def test_without_a_browser_one_line_says_so(tmp_path, monkeypatch):
    source = rendering(tmp_path, "http://127.0.0.1:9")
    monkeypatch.setenv("WINNOW_CHROMIUM", "/nowhere/chromium")
    done = winnow(tmp_path / "a", "crawl", source)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "WINNOW_CHROMIUM=/nowhere/chromium: no such program" in line
