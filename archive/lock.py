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
    _flock(handle, path, fcntl.LOCK_EX)
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


@contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Nobody else writes for the time of a `with` statement; whoever may read may ask for it.

    Raises LockedError while somebody writes.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:  # a copy that nobody has written to, where no lock can be made
        yield
        return
    except OSError as error:
        raise CannotWriteError(f"cannot read {path}: {error.strerror}") from error
    _flock(handle, path, fcntl.LOCK_SH)
    try:
        yield
    finally:
        os.close(handle)


def is_taken(path: Path) -> bool:
    """Whether somebody holds the lock now."""
    try:
        with undisturbed(path):
            return False
    except LockedError:
        return True
    except CannotWriteError:
        return False


def _flock(handle: int, path: Path, kind: int) -> None:
    """The lock, or an error and no open file."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.read(handle, 20).decode("ascii", "replace").strip()
        os.close(handle)
        if error.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
            raise CannotWriteError(f"cannot lock {path}: {error.strerror}") from error
        by = f"process {owner}" if _alive(owner) else "another process"
        raise LockedError(
            f"{path.parent} is being written by {by}: wait until it ends, or use another --archive"
        ) from error


def _alive(number: str) -> bool:
    """Whether a process of this machine has the number: it stays in the file when one has ended."""
    try:
        os.kill(int(number), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:  # of somebody else
        return True
    return True
