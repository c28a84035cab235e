"""Damaged WARC files made good: a new file beside the old one, rows pointed at it, old one kept."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.captures.capture import FAILED
from archive.captures.files import CLOSED, DAMAGED, DAMAGED_FOLDER, close_file, open_file
from archive.captures.grouping import address_of
from archive.errors import writing
from archive.folder import Archive
from archive.progress import Progress
from archive.takedowns.tombstones import barred
from archive.warc.layout import about_member
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.repair import Repair, repair
from archive.warc.volume import sync_folder

Place = tuple[int, int]  # offset and place in a shared member


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one damaged file."""

    path: str  # of the new file, relative to warcs/
    old: str  # where the damaged one lies now
    records: int
    moved: int  # captures whose record is in the new file
    lost: tuple[str, ...]  # addresses whose record could not be read any more

    def __str__(self) -> str:
        lost = f", {len(self.lost)} captures lost their record" if self.lost else ""
        return f"{self.old}: {self.records} good records now in {self.path}{lost}"


def repair_archive(archive: Archive, progress: Progress) -> list[Mended]:
    """What was mended, a file each; healthy files are only read.

    The damaged file goes to warcs/damaged/. A capture whose record is lost keeps its row and its
    text, and says so. A killed repair leaves each file either as it was or mended.
    """
    rows = archive.conn.execute(
        "select id, path, size, origin from warc_files where state = ? order by id", (CLOSED,)
    ).fetchall()
    found = []
    size, done = sum(row["size"] or 0 for row in rows), 0
    for row in rows:
        path = archive.warcs / row["path"]
        show = partial(_show, progress, done, size)
        if path.is_file() and not _healthy(path, show):
            found.append(_mend(archive, row))
        done += row["size"] or 0
    return found


def _show(progress: Progress, before: int, size: int, place: int) -> None:
    progress("bytes checked", before + place, size)


def _healthy(path: Path, show: Callable[[int], None]) -> bool:
    for one in read_warc(path):
        if isinstance(one, Damage) or one.faults():
            return False
        show(one.offset + one.length)
    return True


def _mend(archive: Archive, row: sqlite3.Row) -> Mended:
    name = Path(row["path"])
    stem = name.name.partition(".")[0]
    target = archive.warcs / name.with_name(f"{stem}-repaired.warc.gz")
    target.unlink(missing_ok=True)  # of a repair that was killed before its rows were in
    places: dict[Place, tuple[int, int]] = {}

    def seen(record: Record, offset: int, length: int) -> None:
        places[record.offset, record.inner] = (offset, length)

    is_barred = barred(archive.conn)

    def keep(record: Record) -> bool:
        return is_barred is None or not is_barred(address_of(record))

    done: Repair = repair(archive.warcs / name, target, seen=seen, keep=keep)
    old = f"{DAMAGED_FOLDER}/{row['path']}"
    if not done.records:  # a file without any record would be damaged itself
        with writing(target):
            told = {"description": f"nothing in {old} could be read"}
            target.write_bytes(about_member(target.name, told))
    with archive.atomic() as conn:
        new = str(target.relative_to(archive.warcs))
        file = open_file(conn, new, origin=row["origin"])
        moved, lost = _point(conn, row["id"], file, places, old)
        close_file(conn, archive.warcs, new, note=_note(done.damage))
        conn.execute(
            "update warc_files set path = ?, state = ? where id = ?", (old, DAMAGED, row["id"])
        )
        # Inside the transaction: rows and names change together, or neither does.
        aside = archive.warcs / old
        with writing(aside):
            aside.parent.mkdir(parents=True, exist_ok=True)
            (archive.warcs / name).rename(aside)
            sync_folder(aside.parent)
    return Mended(new, f"warcs/{old}", done.records, moved, tuple(lost))


def _point(
    conn: sqlite3.Connection,
    old: int,
    new: int,
    places: dict[Place, tuple[int, int]],
    where: str,
) -> tuple[int, list[str]]:
    """Point the captures of the old file at the new one; gives how many, and what was lost."""
    rows = conn.execute(
        "select c.id, u.url, c.warc_offset, c.warc_inner, c.request_offset, c.metadata_offset"
        " from captures c join urls u on u.id = c.url_id where c.warc_file_id = ?",
        (old,),
    ).fetchall()
    moved, lost = [], []
    for row in rows:
        place = places.get((row["warc_offset"], row["warc_inner"]))
        if place is None:
            lost.append((row["id"], row["url"]))
            continue
        request = places.get((row["request_offset"], 0), (None, None))
        metadata = places.get((row["metadata_offset"], 0), (None, None))
        moved.append((new, *place, *request, *metadata, row["id"]))
    conn.executemany(
        "update captures set warc_file_id = ?, warc_offset = ?, warc_length = ?, warc_inner = 0,"
        " request_offset = ?, request_length = ?, metadata_offset = ?, metadata_length = ?"
        " where id = ?",
        moved,
    )
    conn.executemany(
        f"update captures set reason = ?, state = iif(version_id is null, '{FAILED}', state)"
        " where id = ?",
        [(f"its record is damaged: warcs/{where}", number) for number, _url in lost],
    )
    return len(moved), [url for _number, url in lost]


def _note(damages: tuple[Damage, ...]) -> str | None:
    lines = [f"lost at {d.offset}: {d.why}, {d.length} bytes" for d in damages[:20]]
    return "\n".join(lines) or None
