"""Chosen records copied into a new WARC file, byte for byte where they stand alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from archive.errors import DamageError
from archive.warc.dates import format_date
from archive.warc.digest import sha256
from archive.warc.layout import FIELDS, about_fields, new_id, record_bytes, uri
from archive.warc.members import GZIP_MAGIC
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.volume import located

TEXT = "text/plain; charset=utf-8"


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

    path: Path
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

    Begins with a warcinfo record of its own. One record is in memory at a time. A gzip member is
    copied as it is; a record of another kind of file becomes a gzip member. Where no good record
    lies, `lost` is told and the rest goes on; without it DamageError is raised. OSError when
    writing fails.
    """
    first = about_member(name, about or {})
    out.write(first)
    offset = len(first)
    for piece in pieces:
        record = read_piece(piece, lost)
        if record is None:
            continue
        content = member_of(piece.path, record)
        out.write(content)
        yield replace(record, file=name, offset=offset, length=len(content), inner=0, alone=True)
        offset += len(content)


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
        out.write(record_bytes(fields, block, b""))
        count += 1
    return count


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
