"""WARC and ARC files read, healthy or not: no bad record stops it, all that is skipped is told."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from archive.errors import DamageError
from archive.warc.opening import MOST, opened
from archive.warc.packed import PackedPath
from archive.warc.parser import BLOCK_LIMIT, Parser
from archive.warc.record import Damage, Record
from archive.warc.source import Source
from archive.warc.volume import located

SMALL_WINDOW = 64 << 10  # bytes read at once when a single record is wanted


def read_warc(
    source: Path | PackedPath | str | BinaryIO, *, name: str | None = None, limit: int = BLOCK_LIMIT
) -> Iterator[Record | Damage]:
    """Every record of a file in order, and a Damage for every stretch that is none.

    WARC 0.17 to 1.1 and ARC 1 and 2; gzip, zstd (with a dictionary too), bzip2, xz or plain.
    `name` is what Record.file says (default: the file's name). A block is held up to `limit`
    bytes; a longer one is marked `cut` and the reader goes on behind it. Memory stays at a few
    times `limit` whatever the file holds. Raises OSError when the file cannot be read; never
    because of what is in it.
    """
    with _binary(source) as file, opened(file) as (seekable, more):
        name = name or Path(str(getattr(file, "name", "stream"))).name
        records = Parser(Source(seekable), name, limit).read()
        yield from records if seekable is file else map(_inside, records)
        if more:
            end = seekable.seek(0, io.SEEK_END)
            yield Damage(name, end, 0, f"unwraps to more than {MOST} bytes; the rest is left out")


def _inside(found: Record | Damage) -> Record | Damage:
    """The same of a wrapped file: its offset counts in the unwrapped text."""
    if isinstance(found, Record):
        found.alone = False
    return found


def read_record(
    path: Path | PackedPath | str,
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
    with _opened(path) as file:
        source = Source(file, min(max(length or SMALL_WINDOW, 4096), SMALL_WINDOW * 16))
        parser = Parser(source, name_of(path), limit, offset, inner)
        for found in parser.read():
            if isinstance(found, Record) and (found.offset, found.inner) == (offset, inner):
                if found.cut:
                    found.again = partial(_block, path, offset, inner)
                return found
            break
    raise DamageError(f"{path}: no good record begins at byte {offset}")


def name_of(path: Path | PackedPath | str) -> str:
    return Path(path).name if isinstance(path, str) else path.name


def _opened(path: Path | PackedPath | str) -> BinaryIO:
    place = Path(path) if isinstance(path, str) else path
    if isinstance(place, PackedPath):
        return place.open()
    return cast("BinaryIO", located(place).open("rb", buffering=0))


def _block(path: Path | PackedPath | str, offset: int, inner: int) -> Iterator[bytes]:
    """The whole block of a large record, in pieces."""
    with _opened(path) as file:
        for found in Parser(Source(file), name_of(path), SMALL_WINDOW, offset, inner).read():
            if isinstance(found, Record):
                yield from found.pieces()
            return


@contextmanager
def _binary(source: Path | PackedPath | str | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, str | Path):
        with Path(source).open("rb", buffering=0) as file:
            yield cast("BinaryIO", file)
    elif isinstance(source, PackedPath):
        with source.open() as packed:
            yield packed
    else:
        yield source
