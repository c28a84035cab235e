"""A damaged database, and WARC files that are gone or empty: one line each, and a way on."""

import pytest

from archive import open_archive
from tests.archive.stock import stocked
from tests.command import TRACEBACK, output, winnow

URL = "http://gazette.example/1"
ASKED = (
    ("verify",),
    ("search", "barges"),
    ("show", "1"),
    ("show", "--raw", URL),
    ("history", "1"),
    ("export", "-"),
    ("export", "-", "--format", "cdxj"),
    ("reclean", "--dry-run"),
    ("repair",),
    ("takedown", "--yes", "http://gazette.example/none"),
)


@pytest.fixture
def folder(tmp_path):
    return stocked(tmp_path / "data", 9)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_hole_in_the_database_is_one_line_and_rebuild_fills_it(folder, share):
    path = folder / "archive.db"
    content = bytearray(path.read_bytes())
    at = int(len(content) * share) // 4096 * 4096
    content[at : at + 16384] = b"\xa5" * min(16384, len(content) - at)
    path.write_bytes(content)
    for asked in ASKED:
        run = winnow(folder, *asked)
        assert TRACEBACK not in run.stderr, asked
        assert run.stderr.count("\n") <= 1, (asked, run.stderr)
        assert run.returncode in {0, 1, 6}, (asked, run.stderr)
        if asked == ("verify",):
            assert run.returncode == 6
    output(folder, "rebuild")
    assert "9 captures, 9 texts: all as it should be" in output(folder, "verify")


def test_an_empty_warc_file_is_mended_once(folder):
    with open_archive(folder, write=True):
        (folder / "warcs/winnow-20990101000000-00001.warc.gz").touch()
    with open_archive(folder, write=True):
        pass  # it gets its row
    assert "the file is empty" in output(folder, "verify", code=6)
    assert "0 good records" in output(folder, "repair")
    for asked in ("verify", "rebuild", "verify"):
        output(folder, asked)


def test_a_page_of_a_file_that_is_gone_is_taken_down(folder):
    for path in (folder / "warcs").iterdir():
        path.unlink()
    told = output(folder, "show", "--raw", URL, code=6)
    assert ".warc.gz is missing: it holds the record" in told
    assert "1 capture, 1 text" in output(folder, "takedown", "--yes", URL)
    assert b"gazette.example/1" not in (folder / "archive.db").read_bytes()


def test_a_rebuild_names_the_files_that_are_gone(folder):
    for path in (folder / "warcs").iterdir():
        path.rename(folder.parent / path.name)
    told = output(folder, "rebuild", code=6)
    assert "its articles are in archive.db.old" in told
    assert told.splitlines()[-1] == "winnow: 1 WARC file missing: the others are read in"
    output(folder, "rebuild")  # the present database names it no more
