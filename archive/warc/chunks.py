"""Chunked transfer coding (RFC 9112 section 7.1): the entity inside the framing."""

import re
from dataclasses import dataclass

CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class Chunks:
    """What a chunked body holds."""

    entity: bytes
    used: int  # bytes of the framing and the entity, trailer included; what follows is surplus
    ended: bool  # the last chunk came
    broken: bool = False  # a size line cannot be read
    trailer: bytes = b""  # field lines after the last chunk


def read_chunks(raw: bytes) -> Chunks:
    """The entity of a chunked body, as far as it came and can be read."""
    pieces: list[bytes] = []
    at = 0
    while True:
        line = CHUNK_LINE.match(raw, at, at + LONGEST_LINE)
        if line is None:
            # A size line cut off by the end of the connection is no broken framing.
            rest = raw[at : at + LONGEST_LINE]
            broken = b"\n" in rest or not re.fullmatch(rb"[0-9A-Fa-f]{0,16}(;[^\n]*)?\r?", rest)
            return Chunks(b"".join(pieces), at, ended=False, broken=broken)
        size = int(line[1], 16)
        if size == 0:
            return _after_last(raw, line.end(), b"".join(pieces))
        start = line.end()
        pieces.append(raw[start : start + size])
        at = start + size
        if at >= len(raw):
            return Chunks(b"".join(pieces), len(raw), ended=False)
        if raw[at : at + 2] == b"\r\n":
            at += 2
        elif raw[at : at + 1] == b"\n":
            at += 1
        elif raw[at:] == b"\r":
            return Chunks(b"".join(pieces), len(raw), ended=False)
        else:
            return Chunks(b"".join(pieces), at, ended=False, broken=True)


def _after_last(raw: bytes, at: int, entity: bytes) -> Chunks:
    """The end of a chunked body: the trailer's fields and the blank line."""
    start = at
    while True:
        end = raw.find(b"\n", at)
        if end < 0:
            return Chunks(entity, len(raw), ended=True, trailer=raw[start:])
        line = raw[at : end + 1]
        at = end + 1
        if line in {b"\r\n", b"\n"}:
            return Chunks(entity, at, ended=True, trailer=raw[start : at - len(line)])
