"""The WARC records of a crawl are what the server sent and received (docs/exact-records.md)."""

from pathlib import Path

from tests.crawler.record_table import DIFFERS, SAME, rows

TABLE = Path(__file__).parents[2] / "docs" / "exact-records.md"


def test_records_are_what_went_over_the_wire():
    found = list(rows())
    assert len(found) >= 40
    assert [row for row in found if DIFFERS in row] == []
    assert {request for _path, request, _answer in found} == {SAME}
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert [f"| {' | '.join(row)} |" for row in found] == [
        line for line in lines if line.startswith("| /")
    ]
