"""What a killed run left: .open files cut to their last good record and given their final name."""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import writing
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.volume import OPEN, sync_folder

TORN = ".torn"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of one .open file."""

    path: Path  # final name; the file is gone when it had no good record
    records: int  # good ones, all kept
    size: int  # bytes kept
    torn: Path | None = None  # where the bytes after the last good record lie now
    torn_bytes: int = 0
    damage: tuple[Damage, ...] = ()  # stretches between good records, left as they are

    def __str__(self) -> str:
        aside = f", {self.torn_bytes} torn bytes set aside" if self.torn else ""
        return f"{self.path.name}: {self.records} records recovered{aside}"


def recover(folder: Path) -> list[Recovery]:
    """What became of every .open file that no running writer holds, in order of name.

    Bytes after the last good record go to NAME.torn; nothing is thrown away. Doing it again, also
    after a crash in the middle of it, changes nothing. Raises CannotWriteError.
    """
    found = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # it is being written
            with writing(path):
                found.append(_recovered(path, file))
    return found


def _recovered(path: Path, file: BinaryIO) -> Recovery:
    end, records, damage = good_end(file, path.name.removesuffix(OPEN))
    final = path.with_name(path.name.removesuffix(OPEN))
    size = os.fstat(file.fileno()).st_size
    torn = final.with_name(final.name + TORN) if end < size else None
    if torn:
        _copy_tail(file, end, torn)
    if end:
        file.truncate(end)
        os.fsync(file.fileno())
        path.rename(final)
    else:
        path.unlink()
    sync_folder(path.parent)
    kept = tuple(each for each in damage if each.offset < end)
    return Recovery(final, records, end, torn, size - end, kept)


def good_end(file: BinaryIO, name: str) -> tuple[int, int, list[Damage]]:
    """The offset behind the last good record, how many there are, and the damage between them."""
    end = records = 0
    damage = []
    for found in read_warc(file, name=name):
        if isinstance(found, Damage):
            damage.append(found)
        elif is_good(found):
            end, records = found.offset + found.length, records + 1
    return end, records, damage


def is_good(record: Record) -> bool:
    """Whether a record is as our writer makes them: a member of its own with nothing odd."""
    return record.alone and not record.notes and not record.faults()


def torn_text(path: Path) -> Iterator[bytes]:
    """What can still be read of torn bytes, in pieces: the beginning of an exchange."""
    stream = zlib.decompressobj(31)
    with path.open("rb") as file, suppress(zlib.error):
        while piece := file.read(PIECE):
            while piece:
                yield stream.decompress(piece, PIECE)
                piece = stream.unconsumed_tail or stream.unused_data
                if stream.eof:
                    stream = zlib.decompressobj(31)


def _copy_tail(file: BinaryIO, start: int, target: Path) -> None:
    file.seek(start)
    with target.open("wb") as aside:
        while piece := file.read(PIECE):
            aside.write(piece)
        aside.flush()
        os.fsync(aside.fileno())
