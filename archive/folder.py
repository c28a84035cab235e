"""An open archive folder: archive.db, warcs/ and the lock."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from archive.articles.stored import StoredArticle, article
from archive.captures.capture import Capture
from archive.captures.crawls import begin_crawl, end_crawl, end_fields
from archive.captures.rows import select_captures
from archive.database import plain_errors, transaction
from archive.errors import ArchiveError
from archive.search.hits import Hit, SearchOptions, search

if TYPE_CHECKING:  # a search must not wait for them
    from sqlite_utils import Database

    from archive.captures.recorder import Recorder
    from archive.warc.exchange import Exchange
    from archive.warc.export import Home
    from archive.warc.record import Record

REBUILD = "rebuild"  # in the folder: a new database until it is whole


class Archive:
    """An open archive folder. One thread at a time may use it."""

    def __init__(
        self, folder: Path, conn: sqlite3.Connection, lock: int | None, *, packed: bool = False
    ) -> None:
        """`packed`: `folder` is one file that holds all (care/packing.py), only to be read."""
        self.folder = folder
        self._packed = packed
        self.conn = conn
        self._lock = lock
        self._db: Database | None = None
        self._recorder: Recorder | None = None

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder if self._packed else self.folder / "archive.db"

    @property
    def warcs(self) -> Path:
        """The folder of the WARC files, for those who write."""
        return self.folder / "warcs"

    @property
    def shelf(self) -> "Home":
        """Where the WARC files lie, for those who read: the folder, or the packed file itself."""
        from archive.warc.packed import shelf  # noqa: PLC0415 - no search needs it

        return shelf(self.conn, self.path)

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
        """Note in the WARC and in the crawl's row how it ended (done, stopped or failed)."""
        fields = end_fields(status, stats)
        recorder = self._writing()
        with self.atomic() as conn:
            recorder.end(fields)
            end_crawl(conn, crawl_id, fields)

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
            from archive.captures.recorder import Recorder  # noqa: PLC0415 - only writers need it

            self._recorder = Recorder(self.conn, self.warcs)
        return self._recorder

    @contextmanager
    def atomic(self) -> Iterator[sqlite3.Connection]:
        """One transaction, with write access from its first statement on; nests."""
        with transaction(self.conn, self.path):
            yield self.conn

    def search(self, query: str, **options: Unpack[SearchOptions]) -> list[Hit]:
        """The articles that answer a query, newest first or ranked; see search/hits.py."""
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

    def record(self, number: int) -> "Record | None":
        """The raw record of the capture with an id, or None; DamageError when it is no good."""
        from archive.warc.reader import read_record  # noqa: PLC0415 - no search needs it

        found = self.capture(number)
        if found is None:
            return None
        return read_record(self.shelf / found.file, found.offset, found.length, inner=found.inner)

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

    def __exit__(self, *_error: object) -> None:
        self.close()
