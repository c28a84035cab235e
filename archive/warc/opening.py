"""Files that are no WARC yet: wrapped in bzip2, xz or a second gzip, or from a pipe."""

import bz2
import gzip
import lzma
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

PIECE = 1 << 20
BZIP2 = b"BZh"
XZ = b"\xfd7zXZ\x00"
GZIP = b"\x1f\x8b\x08"


@contextmanager
def opened(file: BinaryIO) -> Iterator[BinaryIO]:
    """A seekable file whose records can be read in place; unwrapped to a temporary file if need be.

    What a damaged wrapping still gives is kept. Random access by offset is for files that need no
    unwrapping.
    """
    if not file.seekable():
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy, PIECE)
            with opened(cast("BinaryIO", copy)) as inner:
                yield inner
        return
    wrapped = _unwrapped(file)
    if wrapped is None:
        yield file
        return
    with tempfile.TemporaryFile() as copy, wrapped:
        with suppress(EOFError, OSError, lzma.LZMAError, zlib.error):
            while piece := wrapped.read(PIECE):
                copy.write(piece)
        yield cast("BinaryIO", copy)


def _unwrapped(file: BinaryIO) -> BinaryIO | None:
    """The file behind a compression that has no record in each member; None for no such thing."""
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if start.startswith(BZIP2):
        return cast("BinaryIO", bz2.BZ2File(file))
    if start.startswith(XZ):
        return cast("BinaryIO", lzma.LZMAFile(file))
    if start.startswith(GZIP):
        with suppress(zlib.error):
            if zlib.decompressobj(31).decompress(start, 64).startswith(GZIP):
                return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    return None
