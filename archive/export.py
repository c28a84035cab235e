"""Articles written out, one a line, for other programs and for spreadsheets."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from archive.articles import text_digest
from archive.condition import check_condition, failed
from archive.database import sqlite3
from archive.display import json_line

# Every key of an exported article, in the order of the CSV columns; docs/export.md.
COLUMNS = (
    "id",
    "url",
    "title",
    "byline",
    "published",
    "modified",
    "language",
    "site",
    "source",
    "word_count",
    "version",
    "version_count",
    "story_id",
    "fallback",
    "first_seen",
    "last_seen",
    "fetched_at",
    "payload_digest",
    "warc",
    "warc_offset",
    "sha256",
    "text",
)

# Excel, LibreOffice and Numbers run a cell that begins so as a formula (CWE-1236).
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")

_SQL = """
select a.id, a.url, a.title, a.byline, a.published, a.modified, a.language, a.site, a.source,
    a.word_count, v.number as version, a.version_count, a.story_id, a.fallback,
    a.first_seen, a.last_seen, c.fetched_at, c.payload_digest, w.path as warc,
    c.warc_offset, '' as sha256, a.text
from articles a
join versions v on v.id = a.version_id
join captures c on c.id = v.capture_id
join warc_files w on w.id = c.warc_file_id
"""


def exported(conn: sqlite3.Connection, where: str | None = None) -> Iterator[dict[str, Any]]:
    """Every article as it stands now, by id, as a row of COLUMNS; one in memory at a time.

    `where` is an SQL condition over the columns of the view `articles`; raises ConditionError when
    it is none. `sha256` is the digest of `text` in UTF-8, so that a receiver can check it.
    """
    sql = _SQL
    if where is not None:
        check_condition(conn, "articles", where)
        sql += f"where a.id in (select id from articles where ({where}))"
    try:
        for row in conn.execute(f"{sql} order by a.id"):
            article = dict(zip(COLUMNS, row, strict=True))
            article["sha256"] = text_digest(article["text"])
            yield article
    except sqlite3.OperationalError as error:
        if where is None:
            raise
        raise failed(str(error)) from error  # it compiles, and some row makes it fail


def write_jsonl(rows: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write each row as one line of JSON; how many there were."""
    count = 0
    for row in rows:
        out.write(json_line(row) + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write a header and each row as CSV that no spreadsheet runs; how many there were.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, as
    spreadsheets themselves write it.
    """
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
        count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, str):
        value = value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        return f"'{value}" if _FORMULA.match(value) else value
    return value
