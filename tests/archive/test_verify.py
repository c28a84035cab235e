"""`winnow verify`: a sound archive passes, and each kind of damage is named."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import open_archive
from archive.checks.fault import Progress
from archive.checks.files import file_faults
from archive.checks.rows import row_faults
from archive.indexing import Indexing
from tests.archive.exchanges import exchange
from tests.command import output


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """An archive of six captures, one of them a revisit."""
    folder = tmp_path_factory.mktemp("verify") / "archive"
    with open_archive(folder, write=True, create=True) as archive:
        crawl = archive.begin_crawl("test", {})
        for number in range(5):
            with archive.append([exchange(f"/story/{number}", minute=number)]):
                pass
        with archive.append([exchange("/story/0", minute=60)]):
            pass
        with Indexing(archive, jobs=1) as indexing:
            indexing.drain()
        archive.end_crawl(crawl, "done", {})
    return folder


@pytest.fixture
def folder(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "archive")


def change(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.executescript(sql)


def warc(folder: Path) -> Path:
    (path,) = (folder / "warcs").glob("*.warc.gz")
    return path


def faults(folder: Path) -> str:
    with open_archive(folder) as archive:
        rows = row_faults(archive.conn, folder, Progress())
        return "\n".join(map(str, [*rows, *file_faults(archive.conn, archive.warcs, Progress())]))


def test_a_sound_archive(folder):
    assert output(folder, "verify").endswith("6 captures, 5 texts: all as it should be\n")
    sums = json.loads(output(folder, "verify", "--json"))
    assert (sums["captures"], sums["faults"]) == (6, 0)


def test_what_waits_to_be_cleaned_is_counted_and_no_fault(folder):
    change(folder, "update captures set state = 'waiting' where id in (2, 3)")
    sums, line = output(folder, "verify").splitlines()
    assert sums.endswith(": all as it should be")
    assert line.startswith("2 captures still to be cleaned: the next `winnow crawl` or ")
    row = json.loads(output(folder, "verify", "--json"))
    assert (row["waiting"], row["faults"]) == (2, 0)
    output(folder, "import", folder / "warcs")
    assert output(folder, "verify").count("\n") == 1
    assert json.loads(output(folder, "verify", "--json"))["waiting"] == 0


def test_nothing_is_changed(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    output(folder, "verify")
    assert {path: path.read_bytes() for path in before} == before


def test_a_flipped_bit(folder):
    content = bytearray(warc(folder).read_bytes())
    content[len(content) // 2] ^= 1
    warc(folder).write_bytes(content)
    assert "bytes passed over" in output(folder, "verify", code=6)


def test_a_cut_file(folder):
    content = warc(folder).read_bytes()
    warc(folder).write_bytes(content[: len(content) * 2 // 3])
    found = faults(folder)
    assert "when it was closed it had" in found
    assert "no record of capture 6" in found


def test_a_missing_file(folder):
    warc(folder).unlink()
    assert "the file is missing: 6 captures are in it" in faults(folder)


def test_an_unknown_file(folder):
    shutil.copy(warc(folder), folder / "warcs" / "copy.warc.gz")
    assert "copy.warc.gz: no row names this file" in faults(folder)


def test_what_a_killed_command_left(folder):
    left = warc(folder).with_name("a.warc.gz.part")
    left.write_bytes(b"half")
    assert "a.warc.gz.part: left by a command that was killed" in faults(folder)


def test_what_a_writer_has_not_told_yet_is_no_fault(folder):
    """Files and records come before their rows."""
    with open_archive(folder, write=True) as archive:
        archive.begin_crawl("second", {})
        with archive.append([exchange("/story/9", minute=90)]):
            pass
        (home := folder / "warcs/import-20260301120000").mkdir()
        (home / "incoming.part").write_bytes(b"half")
        [growing] = (folder / "warcs").glob("*.open")
        with growing.open("ab") as file:  # as if a record had been written since
            file.write(warc(folder).read_bytes())
        assert faults(folder) == ""
    assert "incoming.part: left by a command that was killed" in faults(folder)


def test_an_empty_folder_is_no_archive(tmp_path):
    assert "winnow: " in output(tmp_path, "verify", code=1)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("update captures set payload_digest = 'sha256:00' where id = 2", "digest of its row"),
        ("update captures set warc_offset = warc_offset + 7 where id = 3", "no record of capture"),
        ("update captures set warc_length = 5 where id = 3", "the row says 5"),
        ("update captures set record_id = 'urn:x' where id = 3", "another record"),
        ("update captures set record_type = 'revisit' where id = 3", "the row says revisit"),
        ("update captures set request_offset = 3 where id = 1", "no request record"),
        ("update captures set revisit_of = 99 where id = 6", "points to a row of captures"),
        ("delete from captures where id = 6", "no row for this revisit"),
        ("delete from removals; update versions set blocks = '[[1, 1, 0, 1]]'", "one page"),
        ("update documents set current_version_id = null where id = 1", "article 1: has no text"),
        ("delete from versions_fts_docsize where id = 1", "is not in the full-text index"),
        ("update versions set text_hash = 'x' where id = 2", "differs from its digest"),
    ],
)
def test_rows_and_records_apart(folder, sql, what):
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("pragma foreign_keys = off")
        triggers = db.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        db.executescript("".join(f"drop trigger {name};" for (name,) in triggers))
        db.executescript(sql)
    assert what in faults(folder)


def test_an_index_that_says_something_else(folder):
    change(
        folder,
        "insert into versions_fts(versions_fts, rowid, title, byline, text, cjk)"
        " select 'delete', id, title, byline, text, cjk from versions where id = 1;"
        "insert into versions_fts(rowid, title, byline, text, cjk) values (1, 'x', '', 'y', '')",
    )
    assert "full-text index" in faults(folder)


def test_a_file_that_is_being_written(folder):
    with open_archive(folder, write=True) as archive:
        archive.begin_crawl("second", {})
        with archive.append([exchange("/story/9", minute=90)]):
            pass
        assert faults(folder) == ""
