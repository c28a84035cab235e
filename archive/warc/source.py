"""Bytes of a file at any offset, read through one window."""

import io
import os
from typing import BinaryIO

WINDOW = 1 << 20


class Source:
    """A seekable file read in pieces; memory is one window, whatever is asked for one after one."""

    def __init__(self, file: BinaryIO, window: int = WINDOW) -> None:
        self._file = file
        self._piece = window
        self.size = file.seek(0, io.SEEK_END)
        self._start = 0
        self._window = b""
        self._view = memoryview(b"")

    def at(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from an offset; fewer at the end of the file."""
        start = offset - self._start
        if start >= 0 and start + size <= len(self._window):
            return self._window[start : start + size]
        if offset >= self.size:
            return b""
        self._file.seek(offset)
        self._window = self._read(max(size, min(self._piece, self.size - offset)))
        self._view = memoryview(self._window)
        self._start = offset
        return self._window[:size]

    def view(self, offset: int, size: int) -> memoryview:
        """The same without a copy of the bytes."""
        start = offset - self._start
        if start < 0 or start + size > len(self._window):
            self.at(offset, size)
            start = offset - self._start
        return self._view[start : start + size]

    def _read(self, size: int) -> bytes:
        pieces = []
        while size > 0 and (piece := self._file.read(size)):
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def find(self, what: bytes, offset: int) -> int:
        """The offset of the next occurrence; -1 for none."""
        while offset < self.size:
            piece = self.at(offset, WINDOW)
            found = piece.find(what)
            if found >= 0:
                return offset + found
            if len(piece) < WINDOW:
                break
            offset += len(piece) - len(what) + 1
        return -1


class Section(io.RawIOBase):
    """A stretch of a file as a file of its own: a stored entry of a ZIP file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = max(0, min(len(buffer), self._size - self._at))
        self._file.seek(self._start + self._at)
        content = self._file.read(size)
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)
