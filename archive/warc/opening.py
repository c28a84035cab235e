"""Files that are no WARC yet: wrapped in bzip2, xz or a second gzip, or from a pipe."""

import bz2
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Protocol, cast

MOST = 64 << 30  # bytes that a wrapped file may unwrap to
PIECE = 4 << 10  # small, so that a fault costs little of what stands before it
BZIP2 = b"BZh"
XZ = b"\xfd7zXZ\x00"
GZIP = b"\x1f\x8b\x08"


class Unwrapper(Protocol):
    """What bz2, lzma and zlib have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


@contextmanager
def opened(file: BinaryIO, most: int = MOST) -> Iterator[tuple[BinaryIO, bool]]:
    """A seekable file whose records can be read in place, unwrapped to a temporary file if need be,
    and whether more than `most` bytes came out: then the rest is not there.

    What a damaged wrapping still gives is kept. Random access by offset is for files that need no
    unwrapping. Temporary files have no name, so that not even a killed process leaves one.
    """
    if not file.seekable():
        with tempfile.TemporaryFile() as copy:
            cut = _copy(iter(lambda: file.read(1 << 20), b""), cast("BinaryIO", copy), most)
            with opened(cast("BinaryIO", copy), most) as (inner, more):
                yield inner, cut or more
        return
    new = _unwrapper(file)
    if new is None:
        yield file, False
        return
    with tempfile.TemporaryFile() as copy:
        cut = _copy(_unwrapped(file, new), cast("BinaryIO", copy), most)
        # What gives not a byte only begins like a wrapping: a scratch across a plain file.
        yield (cast("BinaryIO", copy), cut) if cut or copy.tell() else (file, False)


def _copy(pieces: Iterator[bytes], out: BinaryIO, most: int) -> bool:
    """Whether there was more than `most`; ends without a word where the wrapping is damaged."""
    size = 0
    while True:
        try:
            piece = next(pieces, None)
        except (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error):
            return False
        if piece is None:
            return False
        size += len(piece)
        if size > most:
            return True
        out.write(piece)


def is_wrapped(file: BinaryIO) -> bool:
    """Whether offsets of records mean nothing in the file itself: it must be unwrapped first."""
    return not file.seekable() or _unwrapper(file) is not None


def _unwrapper(file: BinaryIO) -> Callable[[], Unwrapper] | None:
    """How to undo a compression that has no record in each member; None for no such thing."""
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if start.startswith(BZIP2):
        return bz2.BZ2Decompressor
    if start.startswith(XZ):
        return lzma.LZMADecompressor
    if start.startswith(GZIP):
        with suppress(zlib.error):
            if zlib.decompressobj(31).decompress(start, 64).startswith(GZIP):
                return lambda: zlib.decompressobj(31)
    return None


def _unwrapped(file: BinaryIO, new: Callable[[], Unwrapper]) -> Iterator[bytes]:
    """What the file's streams hold, one after the other, up to the first fault."""
    tool = new()
    while piece := file.read(PIECE):
        while piece:
            yield tool.decompress(piece)
            piece = tool.unused_data if tool.eof else b""
            if tool.eof:
                tool = new()
