"""Chosen records copied into a new WARC file, byte for byte where they stand alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from archive.warc.dates import format_date
from archive.warc.digest import sha256
from archive.warc.layout import FIELDS, about_fields, new_id, record_bytes
from archive.warc.members import GZIP_MAGIC
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.volume import located


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, content: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a record lies."""

    path: Path
    offset: int
    length: int | None = None
    inner: int = 0


def write_warc(
    out: Sink, pieces: Iterable[Piece], *, name: str, about: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """The records as they stand in the new file, each given when it has been written.

    Begins with a warcinfo record of its own. One record is in memory at a time. A gzip member is
    copied as it is; a record of another kind of file becomes a gzip member. Raises DamageError
    when no good record lies at a place, OSError when writing fails.
    """
    first = about_member(name, about or {})
    out.write(first)
    offset = len(first)
    for piece in pieces:
        record = read_record(piece.path, piece.offset, piece.length, inner=piece.inner)
        content = member_of(piece.path, record)
        out.write(content)
        yield replace(record, file=name, offset=offset, length=len(content), inner=0, alone=True)
        offset += len(content)


def about_member(name: str, about: Mapping[str, str]) -> bytes:
    """The warcinfo record that a file begins with."""
    block = about_fields(about)
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{new_id()}>"),
        ("WARC-Date", format_date(datetime.now(UTC))),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", sha256(block)),
        ("Content-Type", FIELDS),
    ]
    return record_bytes(fields, block, b"")


def member_of(path: Path, record: Record) -> bytes:
    """The gzip member of a record: the one it has, when it is good and its own; else a new one."""
    if record.alone and not record.notes:
        with located(path).open("rb") as file:
            file.seek(record.offset)
            content = file.read(record.length)
        if content.startswith(GZIP_MAGIC):
            return content
    return new_member(record)


def new_member(record: Record) -> bytes:
    """The record written anew: its fields and block, with the length that it really has."""
    fields = [pair for pair in record.fields if pair[0].lower() != "content-length"]
    return record_bytes(fields, b"", record.block)
