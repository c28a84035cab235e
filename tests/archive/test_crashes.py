"""Killed, out of room, out of handles: what was stored stays, and the same command completes."""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from archive import open_archive
from archive.checks.fault import Progress
from archive.checks.files import file_faults
from archive.errors import CannotWriteError
from archive.indexing import Indexing
from archive.warc.reader import read_warc
from archive.warc.record import Record
from tests.archive.exchanges import exchange, page, story

ROOT = Path(__file__).parents[2]
COUNT = 30


def start(folder, *limits, count=COUNT):
    command = [sys.executable, "-m", "tests.archive.appending", str(folder), str(count), *limits]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(folder, count=COUNT):
    with start(folder, count=count) as again:
        out, err = again.communicate()
    assert out.endswith("done\n"), err
    return err


def check(folder, count=COUNT):
    """Every page is there once, with one record and one article; nothing is left over."""
    with open_archive(folder) as archive:
        urls = [c.url for c in archive.captures("true order by c.id")]
        assert len(urls) == len(set(urls)) == count
        states = archive.conn.execute("select state, count(*) from captures group by 1").fetchall()
        assert [tuple(row) for row in states] == [("done", count)]
        assert archive.conn.execute("select count(*) from articles").fetchone()[0] == count
    responses = 0
    for path in sorted((folder / "warcs").glob("*.warc.gz")):
        found = list(read_warc(path))
        assert all(isinstance(one, Record) and not one.faults() for one in found)
        responses += sum(one.type == "response" for one in found)
    assert responses == count
    assert not list((folder / "warcs").glob("*.open"))
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), "verify"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def kill_once(folder, wait):
    """The last capture that a killed writer said it had committed."""
    with start(folder) as writer:
        first = writer.stdout.readline()
        time.sleep(wait)
        writer.kill()
        said = [first, *writer.stdout]
        writer.stderr.close()
    numbers = [int(line) for line in said if line.strip().isdecimal()]
    return max(numbers, default=0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kill_at_any_moment_loses_nothing(tmp_path, seed):
    folder = tmp_path / "data"
    said = kill_once(folder, random.Random(seed).uniform(0, 0.6))
    with open_archive(folder, write=True) as archive:
        assert archive.conn.execute("select count(*) from captures").fetchone()[0] >= said
        statuses = archive.conn.execute("select distinct status from crawls").fetchall()
        assert {row[0] for row in statuses} <= {"interrupted", "done"}
    finish(folder)
    check(folder)


DIES = """
import os, sys
from archive import open_archive
from tests.archive.exchanges import exchange
with open_archive(sys.argv[1], write=True, create=True) as archive:
    with archive.append([exchange("/0"), exchange("/1", minute=1)]):
        pass
    with archive.append([exchange("/2", minute=2)]):
        os._exit(9)  # the record is written, its row is not
"""


@pytest.fixture
def left(tmp_path):
    """What a process left that ended between a record and its row, and its open WARC file."""
    folder = tmp_path / "data"
    command = [sys.executable, "-c", DIES, str(folder)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    return folder, next((folder / "warcs").glob("*.open"))


def pages(folder):
    with open_archive(folder, write=True) as archive:
        files = archive.conn.execute("select state from warc_files").fetchall()
        assert [row["state"] for row in files] == ["closed"]
        return [c.url[-2:] for c in archive.captures("true order by c.id")]


def test_torn_records_are_set_aside_and_rowless_ones_get_rows(left, caplog):
    folder, path = left
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08torn by a power cut")
    whole = path.read_bytes()
    assert pages(folder) == ["/0", "/1", "/2"]
    assert "1 captures added, 0 dropped, 22 torn bytes set aside" in caplog.text
    torn = next((folder / "warcs").glob("*.torn"))
    assert whole.endswith(torn.read_bytes())
    assert torn.read_bytes().endswith(b"torn by a power cut")
    caplog.clear()
    assert pages(folder) == ["/0", "/1", "/2"]
    assert caplog.text == ""
    with open_archive(folder) as archive:
        assert list(file_faults(archive.conn, archive.shelf, Progress())) == []


def test_rows_beyond_the_good_end_go(left):
    """A disk that lied about a sync: rows whose records never reached it."""
    folder, path = left
    with open_archive(folder) as archive:
        second = archive.capture(2)
    with path.open("r+b") as file:
        file.truncate(second.offset + 20)
    assert pages(folder) == ["/0"]


@pytest.mark.parametrize("room", [20_000, 60_000, 200_000])
def test_a_full_disk_ends_in_one_line_and_the_same_command_completes(tmp_path, room):
    folder = tmp_path / "data"
    with start(folder, f"fsize={room}") as writer:
        out, err = writer.communicate()
    assert writer.returncode == 5, err
    assert re.fullmatch(r"winnow: cannot (write|use) .*\n", err), err
    said = max((int(line) for line in out.split()), default=0)
    with open_archive(folder) as archive:
        assert archive.conn.execute("select count(*) from captures").fetchone()[0] >= said
    finish(folder)
    check(folder)


def test_too_few_handles_end_in_one_line(tmp_path):
    folder = tmp_path / "data"
    with start(folder, "nofile=10") as writer:
        _out, err = writer.communicate()
    assert writer.returncode == 5, err
    assert err.count("\n") == 1
    finish(folder)
    check(folder)


def test_a_folder_that_cannot_be_written():
    home = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    folder = home / "data"
    with (
        open_archive(folder, write=True, create=True) as archive,
        archive.append([exchange("/0")]),
    ):
        pass
    folder.chmod(0o555)
    (folder / "archive.db").chmod(0o444)
    (folder / "lock").chmod(0o444)
    home.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)  # root may write everywhere
    try:
        with pytest.raises(CannotWriteError, match="cannot write"):
            open_archive(folder, write=True)
        with pytest.raises(CannotWriteError, match="cannot make"):
            open_archive(folder / "warcs" / "deeper", write=True, create=True)
        if not root or os.access(folder / "archive.db", os.R_OK):
            with open_archive(folder) as archive:
                assert len(archive.captures()) == 1
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(home)


def test_a_clock_that_was_set_back_harms_nothing(tmp_path):
    folder = tmp_path / "data"
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        for minute, text in ((5, "one"), (1, "two"), (5, "three")):
            body = page("A", story(text))
            with archive.append([exchange("/a", body, minute=minute)]):
                pass
            indexing.drain()
        history = archive.conn.execute(
            "select version, capture from article_history order by version"
        ).fetchall()
    assert [tuple(row) for row in history] == [(1, 2), (2, 1), (3, 3)]
