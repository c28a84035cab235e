"""Rows of WARC files: opened, closed, imported."""

import sqlite3
from pathlib import Path

from archive.captures.capture import now

OPEN, CLOSED, IMPORTING, DAMAGED = "open", "closed", "importing", "damaged"
REPLACES = "takes the place of "  # how the note of a rewritten file begins
DAMAGED_FOLDER = "damaged"  # in warcs/: files that `repair` replaced, kept as they were


def kept_aside(name: str) -> bool:
    """Whether a file in warcs/ is only kept as it was: torn bytes of a killed run, or what `repair`
    replaced. Nothing of it is read in.
    """
    return name.endswith(".torn") or name.startswith(f"{DAMAGED_FOLDER}/")


def open_file(
    conn: sqlite3.Connection,
    path: str,
    *,
    origin: str = "crawl",
    state: str = OPEN,
    sha256: str | None = None,
) -> int:
    """The row id of a WARC file, by its path relative to warcs/; a new one gets a row."""
    row = conn.execute("select id from warc_files where path = ?", (path,)).fetchone()
    if row is not None:
        return int(row[0])
    found = conn.execute(
        "insert into warc_files(path, origin, state, sha256, opened_at) values (?, ?, ?, ?, ?)",
        (path, origin, state, sha256, now()),
    )
    return int(found.lastrowid or 0)


def close_file(
    conn: sqlite3.Connection, warcs: Path, path: str, *, note: str | None = None
) -> None:
    """Note that a file is complete, how large it is, and what was odd in it."""
    file = warcs / path
    size = file.stat().st_size if file.exists() else None
    conn.execute(
        "update warc_files set state = ?, size = coalesce(?, size), closed_at = ?,"
        " note = coalesce(?, note) where path = ?",
        (CLOSED, size, now(), note, path),
    )


def free_path(path: Path) -> Path:
    """The path, or one with a number before the first dot when it is taken."""
    stem, dot, rest = path.name.partition(".")
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{stem}-{number}{dot}{rest}")
    return path
