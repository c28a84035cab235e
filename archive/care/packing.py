"""A whole archive in one SQLite file, raw records included, and the folder made from it again."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree

from archive.database import connect, plain_errors, sqlite3, transaction, uri
from archive.errors import ArchiveError, CannotWriteError, DamageError, spare, writing
from archive.folder import Archive
from archive.lock import undisturbed
from archive.opening import open_archive
from archive.progress import Progress
from archive.schema.format import APPLICATION_ID
from archive.warc.packed import PART, is_packed
from archive.warc.volume import sync_folder

NEW = "unpack"  # folder inside the new one until all of it is whole
TABLES = (
    (
        "create table packed_files (id integer primary key, path text not null unique,"
        " size integer not null, sha256 text not null)"
    ),
    (
        "create table packed_parts (file_id integer not null references packed_files(id),"
        " start integer not null, bytes blob not null, primary key (file_id, start)) without rowid"
    ),
)


@contextmanager
def standing_still(folder: Path) -> Iterator[Archive]:
    """The archive while nobody writes to it: rows and files must be of one moment.

    Put in step first where it can be written. Raises LockedError while a crawl is at work.
    """
    try:
        archive = open_archive(folder, write=True)
    except CannotWriteError:  # somebody else's archive, a read-only medium
        with undisturbed(folder / "lock"), open_archive(folder) as archive:
            yield archive
        return
    with archive:
        yield archive


def pack(archive: Archive, target: Path, progress: Progress) -> int:
    """How many WARC files were packed; `target` appears under its name when it is complete.

    The packed file is an archive database like any other, with two tables more. Raises
    ArchiveError when the target exists, CannotWriteError when there is no room.
    """
    spare(archive.folder, target)
    if target.exists():
        raise ArchiveError(f"{target} exists already")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        count = _pack(archive, part, progress)
        with writing(target):
            part.rename(target)
            sync_folder(target.parent)
    finally:
        for ending in ("", "-journal"):  # a full disk gets its room back
            part.with_name(part.name + ending).unlink(missing_ok=True)
    return count


def _pack(archive: Archive, part: Path, progress: Progress) -> int:
    with plain_errors(part):
        archive.conn.execute("vacuum into ?", (uri(part),))
        with closing(sqlite3.connect(part, isolation_level=None)) as conn:
            for table in TABLES:
                conn.execute(table)
            files = sorted(path for path in archive.warcs.rglob("*") if path.is_file())
            size, done = sum(path.stat().st_size for path in files), 0
            for path in files:
                with transaction(conn, part):
                    for count in _put(conn, path, str(path.relative_to(archive.warcs))):
                        done += count
                        progress("packed bytes", done, size)
    return len(files)


def unpack(source: Path, folder: Path, progress: Progress) -> int:
    """How many WARC files were restored, byte for byte, into a new archive folder.

    They come into the folder when all of them are whole. Raises ArchiveError when the folder is not
    empty or the file is no packed archive, DamageError when a restored file has another digest than
    the packed one, CannotWriteError when there is no room.
    """
    new = folder / NEW
    if folder.exists() and any(path != new for path in folder.iterdir()):
        raise ArchiveError(f"{folder} is not empty: name a new folder with --archive")
    if not source.is_file():
        raise ArchiveError(f"{source}: no such file")
    try:
        with closing(connect(source)) as conn, plain_errors(source):
            _check(conn, source)
            rmtree(new, ignore_errors=True)  # of an unpacking that was killed
            count = _unpack(conn, new, progress)
        with writing(folder):
            (new / "warcs").rename(folder / "warcs")
            (new / "archive.db").rename(folder / "archive.db")
            sync_folder(folder)
    finally:
        rmtree(new, ignore_errors=True)
    return count


def _unpack(conn: sqlite3.Connection, folder: Path, progress: Progress) -> int:
    files = conn.execute("select * from packed_files order by id").fetchall()
    size, done = sum(row["size"] for row in files), 0
    with writing(folder):
        (folder / "warcs").mkdir(parents=True, exist_ok=True)
    _database(conn, folder)
    for row in files:
        for count in _take(conn, row, folder / "warcs"):
            done += count
            progress("unpacked bytes", done, size)
    return len(files)


def _database(conn: sqlite3.Connection, folder: Path) -> None:
    """The database without the files, made before them: for a while it takes the room of both."""
    path, whole = folder / "archive.db", folder / "whole.db"
    with plain_errors(path):
        conn.execute("vacuum into ?", (uri(whole),))
        with closing(sqlite3.connect(uri(whole), uri=True, isolation_level=None)) as copy:
            copy.execute("drop table packed_parts")
            copy.execute("drop table packed_files")
            copy.execute("vacuum into ?", (uri(path),))
    whole.unlink()


def _check(conn: sqlite3.Connection, source: Path) -> None:
    ours = conn.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
    if not ours or not is_packed(conn):
        raise ArchiveError(f"{source} is not a packed archive: `winnow pack` makes one")


def _put(conn: sqlite3.Connection, path: Path, name: str) -> Iterator[int]:
    """How many bytes were put in, one part after the other."""
    digest, size = hashlib.sha256(), 0
    number = conn.execute(
        "insert into packed_files(path, size, sha256) values (?, 0, '')", (name,)
    ).lastrowid
    with path.open("rb") as file:
        while piece := file.read(PART):
            conn.execute("insert into packed_parts values (?, ?, ?)", (number, size, piece))
            digest.update(piece)
            size += len(piece)
            yield len(piece)
    conn.execute(
        "update packed_files set size = ?, sha256 = ? where id = ?",
        (size, digest.hexdigest(), number),
    )


def _take(conn: sqlite3.Connection, row: sqlite3.Row, warcs: Path) -> Iterator[int]:
    """How many bytes were restored, one part after the other."""
    target = warcs / row["path"]
    if not target.resolve().is_relative_to(warcs.resolve()):  # a foreign file may say anything
        raise DamageError(f"{row['path']} leads out of the archive folder")
    digest = hashlib.sha256()
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for (piece,) in conn.execute(
                "select bytes from packed_parts where file_id = ? order by start", (row["id"],)
            ):
                digest.update(piece)
                file.write(piece)
                yield len(piece)
            file.flush()
            os.fsync(file.fileno())
    if digest.hexdigest() != row["sha256"]:
        raise DamageError(f"{row['path']} is damaged in the packed file")
