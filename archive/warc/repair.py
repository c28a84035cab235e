"""A damaged file made good: its good records in a new file beside it, the old one untouched."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import CannotWriteError, writing
from archive.warc.export import copy_member, write_member
from archive.warc.record import Damage, Record
from archive.warc.volume import sync_folder
from archive.warc.wacz import read_captures

PART = ".part"


@dataclass(frozen=True, slots=True)
class Repair:
    """What went into the new file and what could not."""

    path: Path
    records: int
    mended: int  # of them: records that were odd and are in order now
    damage: tuple[Damage, ...]  # stretches without a good record; bad digests too

    def __str__(self) -> str:
        lost = f", {len(self.damage)} stretches lost" if self.damage else ""
        return f"{self.path.name}: {self.records} records, {self.mended} mended{lost}"


def repair(
    source: Path,
    target: Path,
    *,
    seen: Callable[[Record, int, int], None] | None = None,
    keep: Callable[[Record], bool] = lambda _record: True,
) -> Repair:
    """A new good WARC file with every good record of a file (WARC, ARC or WACZ).

    The source is only read; a target that exists is refused with CannotWriteError. The target
    appears under its name when it is complete and on the disk. `seen` is told each record with
    its offset and length in the target. A record whose own digest contradicts it is left
    out, and so is one that `keep` does not want.
    """
    part = target.with_name(target.name + PART)
    records = mended = size = 0
    damage = []
    with writing(target):
        if target.exists():
            raise CannotWriteError(f"cannot write {target}: it exists already")
        with part.open("wb") as out:
            for found in read_captures(source):
                if isinstance(found, Damage):
                    damage.append(found)
                    continue
                if not keep(found):
                    continue
                if faults := found.faults():
                    why = ", ".join(faults)
                    damage.append(Damage(found.file, found.offset, found.length, why))
                    continue
                inside = found.file != source.name  # its offset counts in an entry of a ZIP file
                length = write_member(out, found) if inside else copy_member(out, source, found)
                if seen:
                    seen(found, size, length)
                records, mended, size = records + 1, mended + bool(found.notes), size + length
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
        sync_folder(target.parent)
    return Repair(target, records, mended, tuple(damage))
