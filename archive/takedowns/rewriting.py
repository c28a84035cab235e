"""A WARC file written anew without some of its records, or with others in their place."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from re import sub

from archive.captures.capture import now
from archive.captures.files import REPLACES, free_path
from archive.errors import writing
from archive.folder import Archive
from archive.warc.export import copy_member, write_member
from archive.warc.layout import about_member
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.volume import sync_folder

Place = tuple[int, int]  # offset of a record and bytes before it in its member
Edit = Callable[[Record], Record | None]  # the record as it shall be; None: it goes
Rows = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of a file."""

    path: str  # of the new one, relative to warcs/
    gone: int  # records that were left out
    changed: int
    damages: tuple[Damage, ...]  # stretches of the old file that no record could be read from


def rewrite(archive: Archive, name: str, edit: Edit, rows: Rows = lambda _conn: None) -> Rewritten:
    """A file beside the old one, then the rows, then the old one goes: each step survives a kill.

    `edit` is asked about every record and gives the same object for one that stays as it is.
    `rows` changes rows in the transaction that points them at the new file.
    """
    path = archive.warcs / name
    new = path.with_name(path.name + ".part")
    places: dict[Place, Place] = {}
    damages: list[Damage] = []
    gone = changed = size = 0
    with writing(new), new.open("wb") as out:
        for record in read_warc(path):
            if not isinstance(record, Record):
                damages.append(record)  # who knows what is in it
                continue
            edited = edit(record)
            if edited is None:
                gone += 1
                continue
            if edited is record:
                length = copy_member(out, path, record)
            else:
                length, changed = write_member(out, edited), changed + 1
            places[record.offset, record.inner] = (size, length)
            size += length
        told = f"{gone} records were removed from this file on {now()[:10]} by a takedown"
        size += out.write(about_member(path.name, {"description": told}))
        out.flush()
        os.fsync(out.fileno())
    stem = sub(r"-redacted(-\d+)?$", "", path.name.partition(".")[0])
    target = free_path(path.with_name(f"{stem}-redacted.warc.gz"))
    with writing(target):
        new.rename(target)
        sync_folder(path.parent)
    renamed = str(target.relative_to(archive.warcs))
    found = Rewritten(renamed, gone, changed, tuple(damages))
    with archive.atomic() as conn:
        _move_rows(conn, name, found.path, places, size)
        rows(conn)
    sweep(archive)
    return found


def sweep(archive: Archive) -> None:
    """Drop files whose place others have taken; a killed run may have left one."""
    rows = archive.conn.execute("select note from warc_files where note like ?", (f"{REPLACES}%",))
    for row in rows.fetchall():
        path = archive.warcs / row["note"].removeprefix(REPLACES)
        with writing(path), suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)


def _move_rows(
    conn: sqlite3.Connection, name: str, new: str, places: Mapping[Place, Place], size: int
) -> None:
    rows = conn.execute(
        "select c.id, c.warc_offset, c.warc_inner, c.request_offset, c.metadata_offset"
        " from captures c join warc_files w on w.id = c.warc_file_id where w.path = ?"
        " order by c.warc_offset",
        (name,),
    ).fetchall()
    # Places are unique: first out of the way, then where they belong.
    conn.executemany(
        "update captures set warc_offset = -id, warc_inner = -1 where id = ?",
        [(row["id"],) for row in rows],
    )
    moved = []
    for row in rows:
        place = places.get((row["warc_offset"], row["warc_inner"]))
        if place is not None:
            request = places.get((row["request_offset"], 0), (None, None))
            metadata = places.get((row["metadata_offset"], 0), (None, None))
            moved.append((*place, *request, *metadata, row["id"]))
    conn.executemany(
        "update captures set warc_offset = ?, warc_length = ?, warc_inner = 0,"
        " request_offset = ?, request_length = ?, metadata_offset = ?, metadata_length = ?"
        " where id = ?",
        moved,
    )
    conn.execute(
        "update warc_files set path = ?, size = ?, sha256 = null, note = ? where path = ?",
        (new, size, REPLACES + name, name),
    )
