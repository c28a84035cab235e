"""Hits for a query: newest first or ranked, each with a snippet, at a cost that stays bounded."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, TypedDict

from archive.database import sqlite3
from archive.search.filters import Filter, SearchError
from archive.search.query import Query, parse
from archive.search.spacing import SEPARATOR, closed, unspaced

# bm25 costs about 2.4 microseconds a hit and FTS5 cannot stop early: ranking looks at this many of
# the newest hits only, so that a word of every article costs no more than a rare one.
RANKED_AMONG = 20_000

_START, _END = "\x02", "\x03"  # marks that no cleaned text holds
_TOKENS = 40  # words of a snippet
_LONGEST = 360  # characters of one
_MARK = re.compile(f"({_START}|{_END})")


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that answers a query, with the version whose text does."""

    id: int
    url: str
    title: str | None
    byline: str | None
    published: str | None
    site: str | None
    source: str | None
    language: str | None
    first_seen: str
    version: int
    version_count: int
    current: int  # 0: only an earlier text of the article answers
    fallback: str | None  # why the text is only the visible text of the page
    snippet: str  # one line
    marks: tuple[tuple[int, int], ...]  # start and end of each match in it, in characters


class SearchOptions(TypedDict, total=False):
    """What narrows and orders a search; see `search`."""

    limit: int
    sort: Literal["newest", "rank"]
    source: str | None
    since: str | dt.date | None
    until: str | dt.date | None
    language: str | None


def search(
    conn: sqlite3.Connection,
    text: str,
    *,
    limit: int = 20,
    sort: Literal["newest", "rank"] = "newest",
    source: str | None = None,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    language: str | None = None,
) -> list[Hit]:
    """The articles that answer the query, each once, at most `limit`; docs/search.md.

    `since` and `until` are ISO dates or the beginning of one ("2026-03"), both inclusive, compared
    with the date of publication or, where the page gave none, of the first capture. Articles of
    which there is only the visible text come after all others. Raises SearchError when the archive
    has no such source or site, or where an option cannot be.
    """
    _check(text, limit, sort)
    query = parse(text)
    if not query:
        return []
    wanted = Filter(conn)
    wanted.take(query)
    if source:
        wanted.take_source(source)
    if since:
        wanted.take_date(">=", since)
    if until:
        wanted.take_date("<=", until)
    if language:
        wanted.take_language(language)
    places = list(islice(_places(conn, query, wanted, ranked=sort == "rank"), limit))
    versions = _present(conn, query, places)
    snippets = _snippets(conn, query, versions)
    return [
        _hit(conn, version, _parted(closed(" ".join(snippets[version].split()))))
        for version in versions
    ]


def _check(text: object, limit: object, sort: object) -> None:
    """Nothing; one clear line for what is no search."""
    if not isinstance(text, str):
        raise TypeError(f"expected a query as str, not {type(text).__name__}")
    if sort not in ("newest", "rank"):
        raise SearchError(f"sort is {sort!r}: expected 'newest' or 'rank'")
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise SearchError(f"limit is {limit!r}: expected a number from 0 on")


def _places(
    conn: sqlite3.Connection, query: Query, wanted: Filter, *, ranked: bool
) -> Iterator[tuple[int, int | None]]:
    """Version and current version of each article that answers, best or newest first."""
    seen: set[int] = set()
    for clean in ("v.fallback is null", "v.fallback is not null"):
        sql, values = _statement(conn, query, wanted, clean, ranked=ranked)
        for version, document, current in conn.execute(sql, values):
            if document not in seen:
                seen.add(document)
                yield version, current


