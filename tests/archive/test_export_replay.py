"""Exported records: what replay needs comes along, the index is as others make it."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive import open_archive
from archive.indexing import Indexing
from archive.warc.reader import read_warc
from archive.warc.record import Record
from tests.archive.exchanges import exchange, page, story

ROOT = Path(__file__).parents[2]
PARTNERS = ROOT / ".venv-partners" / "bin"
TIDE, WALL = page("Tide", story("tide", 40)), page("Wall", story("wall", 40))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three articles; one of them again unchanged, one as a copy on another host; a listing."""
    folder = tmp_path_factory.mktemp("archive") / "gazette"
    seen = [
        exchange("/tide", TIDE, headers=['ETag: "1"'], minute=1, source="gazette"),
        exchange("/wall", WALL, minute=2, source="gazette"),
        exchange("/other", minute=3),
        exchange("/", page("Latest"), minute=4, kind="listing"),
    ]
    again = [
        exchange("/tide", b"", status="304 Not Modified", asked=['If-None-Match: "1"'], minute=60),
        exchange("/copy", WALL, host="courier.example", minute=61),
    ]
    with open_archive(folder, write=True, create=True) as archive:
        for batch in (seen, again):
            with archive.append(batch):
                pass
            with Indexing(archive) as indexing:
                indexing.drain()
    return folder


def export(folder, *words):
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), "export", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def records(path):
    return [
        each for each in read_warc(path) if isinstance(each, Record) and each.type != "warcinfo"
    ]


def test_a_choice_takes_requests_metadata_and_originals_along(folder, tmp_path):
    target = tmp_path / "copy.warc.gz"
    ran = export(folder, target, "--where", "site = 'courier.example'")
    assert ran.returncode == 0, ran.stderr
    found = [(each.type, each.target_uri) for each in records(target)]
    assert sorted(found) == sorted(
        (kind, url)
        for url, first in (
            ("http://gazette.example/wall", "response"),
            ("http://courier.example/copy", "revisit"),
        )
        for kind in (first, "request", "metadata")
    )


def test_all_captures_of_an_article_come_along(folder, tmp_path):
    target = tmp_path / "tide.warc.gz"
    assert export(folder, target, "--where", "url like '%/tide'").returncode == 0
    assert [each.type for each in records(target)] == [
        "response",
        "request",
        "metadata",
        "revisit",
        "request",
        "metadata",
    ]


def test_the_index_is_that_of_cdxj_indexer(folder):
    ours = export(folder, "-", "--format", "cdxj").stdout.decode()
    warcs = sorted(folder.glob("warcs/*.gz"))
    command = [PARTNERS / "cdxj-indexer", "-s", *warcs]
    assert ours == subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_texts_as_conversion_records(folder, tmp_path):
    target = tmp_path / "texts.warc.wet.gz"
    assert export(folder, target).returncode == 0
    found = records(target)
    assert {each.type for each in found} == {"conversion"}
    assert {each.target_uri for each in found} >= {"http://gazette.example/tide"}
    assert all(b"Home" not in each.block for each in found)


def test_what_cannot_be_read_is_told_and_the_rest_is_there(folder, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in folder.rglob("*"):
        if path.is_file():
            copy = broken / path.relative_to(folder)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (warc,) = broken.glob("warcs/*.gz")
    wall = next(each for each in records(warc) if each.target_uri.endswith("/wall"))
    content = bytearray(warc.read_bytes())
    content[wall.offset + 3 : wall.offset + 300] = bytes(297)
    warc.write_bytes(content)
    target = tmp_path / "rest.warc.gz"
    ran = export(broken, target)
    assert ran.returncode == 6
    assert b"1 could not be read; the first:" in ran.stderr
    assert len(records(target)) == 17
