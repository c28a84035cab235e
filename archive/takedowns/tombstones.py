"""Tombstones: pages that were removed for good, known by the hash of their key and not by name."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from archive.addresses.identity import hash_of, page_key
from archive.captures.capture import Capture, now
from archive.captures.files import close_file, open_file
from archive.captures.grouping import Note, group
from archive.warc.reader import read_warc
from archive.warc.writer import WarcWriter

REMOVED = "takedown"  # what the note is about; its files in warcs/ begin with the same word
LIFTED = "takedown-lifted"  # a later note, in a file of the same kind
Barred = Callable[[str], bool]  # whether a URL is one of a page that was removed


def barred(conn: sqlite3.Connection) -> Barred | None:
    """Whether a URL is one of a page that was removed; None when none ever was."""
    if not conn.execute("select 1 from sqlite_master where name = 'takedowns'").fetchone():
        return None  # a frontier by itself
    hashes = {row[0] for row in conn.execute("select url_hash from takedowns")}
    key = page_key(conn)
    return (lambda url: hash_of(key(url)) in hashes) if hashes else None


def goes_too(capture: Capture, is_barred: Barred) -> bool:
    """Whether a capture is one of a page that was removed, a redirect to it, or a part of it."""
    names = (capture.url, capture.target, capture.via if capture.kind == "part" else None)
    return any(name is not None and is_barred(name) for name in names)


def graves(conn: sqlite3.Connection, urls: Iterable[str]) -> dict[str, str]:
    """When each of these URLs was taken down; those that never were are left out."""
    removed = dict(conn.execute("select url_hash, removed_at from takedowns").fetchall())
    key = page_key(conn)
    return {url: removed[mark] for url in urls if (mark := hash_of(key(url))) in removed}


def bury(
    conn: sqlite3.Connection, warcs: Path, keys: Iterable[str], fields: Mapping[str, str]
) -> None:
    """Set a tombstone for each key that has none, in the WARC and then in the database.

    Inside the caller's transaction; `fields` are the reason and the counts.
    """
    known = {row[0] for row in conn.execute("select url_hash from takedowns")}
    fresh = [mark for key in keys if (mark := hash_of(key)) not in known]
    if not fresh:
        return
    when = now()
    with WarcWriter(warcs, prefix=REMOVED) as writer:
        for mark in fresh:
            about = {"hash": mark, "removed": when, **fields}
            file = writer.note(REMOVED, about).file
            learn(conn, about)
    open_file(conn, file)
    close_file(conn, warcs, file)


def lift(conn: sqlite3.Connection, warcs: Path, url: str) -> bool:
    """Whether the page had a tombstone: now it may be fetched and imported again.

    Inside the caller's transaction. What was removed does not come back by it.
    """
    mark = hash_of(page_key(conn)(url))
    if not conn.execute("select 1 from takedowns where url_hash = ?", (mark,)).fetchone():
        return False
    with WarcWriter(warcs, prefix=REMOVED) as writer:
        file = writer.note(LIFTED, {"hash": mark, "lifted": now()}).file
    open_file(conn, file)
    close_file(conn, warcs, file)
    _unlearn(conn, mark)
    return True


def _unlearn(conn: sqlite3.Connection, mark: str) -> None:
    conn.execute("delete from takedowns where url_hash = ?", (mark,))


def learn(conn: sqlite3.Connection, fields: Mapping[str, str]) -> None:
    """The row of a tombstone, from its note in the WARC; each once."""
    conn.execute(
        "insert into takedowns(url_hash, removed_at, reason, captures, records)"
        " select :hash, :removed, :reason, :captures, :records"
        " where not exists (select 1 from takedowns where url_hash = :hash)",
        {
            "hash": fields.get("hash", ""),
            "removed": fields.get("removed", ""),
            "reason": fields.get("reason") or None,
            "captures": _count(fields.get("captures")),
            "records": _count(fields.get("records")),
        },
    )


def learn_all(conn: sqlite3.Connection, warcs: Path) -> None:
    """The tombstones of an archive's own WARC files, before any other of their records is taken.

    Those that were lifted since are none; the names of the files are in order of time.
    """
    for path in sorted(warcs.glob(f"{REMOVED}-*.warc.gz")):
        for found in group(read_warc(path), path.name):
            if isinstance(found, Note) and found.about == REMOVED:
                learn(conn, found.fields)
            elif isinstance(found, Note) and found.about == LIFTED:
                _unlearn(conn, found.fields.get("hash", ""))


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
