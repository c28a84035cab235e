"""WACZ files read: the WARC files inside a ZIP, without unpacking what lies there as it is."""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from archive.warc.parser import BLOCK_LIMIT
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.source import Section

ZIP_START = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s22xHH")
NAMES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
ENCRYPTED = 1
PIECE = 1 << 20
# zipfile raises NotImplementedError for a compression method or ZIP version it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, struct.error)


def read_captures(
    source: Path | str | BinaryIO, *, name: str | None = None, limit: int = BLOCK_LIMIT
) -> Iterator[Record | Damage]:
    """Every record and every damage of a WARC, ARC or WACZ file, whatever its name says.

    Record.file of a WACZ's records is "NAME.wacz!archive/x.warc.gz" and offsets count in that
    entry. A ZIP whose directory is lost is read all the same: its records are found one by one.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        with path.open("rb", buffering=0) as file:
            yield from read_captures(cast("BinaryIO", file), name=name or path.name, limit=limit)
        return
    name = name or "stream"
    if source.seekable() and _starts(source) == ZIP_START:
        try:
            package = zipfile.ZipFile(source)
        except BROKEN:
            yield Damage(name, 0, 0, "ZIP directory unreadable; its records are searched for")
        else:
            with package:
                yield from _entries(package, source, name, limit)
            return
    yield from read_warc(source, name=name, limit=limit)


def _starts(file: BinaryIO) -> bytes:
    file.seek(0)
    start = file.read(len(ZIP_START))
    file.seek(0)
    return start


def _entries(
    package: zipfile.ZipFile, file: BinaryIO, name: str, limit: int
) -> Iterator[Record | Damage]:
    """The records of each WARC file in the ZIP; a Damage when there is none."""
    found = False
    for entry in package.infolist():
        lower = entry.filename.lower()
        if not lower.endswith((*NAMES, ".wacz")):
            continue
        found = True
        inside = f"{name}!{entry.filename}"
        try:
            if entry.flag_bits & ENCRYPTED:
                yield Damage(inside, 0, entry.file_size, "encrypted")
            elif entry.compress_type == zipfile.ZIP_STORED:
                section = cast("BinaryIO", stored_entry(file, entry))
                yield from read_captures(section, name=inside, limit=limit)
            else:
                with tempfile.TemporaryFile() as copy:
                    with suppress(*BROKEN), package.open(entry) as packed:
                        while piece := packed.read(PIECE):
                            copy.write(piece)
                    yield from read_captures(cast("BinaryIO", copy), name=inside, limit=limit)
        except BROKEN as error:
            yield Damage(inside, 0, entry.file_size, f"ZIP entry unreadable: {error}")
    if not found:
        yield Damage(name, 0, 0, "a ZIP file without any WARC or ARC file in it")


def stored_entry(file: BinaryIO, entry: zipfile.ZipInfo) -> Section:
    """The content of an uncompressed ZIP entry, as a file that can be read at any offset."""
    file.seek(entry.header_offset)
    magic, name_size, extra_size = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    if magic != ZIP_START:
        raise zipfile.BadZipFile(f"no entry begins at byte {entry.header_offset}")
    start = entry.header_offset + LOCAL_HEADER.size + name_size + extra_size
    return Section(file, start, entry.compress_size)
