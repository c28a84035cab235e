"""Other people's tools accept every kind of WARC and WACZ file that Winnow writes.

The demo outlet is crawled twice, so that there are revisits; then each command that writes records
makes its files of that archive, and warcio, FastWARC, cdxj-indexer, pywb, wacz and ReplayWeb.page
judge them.
"""

import bz2
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.warc.record import Record
from crawler.browser.program import executable
from tests.archive.partners import (
    PARTNERS,
    REPLAY_WEB,
    ask,
    assert_accepted,
    assert_replayed,
    records,
)
from tests.command import output
from tests.e2e.road import Twice, copied, rows

CHOICE = "id % 3 <> 0"


@dataclass
class Written:
    """The WARC files that each command wrote, and packages with WARC files inside."""

    warcs: dict[str, list[Path]] = field(default_factory=dict)
    package: Path = Path()


def warcs(archive: Path) -> list[Path]:
    found = (archive / "warcs").rglob("*.warc.gz")
    return sorted(path for path in found if path.parent.name != "damaged")


@pytest.fixture(scope="module")
def written(twice: Twice, tmp_path_factory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    made = {"crawl": warcs(twice.archive)}
    made["export"] = [folder / "all.warc.gz"]
    output(twice.archive, "export", folder / "all.warc.gz")
    made["selection"] = [folder / "some.warc.gz"]
    output(twice.archive, "export", folder / "some.warc.gz", "--where", CHOICE)
    made["texts"] = [folder / "texts.warc.wet.gz"]
    output(twice.archive, "export", folder / "texts.warc.wet.gz")
    package = folder / "some.wacz"
    output(twice.archive, "export", package, "--where", CHOICE)
    with zipfile.ZipFile(package) as inside:
        inside.extract("archive/data.warc.gz", folder)
    made["package"] = [folder / "archive" / "data.warc.gz"]
    made["import"] = imported(twice.archive, folder)
    once = repeated_by_none(made["crawl"])
    made["repair"] = repaired(copied(twice.archive, folder / "repaired"), once[0])
    made["takedown"] = taken_down(copied(twice.archive, folder / "taken"), once[1])
    return Written(made, package)


def repeated_by_none(paths: list[Path]) -> list[Record]:
    """Articles to which no revisit points: without these all others still replay."""
    found = [one for path in paths for one in records(path)]
    originals = {one.fields.get("WARC-Refers-To", "").strip("<>") for one in found}
    return [one for one in found if one.type == "response" and one.record_id not in originals]


def imported(archive: Path, folder: Path) -> list[Path]:
    """Files that cannot be read in place are written anew: here, wrapped in bzip2."""
    wrapped = []
    for path in warcs(archive):
        wrapped.append(folder / f"{path.name}.bz2")
        wrapped[-1].write_bytes(bz2.compress(path.read_bytes(), 1))
    output(folder / "imported", "import", *wrapped)
    return warcs(folder / "imported")


def repaired(archive: Path, victim: Record) -> list[Path]:
    path = archive / "warcs" / victim.file
    content = bytearray(path.read_bytes())
    content[victim.offset + 40 : victim.offset + 60] = bytes(20)
    path.write_bytes(content)
    assert f"lost: {victim.target_uri}" in output(archive, "repair")
    return warcs(archive)


def taken_down(archive: Path, victim: Record) -> list[Path]:
    output(archive, "takedown", "--yes", victim.target_uri)
    return warcs(archive)


def test_readers_and_indexers_agree(written):
    counts = assert_accepted(path for paths in written.warcs.values() for path in paths)
    assert min(counts.values()) > 1  # a warcinfo record alone would pass too


def test_pywb_replays_every_page_and_every_revisit(written, tmp_path):
    replaying = {name: paths for name, paths in written.warcs.items() if name != "texts"}
    given = replaying | {"package": [written.package]}
    counts = assert_replayed(tmp_path / "pywb", given, replaying)
    assert counts.keys() == replaying.keys()
    assert min(counts.values()) > 10, counts


def test_replayweb_lists_searches_and_replays_the_package(written, twice):
    programs = sorted((PARTNERS.parent).glob("replaywebpage-*.tgz"))
    if not programs or executable() is None:
        pytest.skip("needs npm (for ReplayWeb.page) and Chromium")
    chosen = rows(twice.archive, f"select url, text from articles where {CHOICE}")
    (bridge,) = [row["url"] for row in chosen if row["url"].endswith("/bridge-reopens")]
    run = subprocess.run(
        [sys.executable, REPLAY_WEB, programs[-1], written.package, executable(), bridge,
         "Dampfkran", "wheelbarrow", "zyxwv"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert seen["pages"] == len(chosen)
    assert "a man with a wheelbarrow" in seen["text"]
    for word, urls in seen["found"].items():
        assert set(urls) == {row["url"] for row in chosen if word in row["text"]}, word
    assert seen["found"]["wheelbarrow"] == [bridge]


def test_the_package_is_valid_and_complete(written, twice):
    assert "WACZ is valid" in ask("wacz", "validate", "-f", written.package)
    with zipfile.ZipFile(written.package) as package:
        head, *lines = package.read("pages/pages.jsonl").decode().splitlines()
        index = package.read("indexes/index.idx").decode()
    assert json.loads(head)["format"] == "json-pages-1.0"
    pages = {page["url"]: page for page in map(json.loads, lines)}
    chosen = rows(twice.archive, f"select url, title, text from articles where {CHOICE}")
    assert {row["url"]: (row["title"], row["text"]) for row in chosen} == {
        url: (page["title"], page["text"]) for url, page in pages.items()
    }
    assert index.startswith("!meta 0 ")
