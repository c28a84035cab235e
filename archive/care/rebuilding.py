"""The database made anew from the WARC files alone."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from archive.captures.crawls import end_interrupted
from archive.captures.files import DAMAGED, close_file, kept_aside, open_file
from archive.captures.grouping import group
from archive.care.numbering import keep_numbers
from archive.database import connect, plain_errors, sqlite3
from archive.errors import ArchiveError, CannotWriteError, NotAnArchiveError
from archive.folder import REBUILD, Archive
from archive.indexing import Indexing
from archive.intake.importing import Imported, count_cleaned
from archive.intake.rows import learn_first, take_in
from archive.lock import take_lock
from archive.opening import open_archive
from archive.progress import Progress
from archive.stories.finding import find_stories
from archive.takedowns.purging import purge
from archive.takedowns.tombstones import learn_all
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.recovery import recover
from archive.warc.volume import located

IMPORTED = "import-"


def rebuild(folder: Path, *, jobs: int | None, progress: Progress) -> Imported:
    """What was read. The new database takes the old one's place only when it is whole.

    The old one stays as archive.db.old. A killed rebuild leaves the archive as it was and begins
    again. Raises NotAnArchiveError, LockedError, CannotWriteError.
    """
    warcs = folder / "warcs"
    if not warcs.is_dir():
        raise NotAnArchiveError(f"{folder} has no folder warcs: there is nothing to rebuild from")
    lock = take_lock(folder / "lock")
    try:
        new = folder / REBUILD
        _clear(new)
        new.mkdir()
        (new / "warcs").symlink_to(warcs.resolve(), target_is_directory=True)
        recover(warcs)
        with open_archive(new, write=True, create=True, recover=False) as archive:
            report = _fill(archive, jobs, progress)
            keep_numbers(archive, folder / "archive.db")
            find_stories(archive, progress)  # whose numbers are those of articles
            with plain_errors(archive.path):
                archive.conn.execute("pragma wal_checkpoint(truncate)")
                archive.conn.execute("pragma journal_mode = delete")
        _swap(folder, new)
    except CannotWriteError:
        with suppress(OSError):
            _clear(new)  # it takes the room that there is not
        raise
    finally:
        os.close(lock)
    return report


def gone_files(folder: Path) -> list[str]:
    """WARC files that the present database names and that are not there: a rebuild knows nothing
    of what they held. None when the database cannot be read.
    """
    with suppress(ArchiveError, sqlite3.Error), closing(connect(folder / "archive.db")) as conn:
        rows = conn.execute("select path from warc_files where state <> ?", (DAMAGED,))
        return [path for (path,) in rows if not located(folder / "warcs" / path).exists()]
    return []


def warc_names(warcs: Path) -> list[str]:
    """All WARC files of an archive, relative to warcs/, in the order in which they came.

    A crawl's file and the folder of an import both carry the second in which they began.
    """
    found = []
    for path in warcs.rglob("*"):
        name = str(path.relative_to(warcs))
        if path.is_file() and not kept_aside(name) and not name.endswith((".open", ".part")):
            found.append(name)
    return sorted(found, key=lambda name: (_stamp(name), name))


def _stamp(name: str) -> str:
    folder, _slash, rest = name.partition("/")
    if rest and folder.startswith(IMPORTED):
        return folder.removeprefix(IMPORTED)
    parts = name.split("-")
    return next((part for part in parts if len(part) == 14 and part.isdecimal()), "")


def _fill(archive: Archive, jobs: int | None, progress: Progress) -> Imported:
    report = Imported()
    names = warc_names(archive.warcs)
    sizes = {name: (archive.warcs / name).stat().st_size for name in names}
    with Indexing(archive, jobs=jobs or os.cpu_count() or 1, links=False) as indexing:
        done = 0
        with archive.atomic() as conn:
            learn_all(conn, archive.warcs)
        learn_first(archive, [archive.warcs / name for name in names])
        for name in names:
            foreign = "/" in name
            digest = _digest(archive.warcs / name) if foreign else None
            with archive.atomic() as conn:
                open_file(conn, name, origin="import" if foreign else "crawl", sha256=digest)
            for taken in take_in(archive, group(_counted(archive, name, report), name)):
                report.captures += taken.new
                report.known += taken.known
                report.barred += taken.barred
                if taken.barred + taken.naming and name not in report.purging:
                    report.purging.append(name)
                report.damages += taken.damages
                report.cleaned += indexing.step()
            with archive.atomic() as conn:
                close_file(conn, archive.warcs, name)
            report.files += 1
            done += sizes[name]
            progress("read", done, sum(sizes.values()))
        with archive.atomic() as conn:
            end_interrupted(conn)
        indexing.drain(lambda ended: count_cleaned(report, ended, progress))
        if report.purging:
            purge(archive, report.purging)
            indexing.drain(lambda ended: count_cleaned(report, ended, progress))
    return report


def _counted(archive: Archive, name: str, report: Imported) -> Iterator[Record | Damage]:
    for record in read_warc(archive.warcs / name, name=name):
        report.records += isinstance(record, Record)
        yield record


def _digest(path: Path) -> str:
    """By which an import knows the file again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _swap(folder: Path, new: Path) -> None:
    """The new database in the old one's place; at every moment one of them has the name."""
    old = folder / "archive.db"
    try:
        if old.exists():
            _fold_log(old)
            backup = folder / "archive.db.old"
            backup.unlink(missing_ok=True)
            backup.hardlink_to(old)
        (new / "archive.db").replace(old)
    except OSError as error:
        raise CannotWriteError(f"cannot replace {folder}/archive.db: {error.strerror}") from error
    _clear(new)


def _fold_log(old: Path) -> None:
    """No write-ahead log beside the old database: the new one would take it for its own."""
    with suppress(ArchiveError, sqlite3.Error):
        conn = connect(old, write=True)
        conn.execute("pragma wal_checkpoint(truncate)")
        conn.close()
    for ending in ("-wal", "-shm"):
        log = old.with_name(old.name + ending)
        if ending == "-wal" and log.exists() and log.stat().st_size:
            log.replace(old.with_name(f"{old.name}.old{ending}"))  # of a database that is damaged
        log.unlink(missing_ok=True)


def _clear(new: Path) -> None:
    for path in new.glob("*"):
        path.unlink()
    if new.exists():
        new.rmdir()
