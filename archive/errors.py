"""What can go wrong with an archive, each with its exit code (docs/exit-codes.md)."""

from cleaners.errors import WinnowError


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