def _statement(
    conn: sqlite3.Connection, query: Query, wanted: Filter, clean: str, *, ranked: bool
) -> tuple[str, list[object]]:
    columns = "select v.id, v.document_id, d.current_version_id"
    conditions = [clean, "v.replaced_by is null", *wanted.conditions]
    if query.match is None:  # only filters: the articles as they stand now
        conditions.append("v.id = d.current_version_id")
        values = list(wanted.values)
        if query.without:
            conditions.append(
                "v.id not in (select rowid from versions_fts where versions_fts match ?)"
            )
            values.append(query.without)
        tables = "from versions v join documents d on d.id = v.document_id"
        return f"{columns} {tables} where {' and '.join(conditions)} order by v.id desc", values
    # cross join: FTS5 must lead, or the planner walks all documents
    tables = (
        "from versions_fts f cross join versions v on v.id = f.rowid "
        "cross join documents d on d.id = v.document_id"
    )
    order = "f.rowid desc"
    values = [query.match, *wanted.values]
    if ranked:
        order = "f.rank"
        oldest = conn.execute(
            "select rowid from versions_fts where versions_fts match ? "
            "order by rowid desc limit 1 offset ?",
            (query.match, RANKED_AMONG - 1),
        ).fetchone()
        if oldest:
            conditions.append("f.rowid >= ?")
            values.append(oldest[0])
    where = " and ".join(["versions_fts match ?", *conditions])
    return f"{columns} {tables} where {where} order by {order}", values


def _present(
    conn: sqlite3.Connection, query: Query, places: list[tuple[int, int | None]]
) -> list[int]:
    """The version to show of each article: the present one when it matches too."""
    older = [current for version, current in places if current not in {None, version}]
    matching = _matching(conn, query, "rowid", older)
    return [
        current if current is not None and current in matching else version
        for version, current in places
    ]


def _hit(
    conn: sqlite3.Connection, version: int, snippet: tuple[str, tuple[tuple[int, int], ...]]
) -> Hit:
    row = conn.execute(
        "select d.id, u.url, v.title, v.byline, v.published, s.host, src.key, v.language, "
        "d.first_seen, v.number, d.version_count, v.id = d.current_version_id, v.fallback "
        "from versions v join documents d on d.id = v.document_id join urls u on u.id = d.url_id "
        "left join sites s on s.id = d.site_id left join sources src on src.id = d.source_id "
        "where v.id = ?",
        (version,),
    ).fetchone()
    return Hit(*(*row, *snippet))


def _snippets(conn: sqlite3.Connection, query: Query, versions: list[int]) -> dict[int, str]:
    """The stretch of each text with the most matches, on one line, the matches between marks."""
    found: dict[int, str] = {}
    if query.match:
        for column in [2, 3] if SEPARATOR in query.match else [2]:
            snippet = f"snippet(versions_fts, {column}, '{_START}', '{_END}', '…', {_TOKENS})"
            for version, text in _matching(conn, query, snippet, versions).items():
                if version not in found or _START in text:
                    found[version] = text
    for version in versions:
        if version not in found:  # nothing to match: the beginning
            sql = "select substr(text, 1, 300) from versions where id = ?"
            found[version] = conn.execute(sql, (version,)).fetchone()[0]
    return found


def _matching(
    conn: sqlite3.Connection, query: Query, what: str, versions: list[int]
) -> dict[int, Any]:
    """An expression over the index for those of some versions that match.

    One statement for all: each one anew would collect the words of a prefix again. The plus keeps
    SQLite from doing just that for each version.
    """
    if not versions:
        return {}
    rows = conn.execute(
        f"select rowid, {what} from versions_fts where versions_fts match ? "
        "and rowid between ? and ? and +rowid in (select value from json_each(?))",
        (query.match, min(versions), max(versions), json.dumps(versions)),
    )
    return {row[0]: row[1] for row in rows}


def _parted(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = ""
    marks: list[tuple[int, int]] = []
    start = 0
    for part in _MARK.split(line):
        if part == _START:
            start = len(text)
        elif part == _END:
            marks.append((start, len(text)))
        else:
            text += part
    return _around(text, marks)


def _around(text: str, marks: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text cut to a stretch round its first match where it is long.

    FTS5 counts words, and takes a whole clause for one in scripts without spaces.
    """
    longest = _LONGEST // 2 if unspaced(text) else _LONGEST  # such letters are two columns wide
    if len(text) <= longest:
        return text, tuple(marks)
    begin = max(0, min(marks[0][0] - longest // 3, len(text) - longest)) if marks else 0
    end = begin + longest
    lead = "…" if begin else ""
    by = len(lead) - begin
    inside = ((start + by, stop + by) for start, stop in marks if begin <= start < stop <= end)
    return lead + text[begin:end].rstrip() + ("…" if end < len(text) else ""), tuple(inside)
