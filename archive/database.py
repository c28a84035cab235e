"""Connections to archive.db, and what SQLite's errors mean to the person at the keyboard."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from archive.errors import ArchiveError, CannotWriteError, DamageError, LockedError

try:  # sqlite-utils and Datasette pick it up by themselves: their errors must be ours too
    import pysqlite3 as sqlite3  # type: ignore[import-not-found]
except ImportError:
    import sqlite3

__all__ = ["connect", "plain_errors", "sqlite3", "transaction", "uri"]

BUSY_SECONDS = 30.0
WRITER_PRAGMAS = """
pragma journal_mode = wal;
pragma synchronous = full;
pragma foreign_keys = on;
pragma journal_size_limit = 67108864;
pragma cache_size = -65536;
pragma temp_store = memory;
"""


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode with rows by name; a reader can change nothing.

    One thread at a time may use it. A reader on a medium that cannot be written gets the file
    as immutable, because SQLite could not make its shared memory file beside it.
    """
    with plain_errors(path):
        conn = _open(path, "rwc" if write else "ro")
        try:
            if write:
                for pragma in WRITER_PRAGMAS.strip().splitlines():
                    conn.execute(pragma)
            conn.execute("select 1 from sqlite_master limit 1").fetchone()
        except sqlite3.OperationalError:
            conn.close()
            if write or _leftover(path):
                raise
            conn = _open(path, "ro&immutable=1")
    return conn


def uri(path: Path) -> str:
    """The path as SQLite reads it whatever bytes it holds; for a connection of ours."""
    return f"file:{quote(os.fsencode(path))}"


def _open(path: Path, mode: str) -> sqlite3.Connection:
    conn = sqlite3.connect(
        f"{uri(path)}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    conn.row_factory = sqlite3.Row
    return conn


def _leftover(path: Path) -> bool:
    """Whether a write-ahead log with something in it stands beside the database."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


@contextmanager
def transaction(conn: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing, and write access from the first statement on; nests by savepoints."""
    outer = not conn.in_transaction
    with plain_errors(path):
        conn.execute("begin immediate" if outer else "savepoint step")
        try:
            yield
            conn.execute("commit" if outer else "release step")
        except BaseException:
            if conn.in_transaction:  # a full disk may have ended it already
                conn.execute("rollback" if outer else "rollback to step")
                if not outer:
                    conn.execute("release step")
            raise


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Errors of SQLite come out as ours, with the file's name and what can be done."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _ours(error, path) from error


def _ours(error: Exception, path: Path) -> Exception:
    name: str = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return CannotWriteError(f"cannot use {path}: {error} (disk full, read-only, no handles?)")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockedError(f"{path} is locked by another program")
    if name.startswith("SQLITE_NOTADB"):
        return ArchiveError(f"{path} is not a SQLite database")
    if name.startswith("SQLITE_CORRUPT"):
        anew = "`winnow rebuild` makes it anew"
        if path.name != "archive.db":  # a packed file
            anew = "take another copy of it, or pack its folder again"
        return DamageError(f"{path} is damaged ({error}): {anew}")
    return error
