"""Repair: a good file beside the damaged one, rows in step, nothing thrown away."""

import shutil

import pytest

from archive import open_archive
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story
from tests.command import winnow


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "data"
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        with archive.append([exchange(f"/{n}", page(f"{n}", story(f"{n}"))) for n in range(8)]):
            pass
        indexing.drain()
    return folder


def test_a_hit_record_is_lost_and_all_others_move(whole, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    with open_archive(folder) as archive:
        hit = archive.capture(4)
    path = folder / "warcs" / hit.file
    content = bytearray(path.read_bytes())
    content[hit.offset + 200 : hit.offset + 230] = b"\x00" * 30
    path.write_bytes(content)
    assert winnow(folder, "verify").returncode == 6
    run = winnow(folder, "repair")
    assert run.returncode == 0, run.stderr
    assert "1 captures lost their record" in run.stdout
    assert "lost: http://gazette.example/3" in run.stdout
    assert run.stdout.endswith("1 file mended\n")
    assert (folder / "warcs/damaged" / hit.file).read_bytes() == bytes(content)
    check = winnow(folder, "verify")
    assert check.returncode == 0, check.stdout
    with open_archive(folder) as archive:
        assert archive.conn.execute("select count(*) from articles").fetchone()[0] == 8
        states = [(c.id, c.reason is not None) for c in archive.captures("true order by c.id")]
    assert states == [(number, number == 4) for number in range(1, 9)]
    assert winnow(folder, "show", "--raw", "http://gazette.example/5").returncode == 0
    assert winnow(folder, "repair").stdout == "0 files mended\n"
    rebuilt = winnow(folder, "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "7 articles in the archive" in rebuilt.stdout
    check = winnow(folder, "verify")
    assert check.returncode == 0, check.stdout  # what `repair` kept aside is no fault


def test_a_rebuild_tells_of_damage(whole, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    path = next((folder / "warcs").glob("*.warc.gz"))
    path.write_bytes(path.read_bytes()[:-40])
    run = winnow(folder, "rebuild")
    assert run.returncode == 6
    assert run.stderr.endswith("winnow: 1 damaged stretch: all good records are in\n")


def test_healthy_files_stay_as_they_are(whole, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    before = {p.name: p.read_bytes() for p in (folder / "warcs").iterdir()}
    assert winnow(folder, "repair").stdout == "0 files mended\n"
    assert {p.name: p.read_bytes() for p in (folder / "warcs").iterdir()} == before
