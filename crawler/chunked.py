"""The chunked transfer coding (RFC 9112 section 7.1), read as it comes in.

In the place of Twisted's own reader, which takes one step and one call a chunk: a server that
sends a page in chunks of four bytes would keep every other host waiting.
"""

import re
from collections.abc import Callable

from twisted.web.http import _DataLoss

SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
LONGEST_SIZE = 1024  # bytes of a line with a size and its extensions
LONGEST_TRAILER = 64 << 10  # bytes
END = b"\r\n"


class MalformedChunkError(ValueError):
    """The framing of a chunked body cannot be read."""


class ChunkReader:
    """Gives on what chunks hold, once for each piece that comes in; at the end what follows."""

    def __init__(self, give: Callable[[bytes], None], finish: Callable[[bytes], None]) -> None:
        self.give = give
        self.finish = finish
        self.rest = b""  # of what came, not read yet
        self.left = 0  # bytes that the present chunk still lacks
        self.after = False  # between a chunk and the end of its line
        self.trailer: int | None = None  # bytes of it, when the last chunk has come
        self.done = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Read on. MalformedChunkError, after what is good was given on."""
        raw, self.rest = self.rest + data, b""
        pieces: list[bytes] = []
        try:
            at = self.read(raw, pieces) if self.trailer is None else 0
        finally:
            if pieces:
                self.give(b"".join(pieces))
        if self.trailer is not None:
            self.read_trailer(raw, at)
        else:
            self.rest = raw[at:]

    def read(self, raw: bytes, pieces: list[bytes]) -> int:
        """How far the input was read; what the chunks hold goes into `pieces`."""
        at = 0
        while True:
            if self.left:
                piece = raw[at : at + self.left]
                pieces.append(piece)
                at += len(piece)
                self.left -= len(piece)
                if self.left:
                    return at
                self.after = True
            if self.after:
                if not END.startswith(raw[at : at + 2]):
                    raise MalformedChunkError("a chunk goes on beyond its size")
                if len(raw) < at + 2:
                    return at
                at += 2
                self.after = False
            size = SIZE.match(raw, at)
            if size is None:
                if len(raw) - at > LONGEST_SIZE or END in raw[at:]:
                    raise MalformedChunkError("a chunk has no size")
                return at
            at = size.end()
            self.left = int(size[1], 16)
            if self.left == 0:
                self.trailer = 0
                return at

    def read_trailer(self, raw: bytes, at: int) -> None:
        """Skip the fields after the last chunk, up to the blank line."""
        assert self.trailer is not None
        while not self.done:
            end = raw.find(END, at)
            if self.trailer + (len(raw) if end < 0 else end) - at > LONGEST_TRAILER:
                raise MalformedChunkError("the trailer is too long")
            if end < 0:
                self.rest = raw[at:]
                return
            self.trailer += end + 2 - at
            self.done = end == at
            at = end + 2
        self.finish(raw[at:])

    def noMoreData(self) -> None:  # noqa: N802 - Twisted's name
        """Nothing, if the body has come to its end. Twisted's own error when it has not."""
        if not self.done:
            raise _DataLoss("the connection was closed within a chunked body")
