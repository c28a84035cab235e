"""The archive folder: archive.db, warcs/ and a lock, opened to read or to write."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from archive.articles import StoredArticle, article
from archive.capture import Capture
from archive.captures import select_captures
from archive.crawls import begin_crawl, end_crawl
from archive.database import connect, plain_errors, transaction
from archive.errors import ArchiveError, CannotWriteError, NotAnArchiveError
from archive.lock import take_lock
from archive.schema.format import APPLICATION_ID, SCHEMA_VERSION
from archive.search import Hit, SearchOptions, search

if TYPE_CHECKING:  # a search must not wait for them
    from sqlite_utils import Database

    from archive.recorder import Recorder
    from archive.warc.exchange import Exchange

OURS = ("archive.db", "warcs", "lock", "rebuild")


def open_archive(folder: Path | str, *, write: bool = False, create: bool = False) -> "Archive":
    """The archive in a folder, to be used in a `with` statement.

    With `write`, this process alone may write to it; `create` makes a missing one. Raises
    NotAnArchiveError, LockedError (exit code 4) or CannotWriteError (5), one clear line each.
    """
    folder = Path(folder)
    if create:
        _make(folder)
    path = folder / "archive.db"
    if not path.is_file() and not create:
        raise NotAnArchiveError(_missing(folder))
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
    if write:
        _recover(archive)
    return archive


def _recover(archive: "Archive") -> None:
    """Put in step what a killed run left; costs nothing when it left nothing."""
    left = archive.conn.execute(
        "select (select count(*) from warc_files where state = 'open')"
        " + (select count(*) from crawls where status = 'running')"
    ).fetchone()[0]
    if left or any(archive.warcs.glob("*.open")):
        from archive.recovery import put_in_step  # noqa: PLC0415 - it loads the WARC reader

        try:
            put_in_step(archive)
        except BaseException:
            archive.close()
            raise


class Archive:
    """An open archive folder. One thread at a time may use it."""

    def __init__(self, folder: Path, conn: sqlite3.Connection, lock: int | None) -> None:
        self.folder = folder
        self.conn = conn
        self._lock = lock
        self._db: Database | None = None
        self._recorder: Recorder | None = None

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / "archive.db"

    @property
    def warcs(self) -> Path:
        """The folder of the WARC files."""
        return self.folder / "warcs"

    @property
    def db(self) -> "Database":
        """The connection with the conveniences of sqlite-utils; loaded when first asked for."""
        if self._db is None:
            from sqlite_utils import Database  # noqa: PLC0415 - 0.1 s that no search should wait

            self._db = Database(self.conn)
        return self._db

    def begin_crawl(self, name: str, settings: Mapping[str, Any]) -> int:
        """The id of a new crawl; what is appended from now on belongs to it."""
        with self.atomic() as conn:
            crawl_id = begin_crawl(conn, name, settings)
        self._writing().begin(crawl_id)
        return crawl_id

    def end_crawl(self, crawl_id: int, status: str, stats: Mapping[str, Any]) -> None:
        """Close the WARC file of a crawl and note how it ended: done, stopped or failed."""
        if self._recorder is not None:
            self._recorder.close()
        with self.atomic() as conn:
            end_crawl(conn, crawl_id, status, stats)

    @contextmanager
    def append(self, exchanges: Sequence["Exchange"]) -> Iterator[list[Capture]]:
        """Store exchanges: WARC records, on the disk, then one transaction with their captures.

        Gives one capture an exchange, in order; what the caller writes inside the `with` statement
        belongs to the same transaction. Raises CannotWriteError when there is no room: then
        nothing of them counts as stored.
        """
        recorder = self._writing()
        captures = recorder.write(exchanges)
        with self.atomic():
            yield recorder.insert(captures)
        recorder.settled()

    def _writing(self) -> "Recorder":
        if self._lock is None:
            raise ArchiveError(f"{self.folder} was opened to read only")
        if self._recorder is None:
            from archive.recorder import Recorder  # noqa: PLC0415 - only writers need it

            self._recorder = Recorder(self.conn, self.warcs)
        return self._recorder

    @contextmanager
    def atomic(self) -> Iterator[sqlite3.Connection]:
        """One transaction, with write access from its first statement on; nests."""
        with transaction(self.conn, self.path):
            yield self.conn

    def search(self, query: str, **options: Unpack[SearchOptions]) -> list[Hit]:
        """The articles that answer a query, newest first or ranked; as archive.search.search."""
        with plain_errors(self.path):
            return search(self.conn, query, **options)

    def article(self, id_or_url: int | str, version: int | None = None) -> StoredArticle | None:
        """An article by number or URL as it stands now, or one version of it; None when unknown."""
        with plain_errors(self.path):
            return article(self.conn, id_or_url, version)

    def capture(self, number: int) -> Capture | None:
        """The capture with an id, or None."""
        with plain_errors(self.path):
            found = select_captures(self.conn, "c.id = ?", [number])
        return found[0] if found else None

    def captures(self, where: str = "true", values: Sequence[Any] = ()) -> list[Capture]:
        """The captures that an SQL condition on captures `c`, urls `u`, sources `src` chooses."""
        with plain_errors(self.path):
            return select_captures(self.conn, where, values)

    def close(self) -> None:
        """Close the WARC file, leave one tidy database file, give the lock back."""
        try:
            if self._recorder is not None:
                recorder, self._recorder = self._recorder, None
                with plain_errors(self.path):
                    recorder.close()
        finally:
            self._release()

    def _release(self) -> None:
        self.conn.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _make(folder: Path) -> None:
    if not (folder / "archive.db").exists() and folder.is_dir():
        others = sorted(path.name for path in folder.iterdir() if not path.name.startswith(OURS))
        if others:
            raise NotAnArchiveError(
                f"{folder} holds other files ({others[0]}): name a new or empty folder"
            )
    try:
        (folder / "warcs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"cannot make {folder}: {error.strerror}") from error


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"no archive at {folder}: `winnow crawl` or `winnow import` makes one"
    if (folder / "warcs").is_dir():
        return f"{folder} has WARC files but no archive.db: `winnow rebuild` makes it"
    return f"{folder} is not an archive: it has no archive.db"


def _migrate(conn: sqlite3.Connection, path: Path) -> None:
    application, version = _format(conn)
    empty = conn.execute("select count(*) from sqlite_master").fetchone()[0] == 0
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
        raise ArchiveError(f"{path} was written by a newer Winnow (format {version})")
    if version < SCHEMA_VERSION:
        raise ArchiveError(f"{path} is of format {version}: any command that writes updates it")


def _format(conn: sqlite3.Connection) -> tuple[int, int]:
    return (
        conn.execute("pragma application_id").fetchone()[0],
        conn.execute("pragma user_version").fetchone()[0],
    )
