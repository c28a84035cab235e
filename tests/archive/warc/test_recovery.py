"""A file that a killed run left is cut to its last good record, and nothing is thrown away."""

import os
from pathlib import Path

import pytest

from archive.warc.reader import read_warc
from archive.warc.record import Record
from archive.warc.recovery import recover
from archive.warc.writer import WarcWriter
from tests.archive.warc.exchanges import KINDS


def left_behind(folder: Path, count: int = 5) -> tuple[Path, int, bytes]:
    """An .open file without a writer, the number of its records and its bytes."""
    with WarcWriter(folder) as writer:
        for number in range(count):
            writer.write(KINDS[number].exchange(number))
    (path,) = folder.iterdir()
    records = len(list(read_warc(path)))
    return (
        path.rename(path.with_name(path.name + ".open")),
        records,
        path.with_name(path.name + ".open").read_bytes(),
    )


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 9, 100, 350, 700, 900])
def test_a_torn_tail_is_set_aside(cut: int, tmp_path: Path):
    path, records, content = left_behind(tmp_path)
    os.truncate(path, len(content) - cut)
    (report,) = recover(tmp_path)
    assert report.path.name == path.name.removesuffix(".open")
    kept = report.path.read_bytes()
    torn = report.torn.read_bytes() if report.torn else b""
    assert kept + torn == content[: len(content) - cut]
    assert report.records == len(list(read_warc(report.path))) <= records
    assert (cut == 0) == (report.torn is None)
    assert report.torn_bytes == len(torn)
    assert all(isinstance(each, Record) and not each.notes for each in read_warc(report.path))
    assert recover(tmp_path) == []
    assert f"{report.records} records recovered" in str(report)


def test_a_hole_before_good_records_stays(tmp_path: Path):
    path, records, content = left_behind(tmp_path)
    hole = bytearray(content)
    hole[500:900] = bytes(400)
    path.write_bytes(hole)
    (report,) = recover(tmp_path)
    assert report.torn is None
    assert report.damage
    assert report.path.read_bytes() == hole
    assert records - 3 <= report.records < records


def test_nothing_good_at_all(tmp_path: Path):
    (tmp_path / "winnow-x.warc.gz.open").write_bytes(b"\0" * 1000)
    (tmp_path / "winnow-y.warc.gz.open").write_bytes(b"")
    one, two = recover(tmp_path)
    assert (one.records, one.size, one.torn_bytes) == (0, 0, 1000)
    assert (two.records, two.torn) == (0, None)
    assert [path.name for path in tmp_path.iterdir()] == ["winnow-x.warc.gz.torn"]


def test_a_file_being_written_is_left_alone(tmp_path: Path):
    writer = WarcWriter(tmp_path)
    place = writer.write(KINDS[0].exchange())
    assert recover(tmp_path) == []
    writer.write(KINDS[1].exchange())
    writer.close()
    assert len(list(read_warc(tmp_path / place.file))) == 7
