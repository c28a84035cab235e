"""Raw records, copied out of the WARC files byte for byte."""

import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archive.database import sqlite3
from archive.errors import DamageError

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def copy_record(conn: sqlite3.Connection, warcs: Path, capture: int, out: BinaryIO) -> None:
    """Write the record of a capture as it stands in its WARC, compression undone.

    That is the WARC header, the HTTP head and the body with its content codings, as received.
    Raises DamageError when the file is missing or holds something else at that place.
    """
    name, offset, length = conn.execute(
        "select w.path, c.warc_offset, c.warc_length from captures c "
        "join warc_files w on w.id = c.warc_file_id where c.id = ?",
        (capture,),
    ).fetchone()
    path = warcs / name
    if not path.exists():  # its writer has not closed it yet
        path = path.with_name(f"{path.name}.open")
    try:
        with path.open("rb") as file:
            file.seek(offset)
            out.writelines(_plain(_parts(file, length)))
    except FileNotFoundError as error:
        raise DamageError(f"{warcs / name} is missing: the record of capture {capture}") from error
    except zlib.error as error:
        raise DamageError(f"{path} at {offset}: no whole record of capture {capture}") from error
    out.flush()


def _parts(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (part := file.read(min(_CHUNK, length))):
        length -= len(part)
        yield part


def _plain(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of one record with its own compression undone, a bounded piece at a time."""
    first = next(parts, b"")
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
    if not member.eof:
        raise zlib.error("the member ends early")
