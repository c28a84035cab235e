"""Opening an archive folder: made when missing, locked to write, migrated, put in step."""

import os
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.database import connect, plain_errors
from archive.errors import ArchiveError, CannotWriteError, LockedError, NotAnArchiveError
from archive.folder import REBUILD, Archive
from archive.lock import take_lock
from archive.schema.format import APPLICATION_ID, SCHEMA_VERSION
from archive.warc.packed import is_packed

FEWEST, PLENTY = 64, 512  # file handles of a process that writes: sockets, pipes, files
OURS = ("archive.db", "warcs", "lock", REBUILD)


def open_archive(
    folder: Path | str, *, write: bool = False, create: bool = False, recover: bool = True
) -> Archive:
    """The archive in a folder, to be used in a `with` statement.

    With `write`, this process alone may write to it, and what a killed run left is put in step
    first, unless `recover` is off; `create` makes a missing one. Raises
    NotAnArchiveError, LockedError (exit code 4) or CannotWriteError (5), one clear line each.
    """
    folder = Path(folder)
    if folder.is_file():
        return _open_packed(folder, write=write or create)
    path = folder / "archive.db"
    if create:
        _make(folder, recover=recover)
    if not path.is_file() and not create:
        raise NotAnArchiveError(_missing(folder))
    if write:
        _need_handles()
    else:
        _update(folder, path)
    lock = take_lock(folder / "lock") if write else None
    try:
        conn = connect(path, write=write)
        try:
            if write:
                _migrate(conn, path)
            _check_format(conn, path)
        except BaseException:
            conn.close()
            raise
    except BaseException:
        if lock is not None:
            os.close(lock)
        raise
    archive = Archive(folder, conn, lock)
    if write and recover:
        _recover(archive)
    return archive


def _need_handles() -> None:
    """More file handles where the soft limit is low; CannotWriteError when there are too few.

    Known before anything is begun: a process that runs out of them fails at any place at all.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if hard != unlimited and hard < FEWEST:
        raise CannotWriteError(
            f"too few file handles: the limit is {hard}, {FEWEST} are needed (`ulimit -n`)"
        )
    if soft != unlimited and soft < PLENTY:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (PLENTY if hard == unlimited else min(PLENTY, hard), hard)
        )


def _open_packed(file: Path, *, write: bool) -> Archive:
    """An archive in one file, as `winnow pack` makes it: to be read only."""
    conn = connect(file)
    try:
        fault = _packed_fault(conn, file, write=write)
    except BaseException:
        conn.close()
        raise
    if fault is not None:
        conn.close()
        raise fault
    return Archive(file, conn, None, packed=True)


def _packed_fault(conn: sqlite3.Connection, file: Path, *, write: bool) -> ArchiveError | None:
    """Why a file cannot be used as an archive."""
    application, version = _format(conn)
    if application != APPLICATION_ID:
        return NotAnArchiveError(f"{file} is a database, but not one of Winnow's")
    if not is_packed(conn):
        return NotAnArchiveError(f"{file} is the database of an archive: name its folder instead")
    unpack = f"`winnow --archive FOLDER unpack {file}` makes a folder of it"
    if write:
        return ArchiveError(f"{file} is a packed archive, which is only read: {unpack}")
    if version < SCHEMA_VERSION:
        return ArchiveError(f"{file} has an older format: {unpack}, in the present one")
    return ArchiveError(_newer(file, version)) if version > SCHEMA_VERSION else None


def _newer(path: Path, version: int) -> str:
    return (
        f"{path} was written by a newer Winnow (format {version}, this one reads up to"
        f" {SCHEMA_VERSION}): update Winnow"
    )


def _update(folder: Path, path: Path) -> None:
    """Bring an older archive to the present format before it is read, if that can be done."""
    if not path.is_file():
        return
    with closing(connect(path)) as conn:
        application, version = _format(conn)
    if application != APPLICATION_ID or not 0 < version < SCHEMA_VERSION:
        return
    try:
        open_archive(folder, write=True, recover=False).close()
    except (LockedError, CannotWriteError) as error:
        raise ArchiveError(
            f"{path} has format {version}, this Winnow reads {SCHEMA_VERSION}: run the same command"
            f" once where it can be updated ({error})"
        ) from error


def _recover(archive: Archive) -> None:
    """Put in step what a killed run left; costs nothing when it left nothing."""
    left = archive.conn.execute(
        "select (select count(*) from warc_files where state = 'open')"
        " + (select count(*) from crawls where status = 'running')"
    ).fetchone()[0]
    known = {row["path"] for row in archive.conn.execute("select path from warc_files")}
    files = {path.name for path in archive.warcs.glob("*.warc.gz*")}
    if left or any(name not in known and not name.endswith(".torn") for name in files):
        from archive.intake.recovery import put_in_step  # noqa: PLC0415 - it loads the WARC reader

        try:
            put_in_step(archive)
        except BaseException:
            archive.close()
            raise


def _make(folder: Path, *, recover: bool) -> None:
    if not (folder / "archive.db").exists() and folder.is_dir():
        if recover and _has_records(folder):
            raise NotAnArchiveError(_missing(folder))
        others = sorted(path.name for path in folder.iterdir() if not path.name.startswith(OURS))
        if others:
            raise NotAnArchiveError(
                f"{folder} holds other files ({others[0]}): name a new or empty folder"
            )
    try:
        (folder / "warcs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"cannot make {folder}: {error.strerror}") from error


def _has_records(folder: Path) -> bool:
    """Whether WARC files lie in it: a new database would know nothing of them."""
    return any(path.is_file() for path in (folder / "warcs").rglob("*.warc*"))


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"no archive at {folder}: `winnow crawl` or `winnow import` makes one"
    if (folder / "warcs").is_dir():
        return f"{folder} has WARC files but no archive.db: `winnow rebuild` makes it"
    return f"{folder} is not an archive: it has no archive.db"


def _migrate(conn: sqlite3.Connection, path: Path) -> None:
    application, version = _format(conn)
    # A run that ended while it made the file may have left its list of migrations, no more.
    tables = {row[0] for row in conn.execute("select name from sqlite_master where type = 'table'")}
    empty = all(name.startswith(("sqlite_", "_sqlite_migrations")) for name in tables)
    if (application == APPLICATION_ID or empty) and version < SCHEMA_VERSION:
        from sqlite_utils import Database  # noqa: PLC0415 - only when there is something to do

        from archive.schema.migrations import archive_migrations  # noqa: PLC0415 - the same

        with plain_errors(path):
            archive_migrations.apply(Database(conn))


def _check_format(conn: sqlite3.Connection, path: Path) -> None:
    application, version = _format(conn)
    if application != APPLICATION_ID:
        raise NotAnArchiveError(f"{path} is a database, but not one of Winnow's")
    if version > SCHEMA_VERSION:
        raise ArchiveError(_newer(path, version))
    if version < SCHEMA_VERSION:
        raise ArchiveError(f"{path} is of format {version}: any command that writes updates it")


def _format(conn: sqlite3.Connection) -> tuple[int, int]:
    return (
        conn.execute("pragma application_id").fetchone()[0],
        conn.execute("pragma user_version").fetchone()[0],
    )
