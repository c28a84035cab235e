"""`winnow crawl` and `winnow fetch` as whole processes against sites on this machine."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import ROOT, started, winnow
from tests.crawler.command import busy, seed
from tests.crawler.mill import Mill, grinding
from tests.site.answer import Reply
from tests.site.server import serve


@pytest.fixture
def mill():
    with grinding(Mill(30), validators=True) as running:
        yield running


def ask(archive, sql, *values):
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        return conn.execute(sql, values).fetchall()


def reply(text: str, status: str = "200 OK", kind: str = "text/html", **headers: str) -> Reply:
    body = text.encode()
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return Reply(head.encode() + body)


def outcomes(archive, crawl: int = 1) -> dict[str, int]:
    return dict(
        ask(
            archive,
            "select outcome, count(*) from crawl_outcomes where crawl = ? group by 1",
            crawl,
        )
    )


def report(archive, *args, code=0):
    done = winnow(archive, "crawl", *args, "--json")
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def test_a_second_run_costs_almost_nothing_and_an_edit_one_version(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url)
    first = report(archive, source)
    assert (first["status"], first["sources"][0]["new"]) == ("done", 30)
    assert outcomes(archive) == {"fetched": 33}
    before = mill.sent
    second = report(archive, source)
    assert second["sources"][0]["outcomes"] == {"unchanged": 1}
    assert mill.sent == before
    mill.edits[7] = "<p>" + "The harbour was closed again on Monday after the storm. " * 5 + "</p>"
    ask_again = "update frontier_urls set due = 1 where url like '%/story/%'"
    with closing(sqlite3.connect(archive / "archive.db")) as conn, conn:
        conn.execute(ask_again)
        conn.execute("update frontier_queues set next_due = 0")
    third = report(archive, source)
    assert third["sources"][0]["outcomes"] == {"unchanged": 30, "fetched": 1}
    assert (third["sources"][0]["new"], third["sources"][0]["changed"]) == (0, 1)
    assert ask(archive, "select count(*), sum(version_count) from articles") == [(30, 31)]


def test_a_page_budget_stops_with_3_and_the_same_command_goes_on(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url)
    told = winnow(archive, "crawl", source, "--max-pages", 10)
    assert told.returncode == 3
    assert "the same command goes on" in told.stdout
    while report_code := winnow(archive, "crawl", source, "--max-pages", 10).returncode:
        assert report_code == 3
    assert {n for path, n in mill.asked.items() if path != "/robots.txt"} == {1}
    assert mill.asked["/robots.txt"] == 1  # kept for a day
    assert ask(archive, "select count(*) from articles") == [(30,)]


def test_the_budget_of_a_source_begins_anew_with_each_run(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url, "budget = { pages = 12 }")
    assert report(archive, source, code=3)["left"] > 0
    assert sum(outcomes(archive).values()) == 12
    report(archive, source, code=3)
    assert mill.asked["/"] == 2  # the front page is looked at in every run


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_in_good_order(tmp_path, number):
    with grinding(Mill(40, latency=0.1)) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url)
        running = started(archive, "crawl", source)
        while len(mill) < 6:
            time.sleep(0.01)
            assert running.poll() is None
        begun = time.monotonic()
        os.killpg(running.pid, number)  # as Ctrl-C on a terminal: all processes get it
        _out, errors = running.communicate(timeout=60)
        assert time.monotonic() - begun < 10 * busy()
        assert running.returncode == 3, errors
        assert errors == b""
        assert ask(archive, "select status from crawls") == [("stopped",)]
        assert report(archive, source)["status"] == "done"
        assert ask(archive, "select count(*) from articles") == [(40,)]
        assert {n for path, n in mill.asked.items() if path != "/robots.txt"} == {1}


def assert_stopped(running: subprocess.Popen[bytes], begun: float) -> None:
    """That a crawl ended soon after a signal, quietly and with work left."""
    _out, errors = running.communicate(timeout=60)
    assert time.monotonic() - begun < 10 * busy()
    assert (running.returncode, errors) == (3, b"")


def assert_goes_on(mill: Mill, archive: Path, source: Path) -> None:
    """That the next crawl gets all that the stopped one left, once no server hangs."""
    mill.hangs = frozenset()
    assert report(archive, source)["status"] == "done"
    assert ask(archive, "select count(*) from articles") == [(40,)]


def test_a_server_that_hangs_does_not_hold_up_a_stop(tmp_path):
    with grinding(Mill(40, latency=0.05, hangs=frozenset({"/story/3"}))) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url)
        running = started(archive, "crawl", source)
        while len(mill) < 20:
            time.sleep(0.01)
            assert running.poll() is None
        begun = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert_stopped(running, begun)
        assert_goes_on(mill, archive, source)


def test_a_signal_ends_what_only_waits_when_its_time_is_over(tmp_path):
    with grinding(Mill(40, latency=0.05, hangs=frozenset({"/story/3"}))) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url)
        running = started(archive, "crawl", source, "--max-time", "5s")
        while mill.asked["/story/3"] < 1:
            time.sleep(0.01)
            assert running.poll() is None
        time.sleep(6)  # its time is over, and it waits for the server that hangs
        begun = time.monotonic()
        os.killpg(running.pid, signal.SIGTERM)
        assert_stopped(running, begun)
        assert_goes_on(mill, archive, source)


def test_a_second_writer_is_refused_with_4(tmp_path):
    with grinding(Mill(40, hangs=frozenset({"/"}))) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url)
        running = started(archive, "crawl", source)
        while mill.asked["/"] < 1:  # and it waits for the answer
            time.sleep(0.01)
            assert running.poll() is None
        second = winnow(archive, "crawl", source)
        mill.hangs = frozenset()
        os.killpg(running.pid, signal.SIGTERM)
        running.communicate(timeout=60)
    assert second.returncode == 4
    assert second.stderr.count("\n") == 1
    assert f"process {running.pid}" in second.stderr


def test_a_folder_that_cannot_be_written(tmp_path, mill):
    source = seed(tmp_path, mill.url)
    (tmp_path / "file").write_text("x")
    told = winnow(tmp_path / "file", "crawl", source)
    assert told.returncode in {1, 5}
    assert told.stderr.count("\n") == 1


def test_a_host_that_is_not_there(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        told = winnow(tmp_path / "a", "crawl", seed(tmp_path, url))
    assert told.returncode == 1
    assert "refused" in told.stdout
    assert told.stderr == "winnow: no server answered\n"
    assert ask(tmp_path / "a", "select outcome from crawl_outcomes") == [("refused",)]


@pytest.mark.parametrize("sent", ["/ziel-ü".encode(), "/ziel-ü".encode("latin-1")])
def test_a_redirect_is_read_as_utf8_where_it_is_that(tmp_path, sent):
    def answer(request):
        if request.path == "/old":
            head = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
            return Reply(head % sent)
        return reply("<p>A page of its own.</p>")

    with serve(answer=answer) as site:
        told = winnow(tmp_path / "a", "fetch", f"{site.url}old", "--allow-address", "127.0.0.0/8")
    assert told.returncode == 0, told.stderr
    asked = ask(tmp_path / "a", "select url from crawl_outcomes where outcome = 'fetched'")
    assert [url for (url,) in asked] == [f"{site.url}ziel-%C3%BC"]


def test_a_site_that_was_away_for_a_moment_loses_nothing(tmp_path):
    away = {"until": 0.0}

    def answer(request):
        if time.monotonic() < away["until"]:
            return reply("busy", "503 Busy")
        if request.path == "/a" and not away["until"]:
            away["until"] = time.monotonic() + 1.5
            return reply("busy", "503 Busy")
        links = "".join(f'<a href="/{name}">{name}</a>' for name in "abc")
        return reply(f"<html><body>{links}<p>page {request.path}</p></body></html>")

    with serve(answer=answer) as site:
        archive, source = tmp_path / "a", seed(tmp_path, site.url, "articles = []")
        report(archive, source)
    assert outcomes(archive) == {"fetched": 4}


def test_an_address_of_this_machine_needs_leave(tmp_path, mill):
    told = winnow(tmp_path / "a", "crawl", mill.url)
    assert told.returncode == 1
    assert "forbidden address (not public; --allow-address" in told.stdout
    assert outcomes(tmp_path / "a") == {"forbidden address": 1}
    told = winnow(tmp_path / "a", "fetch", f"{mill.url}story/3")
    assert "forbidden address (not public; --allow-address" in told.stdout
    assert len(mill) == 0
    leave = ["--allow-address", "127.0.0.0/8", "--max-pages", 2]
    told = winnow(tmp_path / "a", "crawl", mill.url, *leave)
    assert told.returncode == 3
    assert len(mill) == 3  # robots.txt is no page


@pytest.mark.parametrize("command", ["crawl", "fetch"])
def test_a_password_in_a_url_is_kept_nowhere(tmp_path, mill, command):
    url = mill.url.replace("//", "//me:pa55word@")
    told = winnow(tmp_path / "a", command, url, "--allow-address", "127.0.0.0/8")
    assert told.returncode == 2
    assert "expected a URL without a name and a password" in told.stderr
    assert (len(mill), list(tmp_path.rglob("*"))) == (0, [])


def test_site_rules_strip_what_they_name(tmp_path, mill):
    box = '<div class="box"><p>Our members read the paper without any of these boxes.</p></div>'
    mill.edits[3] = "<p>The river stood high for a week and fell on Friday night.</p>" * 3 + box
    source = seed(tmp_path, f"{mill.url}list/0", "[[source.strip]]", 'css = ".box"')
    told = winnow(tmp_path / "a", "crawl", source)
    assert told.returncode == 0, told.stderr
    texts = [text for (text,) in ask(tmp_path / "a", "select text from articles")]
    assert sum("stood high" in text for text in texts) == 1
    assert not any("Our members" in text for text in texts)
    taken = ask(tmp_path / "a", "select rule, reason from removed where text like 'Our members%'")
    assert len(taken) == 1
    assert "site" in " ".join(taken[0])


def test_scrapy_runs_the_same_spider(tmp_path, mill):
    source = seed(tmp_path, mill.url)
    archive = tmp_path / "a"
    command = [sys.executable, "-m", "scrapy", "crawl", "source", "-a", f"seed={source}"]
    done = subprocess.run(
        [*command, "-a", f"archive={archive}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ask(archive, "select count(*) from articles") == [(30,)]
    assert ask(archive, "select status from crawls") == [("done",)]


def test_only_what_is_due(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url, 'every = "1h"')
    report(archive, source, "--due")
    asked = len(mill)
    told = report(archive, source, "--due")
    assert told["urls"] == 0
    assert len(mill) == asked


def test_cleaning_can_wait(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url)
    first = report(archive, source, "--jobs", 0)
    assert first["waiting"] == 30
    assert ask(archive, "select count(*) from articles") == [(0,)]
    assert report(archive, source)["waiting"] == 0
    assert ask(archive, "select count(*) from articles") == [(30,)]


@pytest.mark.parametrize("tags", ["honor", "ignore"])
def test_pages_may_ask_not_to_be_kept(tmp_path, tags):
    def answer(request):
        if request.path == "/":
            names = ["plain", "header", "meta", "nofollow"]
            return reply("".join(f'<a href="/{name}">A story named {name}</a> ' for name in names))
        if request.path == "/robots.txt":
            return reply("", "404 Not Found")
        name = request.path.strip("/")
        meta = {"meta": "noindex", "nofollow": "nofollow"}.get(name, "all")
        head = {"X-Robots-Tag": "noarchive"} if name == "header" else {}
        lines = "".join(f"<p>The {name} was moved to {place}.</p>" for place in ROUTES)
        link = f'<a href="/from-{name}">More of it</a>' if "from" not in name else ""
        text = f"<h1>{name}</h1>{lines}{link}"
        return reply(f'<title>{name}</title><meta name="robots" content="{meta}">{text}', **head)

    with serve(answer=answer) as site:
        archive = tmp_path / "a"
        source = seed(tmp_path, site.url, "articles = []", f'robots_tags = "{tags}"')
        report(archive, source)
    kept = {url.rpartition("/")[2] for (url,) in ask(archive, "select url from articles")}
    own = {"plain", "nofollow", "from-plain", "from-header", "from-meta"}
    rest = {"header", "meta", "from-nofollow"}
    assert kept == (own if tags == "honor" else own | rest)
    if tags == "honor":
        ends = ask(archive, "select outcome from crawl_outcomes where outcome like 'no%'")
        assert sorted(ends) == [("noarchive",), ("noindex",)]
        told = ask(archive, "select count(*) from captures where reason like 'the page says%'")
        assert told == [(2,)]
    assert winnow(archive, "rebuild").returncode == 0
    again = {url.rpartition("/")[2] for (url,) in ask(archive, "select url from articles")}
    assert again == kept


ROUTES = ["the harbor", "the hill", "the old mill", "the square", "the river bank", "the station"]
