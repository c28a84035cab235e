"""WARC files inside a packed archive, read in place: paths and files over rows of blobs."""

import io
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

PART = 1 << 20  # bytes of a WARC file in one row


@dataclass(frozen=True, slots=True)
class Stat:
    """What a path is asked for."""

    st_size: int


@dataclass(frozen=True, slots=True)
class PackedPath:
    """A WARC file, or the folder of them, in a packed archive; as much of a `Path` as readers use.

    For the thread that may use the connection.
    """

    conn: sqlite3.Connection
    path: str = ""  # as in packed_files; "" is the folder

    def __truediv__(self, name: str) -> "PackedPath":
        return PackedPath(self.conn, f"{self.path}/{name}".lstrip("/"))

    def __str__(self) -> str:
        return self.path

    def __lt__(self, other: "PackedPath") -> bool:
        return self.path < other.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    def with_name(self, name: str) -> "PackedPath":
        """A path beside this one."""
        return PackedPath(self.conn, str(PurePosixPath(self.path).with_name(name)))

    def relative_to(self, home: "PackedPath") -> PurePosixPath:
        """The path as seen from a folder."""
        return PurePosixPath(self.path).relative_to(home.path)

    def rglob(self, _pattern: str = "*") -> Iterator["PackedPath"]:
        """All files, by name."""
        for (path,) in self.conn.execute("select path from packed_files order by path").fetchall():
            yield PackedPath(self.conn, path)

    def is_file(self) -> bool:
        """Whether the archive holds it."""
        return self._row() is not None

    exists = is_file

    def stat(self) -> Stat:
        """Its size; raises FileNotFoundError."""
        row = self._row()
        if row is None:
            raise FileNotFoundError(2, "not in the packed archive", self.path)
        return Stat(row[1])

    def open(self, _mode: str = "rb", _buffering: int = 0) -> BinaryIO:
        """The file, to read at any offset; raises FileNotFoundError."""
        size = self.stat().st_size
        row = self._row()
        file = PackedFile(self.conn, row[0] if row else 0, size, self.name)
        return cast("BinaryIO", io.BufferedReader(file))

    def _row(self) -> tuple[int, int] | None:
        row = self.conn.execute(
            "select id, size from packed_files where path = ?", (self.path,)
        ).fetchone()
        return (row[0], row[1]) if row else None


class PackedFile(io.RawIOBase):
    """One file out of its parts; a part is in memory at a time."""

    def __init__(self, conn: sqlite3.Connection, number: int, size: int, name: str) -> None:
        self._conn = conn
        self._number = number
        self._size = size
        self.name = name
        self._at = 0
        self._part = -1  # where the part in memory begins
        self._bytes = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        start = self._at - self._at % PART
        if start != self._part:
            row = self._conn.execute(
                "select bytes from packed_parts where file_id = ? and start = ?",
                (self._number, start),
            ).fetchone()
            self._part, self._bytes = start, row[0] if row else b""
        content = self._bytes[self._at - start : self._at - start + len(buffer)]
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


def name_in(home: Path | PackedPath, path: Path | PackedPath) -> str:
    """The path of a file as seen from the folder it lies in."""
    return str(path).removeprefix(str(home)).lstrip("/")


def is_packed(conn: sqlite3.Connection) -> bool:
    """Whether a database holds WARC files."""
    asked = "select 1 from sqlite_master where name = 'packed_parts'"
    return conn.execute(asked).fetchone() is not None


def shelf(conn: sqlite3.Connection, database: Path) -> Path | PackedPath:
    """Where the WARC files of an archive lie: in its database, or in the folder beside it."""
    return PackedPath(conn) if is_packed(conn) else database.parent / "warcs"
