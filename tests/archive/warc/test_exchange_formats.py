"""Archives given away: index, WARC and WACZ files that other people's tools take."""

import hashlib
import json
import struct
import subprocess
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import CannotWriteError, DamageError
from archive.warc.cdxj import cdxj_line, sorted_lines
from archive.warc.export import Page, Piece, write_texts, write_warc
from archive.warc.package import write_wacz
from archive.warc.reader import read_warc
from archive.warc.record import Record
from archive.warc.repair import repair
from archive.warc.wacz import read_captures
from archive.warc.writer import Original, WarcWriter
from tests.archive.warc.damage import cases
from tests.archive.warc.exchanges import KINDS, PAGE, START, Kind, head, sized
from tests.archive.warc.records import PAGES, arc, flip, members, records, url

ROOT = Path(__file__).parents[3]
PARTNERS = ROOT / ".venv-partners" / "bin"
REPLAY = Path(__file__).with_name("pywb_replay.py")


@pytest.fixture(scope="module")
def warc(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("warc")
    with WarcWriter(folder) as writer:
        places = [writer.write(kind.exchange(n)) for n, kind in enumerate(KINDS)]
        first = Original("http://gazette.example/0", START, None, places[0].payload_digest)
        unchanged = Kind("", head('ETag: "a"', status="304 Not Modified"))
        for number, kind in enumerate([Kind("", sized(PAGE)), unchanged], start=900):
            writer.write(kind.exchange(number), revisit_of=lambda _answer: first)
    (path,) = folder.iterdir()
    return path


def test_the_index_is_that_of_cdxj_indexer(warc: Path):
    run = subprocess.run(
        [PARTNERS / "cdxj-indexer", "-s", warc], capture_output=True, text=True, check=True
    )
    lines = (cdxj_line(each, warc.name) for each in read_warc(warc) if isinstance(each, Record))
    assert list(sorted_lines(line for line in lines if line)) == run.stdout.splitlines(
        keepends=True
    )


def test_more_lines_than_fit_are_sorted():
    lines = [f"{(n * 7919) % 1000:04} x\n" for n in range(1000)]
    for run in (1, 7, 999, 1000, 1001):
        assert list(sorted_lines(lines, run)) == sorted(lines)
    assert list(sorted_lines([])) == []


def test_chosen_records_are_copied_byte_for_byte(warc: Path, tmp_path: Path):
    chosen = [
        each for each in read_warc(warc) if isinstance(each, Record) and each.type != "warcinfo"
    ][::2]
    target = tmp_path / "chosen.warc.gz"
    with target.open("wb") as out:
        pieces = [Piece(warc, each.offset, each.length) for each in chosen]
        placed = list(write_warc(out, pieces, name=target.name))
    content, source = target.read_bytes(), warc.read_bytes()
    for old, new in zip(chosen, placed, strict=True):
        assert (
            content[new.offset : new.offset + new.length]
            == source[old.offset : old.offset + old.length]
        )
    assert [each.block for each in read_warc(target)][1:] == [each.block for each in chosen]
    assert subprocess.run([PARTNERS / "warcio", "check", target], check=False).returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        b"".join(records()),
        b"".join(arc(1)),
        next(c.content for c in cases() if c.name == "one gzip member around all"),
    ],
)
def test_records_of_any_file_become_members(content: bytes, tmp_path: Path):
    source, target = tmp_path / "odd", tmp_path / "new.warc.gz"
    source.write_bytes(content)
    found = [each for each in read_warc(source) if isinstance(each, Record)]
    with target.open("wb") as out:
        pieces = [Piece(source, each.offset, each.length or None, each.inner) for each in found]
        list(write_warc(out, pieces, name="new.warc.gz"))
    copied = list(read_warc(target))[1:]
    assert [each.block for each in copied] == [each.block for each in found]
    assert all(each.alone and not each.notes and not each.faults() for each in copied)


def test_a_place_without_a_record(warc: Path, tmp_path: Path):
    with (
        (tmp_path / "x").open("wb") as out,
        pytest.raises(DamageError, match="no good record begins"),
    ):
        list(write_warc(out, [Piece(warc, 17)], name="x"))


def test_texts_become_conversion_records(tmp_path: Path):
    target = tmp_path / "texts.warc.wet.gz"
    pages = [
        Page(f"http://gazette.example/{n}", START, "", f"Zeile {n}\n\n\u4e2d", f"urn:{n}", "de")
        for n in range(3)
    ]
    with target.open("wb") as out:
        assert write_texts(out, pages, name=target.name) == 3
    found = list(read_warc(target))[1:]
    assert [each.block.decode() for each in found] == [page.text for page in pages]
    assert [each.type for each in found] == ["conversion"] * 3
    assert found[2].fields["WARC-Refers-To"] == "<urn:2>"
    assert found[2].fields["WARC-Identified-Content-Language"] == "de"
    assert subprocess.run([PARTNERS / "warcio", "check", target], check=False).returncode == 0


