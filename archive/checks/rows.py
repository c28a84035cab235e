"""The database checked: SQLite's own checks, the texts, and the index against the texts."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from archive.checks.fault import Fault, Progress
from archive.database import connect
from archive.errors import CannotWriteError, LockedError
from archive.lock import held

FULL_TEXT = "insert into versions_fts(versions_fts, rank) values ('integrity-check', 1)"
OUT_OF_STEP = """
    select v.id, v.document_id, 'is not in the full-text index'
    from versions v left join versions_fts_docsize d on d.id = v.id where d.id is null
    union all
    select d.id, null, 'is in the full-text index, but is gone'
    from versions_fts_docsize d left join versions v on v.id = d.id where v.id is null
"""
ORPHANS = """
    select d.id, 'has no text' from documents d
    left join versions v on v.id = d.current_version_id and v.document_id = d.id
    where v.id is null
"""
STORIES = """
    select 'fingerprints', there || ' numbers, where the articles have ' || wanted from (
        select (select count(*) from story_prints) as there,
            (select ifnull(sum(length(numbers)) / 6, 0) from story_texts) as wanted)
    where there <> wanted
    union all
    select 'story ' || s.id, 'has ' || count(m.document_id) || ' articles, not ' || s.size
    from stories s left join story_articles m on m.story_id = s.id
    group by s.id having count(m.document_id) <> s.size
    union all
    select 'article ' || m.document_id,
        'was compared to article ' || m.compared_id || ', which is not in its story'
    from story_articles m left join story_articles o
        on o.story_id = m.story_id and o.document_id = m.compared_id
    where m.compared_id is not null and o.document_id is null
    union all
    select 'article ' || d.id, 'is in another story than its row says'
    from documents d left join story_articles m on m.document_id = d.id
    where d.story_id is not m.story_id
"""
TEXTS = """
    select id, document_id, cast(text as blob), text_hash, blocks,
        (select group_concat(position) from removals where version_id = versions.id)
    from versions
"""


def row_faults(
    conn: sqlite3.Connection,
    folder: Path,
    progress: Progress,
    advance: Callable[[int], None] = lambda _done: None,
) -> Iterator[Fault]:
    """What is wrong with the rows of an archive, whatever its WARC files say.

    `advance` is told how many texts have been read.
    """
    conn.execute("pragma cache_size = -65536")  # what its checks read again they find again
    for (message,) in conn.execute("pragma integrity_check"):
        if message != "ok":
            yield Fault("archive.db", message)
    for table, rowid, parent, _key in conn.execute("pragma foreign_key_check"):
        yield Fault(f"archive.db, {table} row {rowid}", f"points to a row of {parent} that is gone")
    for article, what in conn.execute(ORPHANS):
        yield Fault(f"article {article}", what)
    for where, what in conn.execute(STORIES):
        yield Fault(where, f"{what}; `winnow rebuild` finds stories anew")
    yield from _index_faults(conn, folder)
    yield from _text_faults(conn, progress, advance)


def _index_faults(conn: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    for version, article, what in conn.execute(OUT_OF_STEP):
        where = f"article {article}, version row {version}" if article else f"version row {version}"
        yield Fault(where, what)
    try:
        # SQLite takes this check for a write; where nobody may write, the rows above must do.
        with held(folder / "lock"), closing(connect(folder / "archive.db", write=True)) as writer:
            writer.execute("begin")
            writer.execute(FULL_TEXT)
            writer.execute("rollback")
    except (LockedError, CannotWriteError):
        return
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith("SQLITE_READONLY"):
            return
        yield Fault("full-text index", f"{error}; `winnow rebuild` makes it anew")


def _text_faults(
    conn: sqlite3.Connection, progress: Progress, advance: Callable[[int], None]
) -> Iterator[Fault]:
    for version, article, text, text_hash, blocks, taken in conn.execute(TEXTS):
        progress.versions += 1
        advance(progress.versions)
        where = f"article {article}, version row {version}"
        if hashlib.sha256(text).hexdigest() != text_hash:
            yield Fault(where, "the text differs from its digest")
        places = [block[0] for block in json.loads(blocks)]
        places += [int(place) for place in taken.split(",")] if taken else []
        if sorted(places) != list(range(len(places))):
            yield Fault(where, "kept and removed blocks do not make up one page")
