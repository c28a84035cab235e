"""Raw records, copied out of the WARC files byte for byte."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archive.captures.capture import Capture
from archive.errors import DamageError
from archive.warc.export import Home, Piece
from archive.warc.inflate import inflater
from archive.warc.layout import record_head
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.volume import located

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def piece_of(capture: Capture, warcs: Home) -> Piece:
    """Where the record of a capture lies. Raises DamageError for a place outside of `warcs`."""
    path = warcs / capture.file
    # A foreign database may say anything.
    if isinstance(path, Path) and not path.resolve().is_relative_to(Path(str(warcs)).resolve()):
        raise DamageError(f"{capture.file} leads out of {warcs}")
    return Piece(path, capture.offset, capture.length, capture.inner)


def exchange_of(capture: Capture, original: Capture | None, warcs: Home) -> list[Piece]:
    """Where the records of its exchange lie: answer, request, what the crawler knew.

    For a revisit also the `original`, the record that has the body.
    """
    first = piece_of(capture, warcs)
    beside = (
        (capture.request_offset, capture.request_length),
        (capture.metadata_offset, capture.metadata_length),
    )
    others = [
        Piece(first.path, offset, length)
        for offset, length in beside
        if offset is not None and offset != capture.offset
    ]
    return [first, *others, *([piece_of(original, warcs)] if original else [])]


def copy_records(pieces: Iterable[Piece], out: BinaryIO, *, most: int | None = None) -> None:
    """Write records as they stand in their WARC, compression undone, one after the other.

    That is the WARC header, the HTTP head and the body with its content codings, as received.
    Raises DamageError when no good record is at a place, before anything of it is written; and
    when there are more than `most` bytes, for a small file may unpack to any size.
    """
    written = 0
    for piece in pieces:
        for part in _record(piece):
            written += len(part)
            if most is not None and written > most:
                raise DamageError(f"{piece.path} at {piece.offset}: over {most} bytes")
            out.write(part)
    out.flush()


def _record(piece: Piece) -> Iterator[bytes]:
    path = located(piece.path)
    if not path.is_file():
        raise DamageError(f"{piece.path} is missing: it holds the record at {piece.offset}")
    record = read_record(path, piece.offset, piece.length, inner=piece.inner)
    with path.open("rb") as file:
        file.seek(record.offset)
        first = file.read(min(_CHUNK, record.length))
        if record.alone and first.startswith((_GZIP, record.version.encode())):
            yield from _plain(first, _parts(file, record.length - len(first)))
        else:
            yield from _spelled(record)


def _parts(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (part := file.read(min(_CHUNK, length))):
        length -= len(part)
        yield part


def _plain(first: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of one record with its own compression undone, a bounded piece at a time."""
    if not first.startswith(_GZIP):
        yield first
        yield from parts
        return
    member = inflater(31)
    for part in chain([first], parts):
        text = member.decompress(part, _CHUNK)
        while text:
            yield text
            text = b"" if member.eof else member.decompress(member.unconsumed_tail, _CHUNK)


def _spelled(record: Record) -> Iterator[bytes]:
    """A record of another layout (zstd, ARC, several in one member) written out as WARC."""
    fields = [pair for pair in record.fields if pair[0].lower() != "content-length"]
    yield record_head(fields, record.size)
    yield from record.pieces()
    yield b"\r\n\r\n"
