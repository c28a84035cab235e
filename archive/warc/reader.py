"""WARC and ARC files read, healthy or not: no bad record stops it, all that is skipped is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.warc.record import Damage, Record

BLOCK_LIMIT = 64 << 20


def read_warc(
    source: Path | str | BinaryIO, *, name: str | None = None, limit: int = BLOCK_LIMIT
) -> Iterator[Record | Damage]:
    """Every record of a file in order, and a Damage for every stretch that is none.

    WARC 0.17 to 1.1 and ARC 1 and 2; gzip, zstd (with a dictionary too), bzip2, xz or plain.
    `name` is what Record.file says (default: the file's name). A block is held up to `limit`
    bytes; a longer one is marked `cut` and the reader goes on behind it. Memory stays at a few
    times `limit` whatever the file holds. Raises OSError when the file cannot be read; never
    because of what is in it.
    """
    raise NotImplementedError


def read_record(
    path: Path | str,
    offset: int,
    length: int | None = None,
    *,
    inner: int = 0,
    limit: int = BLOCK_LIMIT,
) -> Record:
    """The record at an offset of a file; of `path`.open while its writer has not closed it.

    `length` saves a little reading. `inner` is Record.inner, for members that hold several
    records. Raises DamageError when no good record begins there.
    """
    raise NotImplementedError
