"""What can go wrong with an archive, each with its exit code (docs/exit-codes.md)."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaners.errors import WinnowError

NO_ROOM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file size limit is reached",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "writing is not allowed there",
    errno.EPERM: "writing is not allowed there",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this machine",
    errno.EIO: "the disk reports an error",
    errno.ENOMEM: "there is no memory left",
}
UNREADABLE = {errno.EACCES, errno.EPERM, errno.ENOENT, errno.EIO}


class ArchiveError(WinnowError):
    """The archive cannot do what was asked."""


class NotAnArchiveError(ArchiveError):
    """The folder is missing or holds something else."""


class LockedError(ArchiveError):
    """Another process is writing to this archive."""

    exit_code = 4


class CannotWriteError(ArchiveError):
    """Disk full, read-only folder, file size limit or no more file handles."""

    exit_code = 5


class DamageError(ArchiveError):
    """A check found records or rows that are not as they should be."""

    exit_code = 6


def spare(folder: Path, target: Path) -> None:
    """Nothing when a file may be written there; ArchiveError when it would be one of the archive's.

    What lies in warcs/ counts as evidence, whatever it is, and archive.db has no second copy.
    """
    place, home = target.resolve(), folder.resolve()
    kept = place.parent == home and place.name.startswith(("archive.db", "lock"))
    if kept or place == home or place.is_relative_to(home / "warcs"):
        raise ArchiveError(f"{target} is where the archive keeps its own files: name another place")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Failures to write a path as CannotWriteError, one line with its cause.

    What could not be read for it, elsewhere, is told as what it is.
    """
    try:
        yield
    except OSError as error:
        place = error.filename
        if error.errno in UNREADABLE and place and not _is_there(Path(os.fsdecode(place)), path):
            raise
        cause = NO_ROOM.get(error.errno or 0) or error.strerror or str(error)
        raise CannotWriteError(f"cannot write {path}: {cause}; nothing stored is lost") from error


def _is_there(place: Path, path: Path) -> bool:
    """Whether a file is the one that is written, beside it, in it, or the folder around it."""
    return path.parent in (place, place.parent) or place.is_relative_to(path)
