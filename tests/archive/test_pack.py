"""One file and back: identical WARC bytes, identical rows; damage and mistakes in one line."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import open_archive
from archive.indexing import Indexing
from tests.archive.compare import differences
from tests.archive.exchanges import exchange, page, story

ROOT = Path(__file__).parents[2]


def winnow(folder, *arguments):
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def packed(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        with archive.append([exchange(f"/{n}", page(f"{n}", story(f"{n}"))) for n in range(4)]):
            pass
        with Indexing(archive) as indexing:
            indexing.drain()
    (tmp_path / "data/warcs/large.torn").write_bytes(bytes(range(256)) * 10_000)  # three parts
    run = winnow(tmp_path / "data", "pack", tmp_path / "all.db")
    assert run.returncode == 0, run.stderr
    return tmp_path


def warcs(folder):
    return {path.name: path.read_bytes() for path in (folder / "warcs").iterdir()}


def test_unpacking_gives_the_same_bytes_and_rows(packed):
    run = winnow(packed / "again", "unpack", packed / "all.db")
    assert run.returncode == 0, run.stderr
    assert warcs(packed / "again") == warcs(packed / "data")
    with open_archive(packed / "data") as one, open_archive(packed / "again") as other:
        assert differences(one, other, ids=True) == {}
        tables = [row[0] for row in other.conn.execute("select name from sqlite_master")]
        assert not [name for name in tables if name.startswith("packed")]
    assert min(p.name for p in (packed / "again").iterdir()) == "archive.db"
    assert winnow(packed / "again", "search", "barges").returncode == 0


def test_the_packed_file_is_a_database_of_articles(packed):
    with closing(sqlite3.connect(packed / "all.db")) as conn:
        assert conn.execute("select count(*) from articles").fetchone()[0] == 4


def test_mistakes_and_damage_are_one_line(packed):
    for folder, source, code, says in (
        (packed / "data", packed / "all.db", 1, "is not empty"),
        (packed / "new", packed / "none.db", 1, "no such file"),
        (packed / "new", packed / "data/archive.db", 1, "not a packed archive"),
    ):
        run = winnow(folder, "unpack", source)
        assert (run.returncode, says in run.stderr, run.stderr.count("\n")) == (code, True, 1)
    assert "exists already" in winnow(packed / "data", "pack", packed / "all.db").stderr
    with closing(sqlite3.connect(packed / "all.db")) as conn, conn:
        conn.execute("update packed_parts set bytes = zeroblob(9) where start > 0")
    hurt = winnow(packed / "hurt", "unpack", packed / "all.db")
    assert (hurt.returncode, "is damaged in the packed file" in hurt.stderr) == (6, True)
