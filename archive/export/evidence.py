"""The raw records behind articles, for WARC and WACZ files that replay on their own."""

from collections.abc import Iterator
from datetime import datetime

from archive.articles.stored import MISSING_TITLE
from archive.database import sqlite3
from archive.export.selection import Selection
from archive.warc.export import Home, Page, Piece

_PLACES = """
select w.path, c.warc_offset, c.warc_length, c.warc_inner, c.request_offset, c.request_length,
    c.metadata_offset, c.metadata_length
from captures c
join warc_files w on w.id = c.warc_file_id
"""

_CHOSEN = """
with shown as (
    select c.id, c.revisit_of
    from documents d
    join versions v on v.id = d.current_version_id
    join versions every on every.document_id = d.id
    join captures c on c.version_id = every.id
    where {where}
)
"""

# Of a page that a browser showed: the answer it was made from, and the parts fetched for it.
_MADE_FROM = """
select o.id from shown
join captures c on c.id = shown.id and c.record_type = 'conversion'
join captures o on o.url_id = c.url_id and o.crawl_id is c.crawl_id
union select o.id from captures o where o.kind = 'part' and o.via in (
    select u.url from shown
    join captures c on c.id = shown.id and c.record_type = 'conversion'
    join urls u on u.id = c.url_id)
"""


def pieces(conn: sqlite3.Connection, warcs: Home, selection: Selection) -> Iterator[Piece]:
    """Where the records lie, in the order of the files: of each capture of the chosen articles in
    any version its response, request and metadata, the originals of its revisits, and what a
    browser made it of.

    Without a selection every capture of the archive, pages that became no article too.
    """
    if selection:
        wanted = selection.filter(conn)
        sql = _CHOSEN.format(where=wanted.condition) + _PLACES
        sql += "where c.id in (select id from shown union select revisit_of from shown"
        sql += f" union {_MADE_FROM})"
        values = wanted.values
    else:
        sql, values = _PLACES, []
    for path, offset, length, inner, *others in conn.execute(
        f"{sql} order by c.warc_file_id, c.warc_offset, c.warc_inner", values
    ):
        yield Piece(warcs / path, offset, length, inner)
        for place, size in zip(others[::2], others[1::2], strict=True):
            if place is not None and place != offset:  # an exchange without an answer
                yield Piece(warcs / path, place, size)


def pages(conn: sqlite3.Connection, selection: Selection) -> Iterator[Page]:
    """The chosen articles as they stand now, with title and clean text."""
    wanted = selection.filter(conn)
    rows = conn.execute(
        "select u.url, c.fetched_at, d.title, v.text, c.record_id, v.language from documents d "
        "join versions v on v.id = d.current_version_id join urls u on u.id = d.url_id "
        f"join captures c on c.id = v.capture_id where {wanted.condition} order by d.id",
        wanted.values,
    )
    for url, fetched_at, title, text, record_id, language in rows:
        moment = datetime.fromisoformat(fetched_at)
        yield Page(url, moment, title or MISSING_TITLE, text, record_id, language)
