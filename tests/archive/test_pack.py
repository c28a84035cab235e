"""One file and back: identical WARC bytes, identical rows; damage and mistakes in one line."""

import io
import os
import sqlite3
from contextlib import closing

import pytest

from archive import open_archive
from archive.indexing import Indexing
from archive.warc.reader import read_warc
from archive.warc.record import Record
from tests.archive.compare import differences
from tests.archive.exchanges import exchange, page, story
from tests.archive.served import Served
from tests.command import winnow


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


def test_files_that_are_gone_are_named(packed):
    [path] = (packed / "data/warcs").glob("*.warc.gz")
    path.rename(packed / "elsewhere.gz")
    run = winnow(packed / "data", "pack", packed / "less.db")
    assert (run.returncode, run.stdout.count("packed into")) == (6, 1)
    assert f"winnow: missing: {path.name}\nwinnow: 1 WARC file missing: all others" in run.stderr
    assert "story" in winnow(packed / "less.db", "export", "-").stdout


def test_a_packed_file_that_is_damaged_is_not_said_to_be_made_anew_by_rebuild(packed):
    with (packed / "all.db").open("r+b") as file:
        file.truncate(50_000)
    for command in (["search", "barges"], ["verify"]):
        run = winnow(packed / "all.db", *command)
        assert run.returncode == 6, run.stderr
        assert "take another copy of it" in run.stderr
        assert "rebuild" not in run.stderr


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


def test_a_packed_file_is_read_as_a_folder_is(packed):
    url = "http://gazette.example/2"
    for asked in (
        ("search", "barges"),
        ("show", "1"),
        ("show", "--raw", url),
        ("show", "--exchange", url),
        ("export", "-", "--format", "jsonl"),
        ("export", "-", "--format", "cdxj"),
        ("verify",),
    ):
        folder, file = winnow(packed / "data", *asked), winnow(packed / "all.db", *asked)
        assert (file.returncode, file.stdout) == (folder.returncode, folder.stdout), asked
        assert file.stdout
    wacz = winnow(packed / "all.db", "export", packed / "out.wacz")
    assert (wacz.returncode, wacz.stderr.split(" ", 1)[0]) == (0, "12")
    with open_archive(packed / "all.db") as archive, open_archive(packed / "data") as other:
        assert archive.record(3).block == other.record(3).block
        large = (archive.shelf / "large.torn").open()
        large.seek((1 << 20) - 3)
        assert large.read(6) == (bytes(range(256)) * 2)[253:259]


def test_names_need_not_be_text(packed):
    name = os.fsdecode(b"na\xefve?")
    again = winnow(packed / name, "unpack", packed / "all.db")
    assert (again.returncode, again.stderr) == (0, "")
    run = winnow(packed / name, "pack", packed / f"{name}.db")
    assert (run.returncode, run.stderr) == (0, "")
    assert winnow(packed / f"{name}.db", "verify").returncode == 0
    told = winnow(packed / name, "export", packed / f"{name}.parquet")
    assert (told.returncode, told.stderr.startswith("4 articles written")) == (0, True)
    told = winnow(packed / f"{name}.db", "serve", "--port", "0")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "rename the file" in told.stderr


def test_a_packed_file_is_served(packed):
    with open_archive(packed / "data") as archive:
        article = archive.search("barges")[0].id
        number = archive.article(article).capture
        record = archive.record(number)
    served = Served(archive=packed / "all.db")
    try:
        assert "barges" in served.page(f"/archive/-/article/{article}")
        assert served.rows("articles", _search="barges")
        headers, body = served.answer(f"/archive/-/capture/{number}.warc")
    finally:
        assert served.stop() == (0, "")
    assert headers["content-type"] == "application/warc"
    found = [one for one in read_warc(io.BytesIO(body)) if isinstance(one, Record)]
    assert found[0].block == record.block
    assert {one.type for one in found} == {"response", "request", "metadata"}


def test_a_packed_file_is_only_read(packed):
    before = (packed / "all.db").read_bytes()
    for asked in (
        ("reclean",),
        ("takedown", "--yes", "http://a.example/"),
        ("fetch", "http://127.0.0.1:9/"),
    ):
        run = winnow(packed / "all.db", *asked)
        assert (run.returncode, run.stderr.count("\n")) == (1, 1), asked
        assert "which is only read: `winnow --archive FOLDER unpack" in run.stderr
    run = winnow(packed / "data/archive.db", "search", "barges")
    assert "name its folder instead" in run.stderr
    assert (packed / "all.db").read_bytes() == before
    with closing(sqlite3.connect(packed / "all.db")) as conn, conn:
        conn.execute("pragma user_version = 2")
    assert "has an older format: `winnow" in winnow(packed / "all.db", "search", "x").stderr


def test_a_packed_file_is_no_warc_file(packed):
    run = winnow(packed / "new", "import", packed / "all.db")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "all.db: a SQLite database; `winnow unpack`" in run.stderr


def test_damage_in_a_packed_file_is_found(packed):
    with closing(sqlite3.connect(packed / "all.db")) as conn, conn:
        conn.execute(
            "update packed_parts set bytes = zeroblob(length(bytes)) where file_id ="
            " (select id from packed_files where path like 'winnow-%')"
        )
    run = winnow(packed / "all.db", "verify")
    assert run.returncode == 6
    assert "no record of capture 1" in run.stdout


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
