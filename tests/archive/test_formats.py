"""Archives of older and newer formats: brought up to date where that can be, else told plainly."""

import fcntl
import os
import sqlite3
from contextlib import closing

import pytest

from archive import open_archive
from archive.errors import ArchiveError
from archive.schema.format import SCHEMA_VERSION
from tests.archive.older import take_stories_out
from tests.command import winnow


@pytest.fixture
def old(tmp_path):
    """An archive as the format before site rules had it."""
    with open_archive(tmp_path / "data", write=True, create=True):
        pass
    with closing(sqlite3.connect(tmp_path / "data/archive.db")) as conn, conn:
        take_stories_out(conn)
        conn.execute("alter table sources drop column told")
        conn.execute("alter table sources drop column told_at")
        conn.execute("delete from _sqlite_migrations where name >= 'm004'")
        conn.execute("pragma user_version = 3")
    return tmp_path / "data"


def version(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute("pragma user_version").fetchone()[0]


def test_an_older_archive_is_brought_up_to_date_by_whoever_reads_it(old):
    run = winnow(old, "search", "anything")
    assert (run.returncode, run.stderr) == (0, "nothing found\n")
    assert version(old) == SCHEMA_VERSION
    with open_archive(old) as archive:
        assert archive.conn.execute("select told from sources").fetchall() == []


def test_an_older_archive_that_another_writes_is_told_in_a_line(old):
    handle = os.open(old / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        run = winnow(old, "search", "anything")
    finally:
        os.close(handle)
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert f"has format 3, this Winnow reads {SCHEMA_VERSION}: run the same command" in run.stderr
    assert version(old) == 3


def test_a_newer_archive_is_told_in_a_line(old):
    with closing(sqlite3.connect(old / "archive.db")) as conn, conn:
        conn.execute("pragma user_version = 99")
    for asked in (("search", "anything"), ("reclean",)):
        run = winnow(old, *asked)
        assert (run.returncode, run.stderr.count("\n")) == (1, 1)
        assert f"newer Winnow (format 99, this one reads up to {SCHEMA_VERSION})" in run.stderr
    with pytest.raises(ArchiveError, match="update Winnow"):
        open_archive(old)
