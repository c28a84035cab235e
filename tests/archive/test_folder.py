"""Opening an archive: what is made, who may write, and what is said when it cannot be."""

import subprocess
import sys

import pytest
from sqlite_utils.utils import sqlite3

from archive import open_archive
from archive.errors import LockedError, NotAnArchiveError

HOLD = """
import sys
from archive import open_archive
with open_archive(sys.argv[1], write=True):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True):
        pass
    return tmp_path / "data"


def test_a_new_archive_has_its_parts(folder):
    assert sorted(path.name for path in folder.iterdir()) == ["archive.db", "lock", "warcs"]
    with open_archive(folder) as archive:
        assert archive.conn.execute("select count(*) from articles").fetchone()[0] == 0
        assert archive.db["articles"].count == 0
        assert archive.capture(1) is None


def test_readers_change_nothing_and_see_what_the_writer_commits(folder):
    with open_archive(folder, write=True) as writer, open_archive(folder) as reader:
        with writer.atomic() as conn:
            conn.execute("insert into sources(key) values ('gazette')")
        assert reader.conn.execute("select key from sources").fetchone()["key"] == "gazette"
        with pytest.raises(sqlite3.OperationalError):
            reader.conn.execute("delete from sources")


def put(archive, *keys, fail=False):
    with archive.atomic() as conn:
        for key in keys:
            conn.execute("insert into sources(key) values (?)", [key])
        if fail:
            raise ZeroDivisionError


def test_a_failed_transaction_leaves_nothing(folder):
    with open_archive(folder, write=True) as archive:
        with pytest.raises(ZeroDivisionError):
            put(archive, "a", "b", fail=True)
        with archive.atomic():
            put(archive, "c")
            with pytest.raises(ZeroDivisionError):
                put(archive, "d", fail=True)
        assert [row["key"] for row in archive.conn.execute("select key from sources")] == ["c"]


def test_a_second_writer_is_told_who_writes(folder):
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"open\n"
        with pytest.raises(LockedError, match=f"process {first.pid}"):
            open_archive(folder, write=True)
        first.kill()
        first.wait()
    with open_archive(folder, write=True):  # a killed process leaves no lock behind
        pass


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda _folder: None, "no archive at"),
        (lambda folder: folder.mkdir(), "is not an archive"),
        (lambda folder: (folder / "warcs").mkdir(parents=True), "winnow rebuild"),
    ],
)
def test_a_folder_without_an_archive(tmp_path, prepare, says):
    prepare(tmp_path / "data")
    with pytest.raises(NotAnArchiveError, match=says):
        open_archive(tmp_path / "data")


def test_records_without_a_database_are_not_begun_anew(tmp_path):
    """A new database would know nothing of them, nor of what was taken down."""
    (tmp_path / "data/warcs/import-20260301120000").mkdir(parents=True)
    (tmp_path / "data/warcs/import-20260301120000/a.warc.gz").write_bytes(b"")
    with pytest.raises(NotAnArchiveError, match="`winnow rebuild` makes it"):
        open_archive(tmp_path / "data", write=True, create=True)
    assert not (tmp_path / "data/archive.db").exists()


def test_other_peoples_folders_and_databases_stay_untouched(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(NotAnArchiveError, match="other files"):
        open_archive(tmp_path, write=True, create=True)
    other = tmp_path / "other"
    other.mkdir()
    conn = sqlite3.connect(other / "archive.db")
    conn.execute("create table birds(name)")
    conn.close()
    with pytest.raises(NotAnArchiveError, match="not one of Winnow's"):
        open_archive(other, write=True)
    conn = sqlite3.connect(other / "archive.db")
    assert conn.execute("select name from sqlite_master").fetchall() == [("birds",)]
    conn.close()


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "archive.db").write_bytes(b"no database " * 100)
    with pytest.raises(Exception, match="is not a SQLite database") as raised:
        open_archive(tmp_path)
    assert raised.value.exit_code == 1


def test_a_database_that_was_hardly_begun_is_made_whole(tmp_path):
    folder = tmp_path / "data"
    (folder / "warcs").mkdir(parents=True)
    conn = sqlite3.connect(folder / "archive.db")
    table = "_sqlite_migrations(id integer primary key, migration_set, name, applied_at)"
    conn.execute(f"create table {table}")
    conn.close()
    with open_archive(folder, write=True, create=True) as archive:
        assert archive.captures() == []
