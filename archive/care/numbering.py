"""The numbers of articles in a database made anew: those that people noted down."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from archive.database import uri
from archive.folder import Archive

# Articles that the former database did not know come after all that it ever numbered.
_WANTED = """
create temp table numbers as
select d.id as old, coalesce(
    f.id,
    (select coalesce(max(id), 0) from former.documents)
        + row_number() over (partition by f.id is null order by d.id)
) as new
from main.documents d left join former.documents f on f.key = d.key
"""
_COLUMNS = {
    "documents": "id",
    "versions": "document_id",
    "aliases": "document_id",
}


def keep_numbers(archive: Archive, former: Path) -> None:
    """Give the articles the numbers that they have in a former database, as far as it can be read.

    Without it they keep the order of the WARC files, which is that of the crawls; an import may
    have read its files in another, and pages that were taken down have left gaps.
    """
    if not former.is_file():
        return
    conn = archive.conn
    with suppress(sqlite3.DatabaseError):  # it is damaged: that is why another one is made
        conn.execute("attach ? as former", (f"{uri(former.absolute())}?mode=ro",))
        conn.execute(_WANTED)
    if _has_numbers(conn):
        _renumber(archive)
        conn.execute("drop table temp.numbers")
    with suppress(sqlite3.OperationalError):
        conn.execute("detach former")


def _has_numbers(conn: sqlite3.Connection) -> bool:
    found = conn.execute("select 1 from sqlite_temp_master where name = 'numbers'").fetchone()
    return found is not None


def _renumber(archive: Archive) -> None:
    with archive.atomic() as conn:
        conn.execute("delete from numbers where old = new")
        conn.execute("create unique index temp.numbers_old on numbers(old)")
        conn.execute("pragma defer_foreign_keys = on")
        for table, column in _COLUMNS.items():  # below zero first: two articles may change places
            conn.execute(
                f"update {table} set {column} = -n.new from temp.numbers n"
                f" where n.old = {table}.{column}"
            )
            conn.execute(f"update {table} set {column} = -{column} where {column} < 0")
