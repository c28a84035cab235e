"""Articles keep their numbers when the database is made anew: people have noted them down."""

import pytest

from archive import open_archive
from archive.addresses.urls import url_key
from archive.warc.writer import WarcWriter
from tests.archive.exchanges import exchange, page, story
from tests.command import winnow


@pytest.fixture
def folder(tmp_path):
    """An archive of three imported files; their order is not that of their names."""
    folder = tmp_path / "data"
    files = []
    for name in ("c", "a", "b"):
        with WarcWriter(tmp_path / name) as writer:
            for n in range(3):
                title = f"{name}{n}"
                writer.write(exchange(f"/{title}", page(title, story(title)), minute=n))
        (written,) = (tmp_path / name).glob("*.warc.gz*")
        files.append(written.rename(tmp_path / f"{name}.warc.gz"))
    assert winnow(folder, "import", *files, "--jobs", 1).returncode == 0
    return folder


def numbers(folder):
    with open_archive(folder) as archive:
        return dict(archive.conn.execute("select url, id from articles").fetchall())


def anew(folder):
    run = winnow(folder, "rebuild", "--jobs", 1)
    assert run.returncode == 0, run.stderr
    with open_archive(folder) as archive:
        assert archive.conn.execute("pragma foreign_key_check").fetchall() == []
    assert winnow(folder, "verify").returncode == 0
    return numbers(folder)


def test_a_rebuild_keeps_the_numbers_whatever_order_files_came_in(folder):
    before = numbers(folder)
    assert before["http://gazette.example/c0"] == 1
    assert anew(folder) == before
    with open_archive(folder) as archive:
        assert archive.article(1).title == "c0"
        assert [hit.id for hit in archive.search("title:b2")] == [
            before["http://gazette.example/b2"]
        ]


def test_a_page_that_was_taken_down_leaves_its_number_empty(folder):
    before = numbers(folder)
    assert winnow(folder, "takedown", "http://gazette.example/c1", "--yes").returncode == 0
    del before["http://gazette.example/c1"]
    assert anew(folder) == before


def test_an_article_that_the_former_database_does_not_know_gets_a_new_number(folder):
    before = numbers(folder)
    lost = "http://gazette.example/a1"
    with open_archive(folder, write=True) as archive, archive.atomic() as conn:
        conn.execute("update documents set key = 'x' where key = ?", [url_key(lost)])
    assert anew(folder) == before | {lost: 10}


def test_a_former_database_that_cannot_be_read_costs_only_the_numbers(folder):
    before = numbers(folder)
    (folder / "archive.db").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    after = anew(folder)
    assert after.keys() == before.keys()
    assert sorted(after.values()) == sorted(before.values())
