"""Export: what a line holds, what a spreadsheet gets, which conditions are refused."""

import contextlib
import csv
import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.condition import ConditionError, check_condition
from archive.export.lines import COLUMNS, exported, write_csv, write_jsonl
from archive.export.selection import Selection
from tests.archive.sample import WARC, build
from tests.command import output

PROMISED = {
    "id", "url", "title", "byline", "published", "language", "text", "fetched_at", "sha256",
}  # fmt: skip


@pytest.fixture(scope="module")
def conn(tmp_path_factory):
    sample = build(tmp_path_factory.mktemp("archive"))
    yield sample.db.conn
    sample.db.close()


def test_every_line_of_jsonl_is_an_article(conn):
    out = io.StringIO()
    assert write_jsonl(exported(conn), out) == 6
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["id"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(set(row) >= PROMISED for row in rows)
    wall = rows[0]
    assert wall["title"] == "Harbor wall falls, two hurt"
    assert wall["version"] == 2
    assert wall["fetched_at"] == "2026-03-01T12:00:00.000000Z"
    assert wall["sha256"] == hashlib.sha256(wall["text"].encode()).hexdigest()
    assert (wall["warc"], wall["warc_offset"]) == (WARC, 2000)


def test_a_condition_chooses(conn):
    where = "published < '2026-03' and site like '%.example'"
    either = "text like '%iPhone%' or (language = 'zh')"
    assert [row["id"] for row in exported(conn, Selection(where=where))] == [1]
    assert [row["id"] for row in exported(conn, Selection(either))] == [3]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("", "empty"),
        ("titel = 'x'", "no such column: titel; did you mean title?"),
        ("nonsense", "no such column: nonsense; there are id, title"),
        ("id = 1; drop table documents", "';' does not belong"),
        ("id = 1) or (1", "a bracket closes that was not opened"),
        ("(id = 1", "a bracket is not closed"),
        ("id = 1 -- rest", "'--' does not belong"),
        ("title = 'open", "an open string"),
        ("id in (select", "a bracket is not closed"),
        ("id = 1 union select 2", "syntax error"),
        ("id = \x00", "does not belong"),
        ("id = '\ud800'", "surrogates"),
    ],
)
def test_a_wrong_condition_is_one_clear_line(conn, where, message):
    with pytest.raises(ConditionError) as caught:
        check_condition(conn, "articles", where)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("where", ["load_extension('x')", "abs(-9223372036854775808)"])
def test_a_condition_that_fails_at_a_row_is_one_clear_line(conn, where):
    with pytest.raises(ConditionError, match=r"not authorized|overflow"):
        list(exported(conn, Selection(where=where)))


@given(st.text())
def test_any_condition_is_an_answer_or_a_clear_line(conn, where):
    with contextlib.suppress(ConditionError):
        check_condition(conn, "articles", where)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.CSV.GZ", "a.parquet.gz", "a.wacz.gz", "a.gz"])
def test_what_is_not_compressed_takes_no_name_that_says_so(tmp_path, name):
    told = output(tmp_path / "data", "export", tmp_path / name, code=2)
    assert "is not compressed: leave .gz out, or pipe - into gzip" in told
    assert not list(tmp_path.iterdir())


def test_csv_is_safe_for_spreadsheets(conn):
    out = io.StringIO(newline="")
    assert write_csv(exported(conn), out) == 6
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[4]["title"].startswith("'=cmd|")
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))
    ]
    assert rows[2]["text"] == "市议会决定在三月重建港口的墙。\n\n使用 iPhone手机 拍摄。"


@given(st.text(st.characters(codec=None)))
def test_any_text_is_one_cell_and_one_line(text):
    row = dict.fromkeys(COLUMNS, text)
    table, lines = io.StringIO(newline=""), io.StringIO()
    write_csv([row], table)
    read = next(iter(csv.DictReader(io.StringIO(table.getvalue(), newline=""))))
    assert len(set(read.values())) == 1
    assert not read["text"].startswith(("=", "+", "-", "@", "\t", "\r"))
    table.getvalue().encode()
    write_jsonl([row], lines)
    (line,) = lines.getvalue().encode().decode().splitlines()
    assert json.loads(line)["text"] == text
