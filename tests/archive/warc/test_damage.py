"""Odd and damaged files: every page that can be had comes back, everything lost is told."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.captures.records import copy_records
from archive.warc.export import Piece
from archive.warc.record import Damage, Record
from archive.warc.wacz import read_captures
from tests.archive.warc.damage import Case, cases
from tests.archive.warc.damage_table import ours, rows, warcio
from tests.archive.warc.records import PAGES, flip, gz, members, record, records, url

CASES = cases()
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\nThe ferry to the pier runs at noon."
TABLE = Path(__file__).parents[3] / "docs" / "damaged-warcs.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_can_be_had_comes_back(case: Case):
    reading = ours(case)
    assert reading.pages == case.pages, reading.found
    assert reading.told or not case.damaged, reading.found
    if not case.damaged:
        assert not [each for each in reading.found if isinstance(each, Damage)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_warcio_gets_no_more(case: Case):
    assert warcio(case).pages <= ours(case).pages


def test_the_table_is_true():
    def without_warcio(lines):
        return [line.split(" | ")[:4] for line in lines if line.startswith("| ")]

    documented = without_warcio(TABLE.read_text(encoding="utf-8").splitlines())[2:]
    assert documented == without_warcio(rows())
    assert len(documented) >= 60


@given(
    packed=st.booleans(),
    hit=st.integers(0, PAGES - 1),
    at=st.floats(0, 1),
    size=st.integers(0, 2000),
    new=st.binary(max_size=200),
)
@example(packed=False, hit=0, at=0.0, size=0, new=b"\xfd7zXZ\x00")  # begins like an xz file
def test_any_wound_costs_only_what_it_touches(packed, hit, at, size, new):
    """Bytes replaced anywhere: the records that are untouched come back, and no other ones."""
    parts = members() if packed else records()
    start = int(at * (len(parts[hit]) - 1))
    end = min(start + size, len(parts[hit]))
    wounded = parts[hit][:start] + new + parts[hit][end:]
    content = b"".join([*parts[:hit], wounded, *parts[hit + 1 :]])
    found = list(read_captures(io.BytesIO(content)))
    good = [each for each in found if isinstance(each, Record) and not each.faults()]
    whole = {each.target_uri for each in good if each.http}
    # A wound at the end of a plain record may reach the line ends before the next one.
    assert whole >= {url(number) for number in range(PAGES) if number != hit}
    if wounded not in {parts[hit], b""}:  # a record taken out whole leaves no trace
        told = any(isinstance(each, Damage) or each.notes or each.faults() for each in found)
        assert told or len(good) == PAGES


@pytest.mark.parametrize("bit", [0, 3, 7])
def test_a_fault_is_told_where_its_member_lies(tmp_path, bit):
    """One bit turned, anywhere in a member: the stretch told is the member, and so is the place of
    a record that could be read in spite of it, which can then be copied out again.
    """
    path = tmp_path / "x.warc.gz"
    first, hit, last = (gz(record(number, block=SHORT)) for number in range(3))
    stretch = (len(first), len(hit))
    for at in range(len(hit)):
        path.write_bytes(first + flip(hit, at, bit) + last)
        before, *found, after = read_captures(path)
        assert (before.offset, before.length) == (0, len(first))
        assert (after.offset, after.length) == (sum(stretch), len(last))
        told = [(each.offset, each.length) for each in found if isinstance(each, Damage)]
        whole = [each for each in found if isinstance(each, Record)]
        noted = [each for each in whole if each.notes]
        assert told == [stretch] if noted or not whole else told == []
        for each in whole:
            assert (each.offset, each.length) in {stretch, (stretch[0], 0)}
            out = io.BytesIO()
            copy_records([Piece(path, each.offset, each.length)], out)
            assert each.block in out.getvalue()


@given(st.binary(max_size=3000))
def test_noise_never_raises(noise):
    for start in (
        b"",
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"PK\x03\x04",
        b"BZh9",
    ):
        for each in read_captures(io.BytesIO(start + noise)):
            assert isinstance(each, Damage | Record)
