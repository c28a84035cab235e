"""The files of a WARC series: opened, appended to, rotated, closed under their final name."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from archive.errors import ArchiveError, writing
from archive.warc.dates import timestamp
from archive.warc.layout import about_member, new_id
from archive.warc.packed import PackedPath

OPEN = ".open"
AT_ONCE = 500  # pieces of one write; the system takes 1,024


def sync_folder(folder: Path) -> None:
    """Names made or changed in the folder are on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


AnyPath = TypeVar("AnyPath", Path, PackedPath, Path | PackedPath)


def located(path: AnyPath) -> AnyPath:
    """The path of a WARC file by its final name: itself, or *.open while it is being written."""
    return path if path.exists() else path.with_name(path.name + OPEN)


@dataclass(slots=True)
class Volume:
    """One open WARC file; its name is final, the file on the disk ends in .open."""

    path: Path  # final
    open_path: Path  # while it is written
    handle: int
    about_id: str
    opened: float  # monotonic seconds
    size: int = 0
    synced: int = 0

    @property
    def name(self) -> str:
        return self.path.name

    def append(self, pieces: Sequence[bytes | memoryview]) -> int:
        """The offset at which the pieces were written, all of them or nothing."""
        return self.extend(
            pieces[start : start + AT_ONCE] for start in range(0, len(pieces), AT_ONCE)
        )

    def extend(self, batches: Iterable[Sequence[bytes | memoryview]]) -> int:
        """The same for pieces that come batch by batch."""
        offset = at = self.size
        with writing(self.open_path):
            try:
                for pieces in batches:
                    at += self._put(pieces, at)
            except OSError:
                os.ftruncate(self.handle, offset)
                raise
        self.size = at
        return offset

    def _put(self, pieces: Sequence[bytes | memoryview], at: int) -> int:
        """How many bytes were written: all of these."""
        size = sum(map(len, pieces))
        done = os.pwritev(self.handle, pieces, at)
        while done < size:  # a signal or a full disk came between
            done += os.pwrite(self.handle, b"".join(pieces)[done:], at + done)
        return size

    def sync(self) -> None:
        if self.synced < self.size:
            with writing(self.open_path):
                os.fdatasync(self.handle)
            self.synced = self.size

    def close(self) -> None:
        """Final name, on the disk."""
        try:
            self.sync()
            with writing(self.path):
                self.open_path.rename(self.path)
                sync_folder(self.path.parent)
        finally:
            os.close(self.handle)


class Volumes:
    """The series: gives the file to write to, a new one when the old is large or old."""

    def __init__(
        self,
        folder: Path,
        prefix: str,
        about: Mapping[str, str],
        max_bytes: int,
        max_seconds: float,
    ) -> None:
        self._folder = folder
        self._prefix = prefix
        self._about = about
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._serial = 0
        self._volume: Volume | None = None

    @contextmanager
    def current(self) -> Iterator[Volume]:
        """The volume to write to now; closed afterward when it has reached its size."""
        if self._volume and time.monotonic() - self._volume.opened > self._max_seconds:
            self.close()
        if self._volume is None:
            self._volume = self._open()
        yield self._volume
        if self._volume.size >= self._max_bytes:
            self.close()

    def sync(self) -> None:
        if self._volume:
            self._volume.sync()

    def close(self) -> None:
        volume, self._volume = self._volume, None
        if volume:
            volume.close()

    def _open(self) -> Volume:
        """A new file with its warcinfo record; never one that exists."""
        now = datetime.now(UTC)
        with writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            path, handle = self._new_file(now)
        open_path = path.with_name(path.name + OPEN)
        volume = Volume(path, open_path, handle, new_id(), time.monotonic())
        try:
            volume.append([about_member(volume.name, self._about, volume.about_id, now)])
            with writing(self._folder):
                sync_folder(self._folder)
        except ArchiveError:
            os.close(handle)
            volume.open_path.unlink(missing_ok=True)
            raise
        return volume

    def _new_file(self, now: datetime) -> tuple[Path, int]:
        while True:
            self._serial += 1
            name = f"{self._prefix}-{timestamp(now)}-{self._serial:05}.warc.gz"
            path = self._folder / name
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            try:
                handle = os.open(path.with_name(name + OPEN), flags, 0o666)
            except FileExistsError:
                continue  # the clock was set back, or another writer took the second
            # The lock tells a file that is being written from one that a killed run left.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not path.exists():
                return path, handle
            os.close(handle)
            path.with_name(name + OPEN).unlink()