def packed(warc: Path, target: Path) -> list[Record]:
    found = [
        each for each in read_warc(warc) if isinstance(each, Record) and each.type != "warcinfo"
    ]
    pages = [
        Page(
            each.target_uri,
            each.date,
            f"Page {n}",
            "The ferry was late.\nNobody minded. \u00e9\u4e2d",
        )
        for n, each in enumerate(found)
        if each.type == "response"
    ]
    count = write_wacz(
        target, (Piece(warc, each.offset, each.length) for each in found), pages, title="Notes"
    )
    assert count == len(found)
    return found


def test_wacz_is_valid(warc: Path, tmp_path: Path):
    target = tmp_path / "notes.wacz"
    found = packed(warc, target)
    run = subprocess.run(
        [PARTNERS / "wacz", "validate", "-f", target], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    assert "is valid" in run.stdout
    again = [each for each in read_captures(target) if isinstance(each, Record)]
    assert [each.block for each in again][1:] == [each.block for each in found]
    with zipfile.ZipFile(target) as package:
        about = json.loads(package.read("datapackage.json"))
        for resource in about["resources"]:
            content = package.read(resource["path"])
            assert resource["bytes"] == len(content)
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert package.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        lines = package.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(lines[0])["format"] == "json-pages-1.0"
    assert json.loads(lines[1])["title"] == "Page 0"
    assert "\u4e2d" in json.loads(lines[1])["text"]


def test_wacz_opens_in_pywb(warc: Path, tmp_path: Path):
    target = tmp_path / "notes.wacz"
    packed(warc, target)
    (tmp_path / "pywb").mkdir()
    asked = [(n, kind) for n, kind in enumerate(KINDS) if kind.type == "response"]
    asked += [(900, Kind("", b"")), (901, Kind("", b""))]
    lines = "".join(
        f"notes {START + timedelta(seconds=n):%Y%m%d%H%M%S} http://gazette.example/{n}\n"
        for n, _kind in asked
    )
    run = subprocess.run(
        [PARTNERS / "python", REPLAY, tmp_path / "pywb", f"notes={target}"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert [answer["status"] for answer in answers] == [kind.status for _n, kind in asked]


def test_wacz_entries_say_in_both_places_that_they_have_extra_fields(warc: Path, tmp_path: Path):
    target = tmp_path / "notes.wacz"
    packed(warc, target)
    with zipfile.ZipFile(target) as package:
        entries = package.infolist()
    content = target.read_bytes()
    for entry in entries:
        (before,) = struct.unpack_from("<H", content, entry.header_offset + 28)
        assert bool(before) == bool(entry.extra), entry  # else ReplayWeb.page reads 20 bytes early


def test_wacz_index_has_every_line_once(tmp_path: Path):
    with WarcWriter(tmp_path / "warcs") as writer:
        places = [writer.write(KINDS[0].exchange(n)) for n in range(700)]
    source = tmp_path / "warcs" / places[0].file
    target = tmp_path / "many.wacz"
    write_wacz(target, [Piece(source, place.offset, place.length) for place in places], [])
    with zipfile.ZipFile(target) as package:
        index = package.read("indexes/index.cdx.gz")
        directory = package.read("indexes/index.idx").decode().splitlines()
    seen = []
    for line in directory[1:]:
        key, _, text = line.partition(" {")
        block = json.loads("{" + text)
        part = zlib.decompress(index[block["offset"] : block["offset"] + block["length"]], 31)
        assert part.decode().startswith(key)
        seen += part.decode().splitlines()
    assert len(directory) == 4
    assert len(seen) == 700
    assert seen == sorted(seen)


def test_wacz_that_cannot_be_written(warc: Path, tmp_path: Path):
    with pytest.raises(CannotWriteError):
        write_wacz(tmp_path / "none" / "x.wacz", [], [])
    with pytest.raises(DamageError):
        write_wacz(tmp_path / "x.wacz", [Piece(warc, 5)], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.pages], ids=lambda case: case.name
)
def test_repair_keeps_what_can_be_had(case, tmp_path: Path):
    source, target = tmp_path / "damaged", tmp_path / "good.warc.gz"
    source.write_bytes(case.content)
    places = []
    report = repair(
        source, target, seen=lambda _record, offset, length: places.append((offset, length))
    )
    assert source.read_bytes() == case.content
    found = list(read_warc(target))
    assert all(
        isinstance(each, Record) and each.alone and not each.notes and not each.faults()
        for each in found
    )
    assert report.records == len(found)
    assert [(each.offset, each.length) for each in found] == places
    urls = {each.target_uri for each in found if each.type in {"response", "resource", ""}}
    assert {url(number) for number in case.pages} <= urls
    assert bool(report.damage) or report.mended or not case.damaged


def test_repair_copies_good_members_as_they_are(tmp_path: Path):
    parts = members()
    source, target = tmp_path / "damaged.warc.gz", tmp_path / "good.warc.gz"
    source.write_bytes(b"".join([*parts[:2], flip(parts[2], 400), *parts[3:]]))
    report = repair(source, target)
    assert target.read_bytes() == b"".join([*parts[:2], *parts[3:]])
    assert (report.records, report.mended, len(report.damage)) == (PAGES - 1, 0, 1)
    assert str(report) == "good.warc.gz: 5 records, 0 mended, 1 stretches lost"
    with pytest.raises(CannotWriteError, match="exists already"):
        repair(source, target)
