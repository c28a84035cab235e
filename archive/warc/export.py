"""Chosen records copied into a new WARC file, byte for byte where they stand alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Protocol

from archive.errors import DamageError
from archive.warc.dates import format_date
from archive.warc.digest import sha256
from archive.warc.layout import about_member, new_id, record_bytes, record_head, uri
from archive.warc.member import gzip_pieces
from archive.warc.members import GZIP_MAGIC
from archive.warc.packed import PackedPath
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.volume import located

TEXT = "text/plain; charset=utf-8"
PIECE = 1 << 20
Home = Path | PackedPath  # where WARC files lie


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, content: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a reader can find: by its title and its clean text."""

    url: str
    fetched_at: datetime
    title: str = ""
    text: str = ""
    record_id: str | None = None  # of the capture that the text was taken from
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a record lies."""

    path: Home
    offset: int
    length: int | None = None
    inner: int = 0


def write_warc(
    out: Sink,
    pieces: Iterable[Piece],
    *,
    name: str,
    about: Mapping[str, str] | None = None,
    lost: list[str] | None = None,
) -> Iterator[Record]:
    """The records as they stand in the new file, each given when it has been written.

    Begins with a warcinfo record of its own. One record is in memory at a time, at most 64 MB
    of it. A gzip member is copied as it is; a record of another kind of file becomes a gzip
    member. Where no good record lies, `lost` is told and the rest goes on; without it DamageError
    is raised. OSError when writing fails.
    """
    first = about_member(name, about or {})
    out.write(first)
    offset = len(first)
    for piece in pieces:
        record = read_piece(piece, lost)
        if record is None:
            continue
        length = copy_member(out, piece.path, record)
        yield replace(record, file=name, offset=offset, length=length, inner=0, alone=True)
        offset += length


def read_piece(piece: Piece, lost: list[str] | None = None) -> Record | None:
    """The record of a piece; None when there is no good one and `lost` was told why."""
    try:
        return read_record(piece.path, piece.offset, piece.length, inner=piece.inner)
    except DamageError as error:
        if lost is None:
            raise
        lost.append(str(error))
    except FileNotFoundError as error:
        if lost is None:
            raise DamageError(f"{piece.path}: the file is missing") from error
        lost.append(f"{piece.path}: the file is missing")
    return None


def write_texts(
    out: Sink, pages: Iterable[Page], *, name: str, about: Mapping[str, str] | None = None
) -> int:
    """How many conversion records were written: the clean text of each page, as in WET files."""
    out.write(about_member(name, about or {}))
    count = 0
    for page in pages:
        block = page.text.encode("utf-8", "replace")
        fields = [
            ("WARC-Type", "conversion"),
            ("WARC-Record-ID", f"<{new_id()}>"),
            ("WARC-Date", format_date(page.fetched_at)),
            ("WARC-Target-URI", uri(page.url)),
        ]
        if page.record_id:
            fields.append(("WARC-Refers-To", f"<{page.record_id}>"))
        if page.language:
            fields.append(("WARC-Identified-Content-Language", page.language))
        fields += [("WARC-Block-Digest", sha256(block)), ("Content-Type", TEXT)]
        out.write(record_bytes(fields, block))
        count += 1
    return count


def copy_member(out: Sink, path: Home, record: Record) -> int:
    """How many bytes were written: the gzip member that a good record has to itself, byte for byte,
    or else a new one. Memory stays at a few pieces whatever the size of the record.
    """
    if record.alone and not record.notes:
        with located(path).open("rb") as file:
            file.seek(record.offset)
            piece = file.read(min(PIECE, record.length))
            if piece.startswith(GZIP_MAGIC):
                left = record.length - len(piece)
                out.write(piece)
                while left and (piece := file.read(min(PIECE, left))):
                    left -= len(piece)
                    out.write(piece)
                return record.length - left
    return write_member(out, record)


def write_member(out: Sink, record: Record) -> int:
    """How many bytes the record takes, written anew: its fields and block, with its true length."""
    size = 0
    for piece in member_pieces(record):
        out.write(piece)
        size += len(piece)
    return size


def member_pieces(record: Record) -> Iterator[bytes]:
    """The gzip member of a record that is written anew."""
    fields = [pair for pair in record.fields if pair[0].lower() != "content-length"]
    if not record.cut:
        yield record_bytes(fields, record.block)
        return
    head = record_head(fields, record.size)
    yield from gzip_pieces(chain([head], record.pieces(), [b"\r\n\r\n"]))
