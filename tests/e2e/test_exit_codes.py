"""Every exit code of docs/exit-codes.md, by the command as a user runs it: one test each."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive import open_archive
from tests.command import ROOT, started, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

SEVEN = 'expect = { at_least = 9, within = "1s" }'


@pytest.fixture(scope="module")
def site():
    with grinding(Mill(6)) as mill:
        yield mill


@pytest.fixture(scope="module")
def crawled(site, tmp_path_factory) -> tuple[Path, Path]:
    """An archive and the source file it was made by."""
    folder = tmp_path_factory.mktemp("codes")
    source = seed(folder, site.url, SEVEN)
    done = winnow(folder / "archive", "crawl", source)
    assert done.returncode == 0, done.stderr
    return folder / "archive", source


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Standard error, which is one line and no traceback."""
    assert done.stderr.startswith("winnow: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_every_documented_code_has_a_test_here():
    rows = (ROOT / "docs" / "exit-codes.md").read_text().splitlines()
    documented = {int(row.split("|")[1]) for row in rows if re.match(r"\| \d", row)}
    tested = {int(name.split("_")[1]) for name in globals() if re.match(r"test_\d_", name)}
    assert documented == tested == set(range(8))


def test_0_done(crawled):
    archive, source = crawled
    for command in (["crawl", source], ["search", "river"], ["verify"]):
        done = winnow(archive, *command)
        assert (done.returncode, done.stderr) == (0, ""), command


def test_1_error(tmp_path):
    done = winnow(tmp_path / "nothing", "search", "river")
    assert done.returncode == 1
    assert "no archive at" in one_line(done)


def test_2_usage(tmp_path):
    for command in (["crawl", "--no-such-option"], ["no-such-command"], ["search"]):
        done = winnow(tmp_path / "a", *command)
        assert done.returncode == 2, command
        assert "Usage: " in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("limit", [("--max-pages", 2), ("--max-time", "1s")])
def test_3_work_left(tmp_path, limit):
    with grinding(Mill(6, latency=0.5)) as slow:
        source = seed(tmp_path, slow.url, "concurrency = 1")
        assert winnow(tmp_path / "a", "crawl", source, *limit).returncode == 3
        assert winnow(tmp_path / "a", "crawl", source).returncode == 0


def test_4_locked(crawled):
    archive, source = crawled
    with open_archive(archive, write=True):
        done = winnow(archive, "crawl", source)
    assert done.returncode == 4
    assert "process" in one_line(done)


def test_5_no_room(site, tmp_path):
    source = seed(tmp_path, site.url)
    script = (
        "import resource, runpy, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        f"sys.argv = ['winnow', '--archive', {str(tmp_path / 'a')!r}, 'crawl', {str(source)!r}]\n"
        "runpy.run_module('winnow', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert "disk full" in one_line(done)


def test_6_damage(crawled, tmp_path):
    archive, _source = crawled
    packed = winnow(archive, "pack", tmp_path / "one.db")
    assert packed.returncode == 0, packed.stderr
    assert winnow(tmp_path / "again", "unpack", tmp_path / "one.db").returncode == 0
    warc = next((tmp_path / "again" / "warcs").glob("*.warc.gz"))
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 0xFF
    warc.write_bytes(content)
    done = winnow(tmp_path / "again", "verify")
    assert done.returncode == 6
    assert warc.name in done.stdout + done.stderr


def test_7_unhealthy(crawled):
    archive, source = crawled
    done = winnow(archive, "sources", "--check", source)
    assert done.returncode == 7
    assert "new articles where 9 within" in done.stdout


def test_3_after_a_signal_too(tmp_path):
    with grinding(Mill(30, latency=0.2)) as slow:
        running = started(tmp_path / "a", "crawl", seed(tmp_path, slow.url))
        while len(slow) < 5:
            assert running.poll() is None
        running.terminate()
        _out, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (3, b"")
