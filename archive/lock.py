"""One writing process an archive: SQLite before 3.51.3 can damage a file that has two."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import CannotWriteError, LockedError


def take_lock(path: Path) -> int:
    """A file descriptor that holds the lock until it is closed or the process ends.

    Raises LockedError with the number of the process that has it, CannotWriteError when the file
    cannot be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise CannotWriteError(f"cannot write to {path.parent}: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.read(handle, 20).decode("ascii", "replace").strip()
        os.close(handle)
        if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
            raise CannotWriteError(f"cannot lock {path}: {error.strerror}") from error
        by = f"process {owner}" if owner else "another process"
        raise LockedError(
            f"{path.parent} is being written by {by}: wait until it ends, or use another --archive"
        ) from error
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
    except OSError:
        pass  # the number is a courtesy; on a full disk the lock itself still holds
    return handle


@contextmanager
def held(path: Path) -> Iterator[None]:
    """The lock for the time of a `with` statement; raises as `take_lock` does."""
    handle = take_lock(path)
    try:
        yield
    finally:
        os.close(handle)
