"""Takedown: not a byte of the page is left anywhere in the folder, and all else stays."""

import subprocess
import sys
from pathlib import Path

from archive import open_archive
from archive.indexing import Indexing
from archive.warc.reader import read_warc
from archive.warc.record import Record
from tests.archive.exchanges import exchange, page, story

ROOT = Path(__file__).parents[2]
NAME = "Persephone Quillfeather"


def winnow(folder, *arguments):
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def everything(folder):
    """All bytes of the folder, records decompressed."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for path in folder.rglob("*.gz"):
        found += [one.block for one in read_warc(path) if isinstance(one, Record)]
    return b"\n".join(found)


def test_nothing_of_the_page_stays_and_all_else_does(tmp_path):
    folder = tmp_path / "data"
    person = page("A person", story("person"), f"{NAME} lived here.", story("end"))
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        for minute in range(2):
            batch = [
                exchange("/before", page("b", story(f"before {minute}")), minute=minute),
                exchange("/secret-person", person, minute=minute),
                exchange("/after", minute=minute, via="http://gazette.example/secret-person"),
            ]
            with archive.append(batch):
                pass
        with archive.append([exchange("/twin", page("Twin", story("twin")), minute=5)]):
            pass
        indexing.drain()
    assert NAME.encode() in everything(folder)
    run = winnow(
        folder, "takedown", "--yes", "https://www.gazette.example/secret-person?utm_source=x"
    )
    assert run.returncode == 0, run.stderr
    assert "2 captures, 1 text, 6 records removed" in run.stdout
    left = everything(folder)
    assert NAME.encode() not in left
    assert b"Quillfeather" not in left
    check = winnow(folder, "verify")
    assert check.returncode == 0, check.stdout
    with open_archive(folder) as archive:
        urls = [row[0] for row in archive.conn.execute("select url from articles order by url")]
        assert [url.rsplit("/", 1)[-1] for url in urls] == ["after", "before", "twin"]
        assert archive.conn.execute("select count(*) from takedowns").fetchone()[0] == 1
        assert archive.conn.execute("select version_count from articles").fetchone()[0] == 2
    raw = winnow(folder, "show", "--raw", urls[1])
    assert raw.returncode == 0
    assert story("before 1", 1)[:20] in raw.stdout
    again = winnow(folder, "takedown", "--yes", "http://gazette.example/secret-person")
    assert again.returncode == 1
    assert "no capture of" in again.stderr
