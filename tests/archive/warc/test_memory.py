"""Memory stays flat however much a file pretends to hold."""

import bz2
import gzip
import io
import tracemalloc
from functools import cache
from pathlib import Path

import pytest
import zstandard

from archive.warc.opening import opened
from archive.warc.reader import read_record, read_warc
from archive.warc.record import Record
from archive.warc.repair import repair
from tests.archive.warc.records import record, sha1

MEGA = 1 << 20
SIZE = 96 * MEGA


@cache
def digest_of_zeros() -> str:
    """Of the huge block."""
    return sha1(bytes(SIZE))


class Endless(io.RawIOBase):
    """A plain file with one huge block of zeros between two records, held nowhere."""

    def __init__(self) -> None:
        about = {"Content-Length": str(SIZE), "WARC-Block-Digest": digest_of_zeros()}
        big = record(1, block=b"", fields=about, end=b"")
        self.before = record(0) + big
        self.after = b"\r\n\r\n" + record(2)
        self.size = len(self.before) + SIZE + len(self.after)
        self.place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = (0, self.place, self.size)[whence] + offset
        return self.place

    def readinto(self, buffer) -> int:
        size = max(0, min(len(buffer), self.size - self.place))
        content = bytearray(size)
        for start, text in ((0, self.before), (self.size - len(self.after), self.after)):
            first, last = max(start, self.place), min(start + len(text), self.place + size)
            if first < last:
                content[first - self.place : last - self.place] = text[first - start : last - start]
        buffer[:size] = content
        self.place += size
        return size


def packed(folder: Path, kind: str) -> Path:
    path = folder / f"big.{kind}"
    with Endless() as plain, path.open("wb") as file:
        if kind == "gz":
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as out:
                while piece := plain.read(MEGA):
                    out.write(piece)
        else:
            zstandard.ZstdCompressor().copy_stream(plain, file)
    return path


@pytest.mark.parametrize("kind", ["plain", "gz", "zst"])
def test_a_huge_block_is_passed_over(kind: str, tmp_path: Path):
    source = Endless() if kind == "plain" else packed(tmp_path, kind)
    tracemalloc.start()
    try:
        found = list(read_warc(source, limit=2 * MEGA))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(each.size, each.cut) for each in found if isinstance(each, Record)][1] == (SIZE, True)
    assert [each.record_id[-1] for each in found if isinstance(each, Record)] == ["0", "1", "2"]
    assert len(found[1].block) == 2 * MEGA
    assert len(found) == 3
    assert peak < 16 * MEGA


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_a_huge_record_is_repaired_whole(kind: str, tmp_path: Path):
    target = tmp_path / "good.warc.gz"
    tracemalloc.start()
    try:
        done = repair(packed(tmp_path, kind), target)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (done.records, done.damage) == (3, ())
    assert peak < 200 * MEGA  # the reader's limit of 64 MB, and what reading it takes
    found = [each for each in read_warc(target, limit=MEGA) if isinstance(each, Record)]
    assert [each.size == SIZE for each in found] == [False, True, False]
    big = read_record(target, found[1].offset, inner=found[1].inner, limit=MEGA)
    assert sum(len(piece) for piece in big.pieces()) == SIZE
    assert not any(piece.strip(b"\0") for piece in big.pieces())


def test_what_unwraps_to_too_much_is_cut_and_told(tmp_path: Path):
    path = tmp_path / "bomb.warc.bz2"
    path.write_bytes(bz2.compress(record(0) + record(1, block=bytes(SIZE))))
    with path.open("rb") as file, opened(file, most=MEGA) as (inner, more):
        assert more
        assert inner.seek(0, 2) <= MEGA


@pytest.mark.parametrize("length", [SIZE, SIZE * 4, 10**14])
def test_a_false_huge_length_hides_nothing(length: int, tmp_path: Path):
    path = tmp_path / "false.warc.gz"
    liar = record(1, fields={"Content-Length": str(length)})
    path.write_bytes(gzip.compress(record(0) + liar + record(2)))
    found = [each for each in read_warc(path, limit=MEGA) if isinstance(each, Record)]
    assert [each.record_id[-1] for each in found] == ["0", "1", "2"]
    assert found[1].notes


def test_endless_fields_end(tmp_path: Path):
    path = tmp_path / "fields.warc.gz"
    path.write_bytes(
        gzip.compress(b"WARC/1.0\r\n" + b"X-A: b\r\n" * (2 * MEGA) + b"\r\n", 1)
        + gzip.compress(record(0))
    )
    tracemalloc.start()
    try:
        found = list(read_warc(path))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [type(each).__name__ for each in found] == ["Damage", "Record"]
    assert peak < 64 * MEGA
