"""Articles written out, one a line, for other programs and for spreadsheets."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from archive.articles.stored import text_digest
from archive.database import sqlite3
from archive.display import json_line
from archive.export.condition import at_any_row
from archive.export.selection import Selection

EVERYTHING = Selection()

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
select d.id, u.url, v.title, v.byline, v.published, v.modified, v.language, s.host as site,
    src.key as source, v.word_count, v.number as version, d.version_count, d.story_id,
    v.fallback, d.first_seen, d.last_seen, c.fetched_at, c.payload_digest, w.path as warc,
    c.warc_offset, '' as sha256, v.text
from documents d
join versions v on v.id = d.current_version_id
join urls u on u.id = d.url_id
join captures c on c.id = v.capture_id
join warc_files w on w.id = c.warc_file_id
left join sites s on s.id = d.site_id
left join sources src on src.id = d.source_id
"""


def exported(
    conn: sqlite3.Connection, selection: Selection = EVERYTHING
) -> Iterator[dict[str, Any]]:
    """The chosen articles as they stand now, by id, as rows of COLUMNS; one in memory at a time.

    `sha256` is the digest of `text` in UTF-8, so that a receiver can check it. Raises
    ConditionError or SearchError, one line each, when the selection asks for what cannot be.
    """
    wanted = selection.filter(conn)
    with at_any_row(selection.where):
        for row in conn.execute(f"{_SQL} where {wanted.condition} order by d.id", wanted.values):
            article = dict(zip(COLUMNS, row, strict=True))
            article["sha256"] = text_digest(article["text"])
            yield article


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
