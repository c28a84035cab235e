"""Foreign WARC files on their way into warcs/: found, unpacked from WACZ, copied, made addressable.

A file is copied byte for byte, so that the archive folder is whole by itself. Two kinds cannot be
kept as they are: a WACZ is a ZIP, whose WARC files are taken out unchanged; a file whose records
cannot be reached one by one (one gzip member or zstd frame around all of them, bzip2, xz) is
rewritten, record by record, fields and blocks as they are (docs/decisions).
"""

import hashlib
import math
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from archive.captures.files import free_path
from archive.display import plain_name
from archive.errors import ArchiveError, CannotWriteError, writing
from archive.folder import Archive
from archive.warc.opening import is_wrapped
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.volume import sync_folder
from archive.warc.wacz import BROKEN, NAMES, ZIP_START
from archive.warc.writer import WarcWriter

DATABASE_START = b"SQLite format 3\0"
ENDINGS = (*NAMES, ".wacz", ".warc.bz2", ".warc.xz", ".arc.bz2")
PIECE = 1 << 20
REACH = 1 << 20  # bytes that may have to be decompressed to reach a record in a shared member
LOOK = 50  # records that are looked at to see how a file is made


class NotAWarcError(ArchiveError):
    """A file that holds no WARC or ARC record."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A WARC file that lies in warcs/, or one that the archive has already."""

    path: str  # relative to warcs/
    name: str  # what people call it
    sha256: str | None  # of the file that was brought
    known: bool = False
    damages: tuple[Damage, ...] = ()  # met while it was rewritten


def warc_paths(paths: Iterable[Path], refused: list[str]) -> list[Path]:
    """The files to import: those named, and in folders all that are called like WARC files."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.name.lower().endswith(ENDINGS))
            if not inside:
                refused.append(f"{path}: no .warc, .warc.gz, .arc or .wacz file in it")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            refused.append(f"{path}: no such file")
    return found


def bring_in(archive: Archive, path: Path, folder: str) -> Iterator[Volume]:
    """The file in warcs/`folder`; several for a WACZ. Raises NotAWarcError."""
    try:
        file = path.open("rb")
    except OSError as error:  # closed to us, a link to nowhere, gone meanwhile
        raise NotAWarcError(f"{path}: {error.strerror}") from error
    with file:
        start = file.read(len(DATABASE_START))
        file.seek(0)
        if start == DATABASE_START:
            hint = "`winnow unpack` makes a folder of a packed archive: import its warcs/"
            raise NotAWarcError(f"{path.name}: a SQLite database; {hint}")
        if start.startswith(ZIP_START) and zipfile.is_zipfile(file):
            yield from _unpacked(archive, file, path.name, folder)
        else:
            yield _copied(archive, cast("BinaryIO", file), path.name, folder)


def discard(archive: Archive, volume: Volume) -> None:
    """Undo the copy of a file in which nothing was found."""
    with archive.atomic() as conn:
        conn.execute("delete from warc_files where path = ?", (volume.path,))
    _drop(archive.warcs / volume.path)


def _drop(path: Path) -> None:
    """Delete a file, and its folder when nothing else is in it."""
    with suppress(OSError):
        path.unlink()
    with suppress(OSError):
        path.parent.rmdir()


def _unpacked(archive: Archive, file: BinaryIO, name: str, folder: str) -> Iterator[Volume]:
    with zipfile.ZipFile(file) as package:
        inside = [e for e in package.infolist() if e.filename.lower().endswith((*NAMES, ".wacz"))]
        if not inside:
            raise NotAWarcError(f"{name}: a ZIP file without any WARC or ARC file in it")
        for entry in inside:
            try:
                with package.open(entry) as packed:
                    label = f"{name}!{entry.filename}"
                    if entry.filename.lower().endswith(".wacz"):
                        yield from _nested(archive, cast("BinaryIO", packed), label, folder)
                    else:
                        yield _copied(archive, cast("BinaryIO", packed), label, folder)
            except RuntimeError as error:  # how zipfile says "encrypted"
                raise NotAWarcError(f"{name}!{entry.filename}: {error}") from error


def _nested(archive: Archive, file: BinaryIO, label: str, folder: str) -> Iterator[Volume]:
    if file.seekable() and zipfile.is_zipfile(file):
        file.seek(0)
        yield from _unpacked(archive, file, label, folder)


def _copied(archive: Archive, file: BinaryIO, name: str, folder: str) -> Volume:
    """The copy in warcs/, on the disk; `known` when the archive has the same bytes already."""
    home = archive.warcs / folder
    part = home / "incoming.part"
    try:
        with writing(home):
            home.mkdir(parents=True, exist_ok=True)
            digest = _copy(file, part)
    except CannotWriteError:
        _drop(part)
        raise
    known = archive.conn.execute(
        "select path from warc_files where sha256 = ? and state = 'closed'", (digest,)
    ).fetchone()
    if known is not None:
        _drop(part)
        return Volume(known["path"], name, digest, known=True)
    plain = plain_name(name.rsplit("!", 1)[-1].rsplit("/", 1)[-1])
    damages: list[Damage] = []
    if _addressable(part):
        target = free_path(home / plain)
        part.rename(target)
    else:
        target, damages = _rewritten(part, home, name)
        part.unlink()
    sync_folder(home)
    return Volume(str(target.relative_to(archive.warcs)), name, digest, damages=tuple(damages))


def _copy(file: BinaryIO, target: Path) -> str:
    """Copies to a file, on the disk; gives the sha256. A broken ZIP entry gives what it can."""
    digest = hashlib.sha256()
    with target.open("wb") as copy:
        with suppress(*(error for error in BROKEN if error is not OSError)):
            while piece := file.read(PIECE):
                digest.update(piece)
                copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _addressable(path: Path) -> bool:
    """Whether each record can be read without decompressing much that stands before it."""
    with path.open("rb") as file:
        if is_wrapped(file):
            return False
    for number, record in enumerate(read_warc(path, limit=REACH)):
        if isinstance(record, Record) and record.inner > REACH:
            return False
        if number > LOOK and (isinstance(record, Damage) or record.alone):
            return True
    return True


def _rewritten(source: Path, home: Path, name: str) -> tuple[Path, list[Damage]]:
    """The records of a file, each as a gzip member of its own, and what could not be read."""
    damages: list[Damage] = []
    place = None
    stem = plain_name(name.rsplit("!", 1)[-1].rsplit("/", 1)[-1].partition(".")[0])
    with WarcWriter(home, prefix=stem, max_bytes=sys.maxsize, max_seconds=math.inf) as writer:
        for record in read_warc(source, name=name):
            if isinstance(record, Damage):
                damages.append(record)
            elif record.type != "warcinfo":
                place = writer.copy(record)
    if place is None:
        source.unlink()
        raise NotAWarcError(f"{name}: no WARC or ARC record in it")
    return home / place.file, damages
