"""Raw records, copied out of the WARC files byte for byte."""

import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archive.capture import Capture
from archive.errors import DamageError
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.volume import located

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def copy_record(capture: Capture, warcs: Path, out: BinaryIO, *, most: int | None = None) -> None:
    """Write the record of a capture as it stands in its WARC, compression undone.

    That is the WARC header, the HTTP head and the body with its content codings, as received.
    Raises DamageError, before anything is written, when no good record is at that place; and when
    the record has more than `most` bytes, for a small file may unpack to any size.
    """
    path = located(warcs / capture.file)
    if not path.resolve().is_relative_to(warcs.resolve()):  # a foreign database may say anything
        raise DamageError(f"{capture.file} leads out of {warcs}")
    if not path.is_file():
        raise DamageError(f"{path} is missing: it holds the record of capture {capture.id}")
    record = read_record(path, capture.offset, capture.length, inner=capture.inner)
    with path.open("rb") as file:
        file.seek(capture.offset)
        first = file.read(min(_CHUNK, record.length))
        if record.alone and first.startswith((_GZIP, record.version.encode())):
            written = 0
            for part in _plain(first, _parts(file, record.length - len(first))):
                written += len(part)
                if most is not None and written > most:
                    raise DamageError(f"the record of capture {capture.id} has over {most} bytes")
                out.write(part)
        else:
            out.write(_spelled(record))
    out.flush()


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
    member = zlib.decompressobj(wbits=31)
    for part in chain([first], parts):
        rest = part
        while rest:
            yield member.decompress(rest, _CHUNK)
            rest = member.unconsumed_tail


def _spelled(record: Record) -> bytes:
    """A record of another layout (zstd, ARC, several in one member) written out as WARC."""
    if record.cut:
        raise DamageError(
            f"{record.file} at {record.offset}: the record has {record.size} bytes and shares its "
            "member with others; cut it out with a WARC tool"
        )
    fields = "".join(f"{name}: {value}\r\n" for name, value in record.fields)
    head = f"{record.version}\r\n{fields}\r\n"
    return head.encode("utf-8", "surrogateescape") + record.block + b"\r\n\r\n"
