"""The WARC files checked: every record by its digests, every row by its record."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archive.captures.files import DAMAGED, kept_aside
from archive.captures.files import OPEN as BEING_WRITTEN
from archive.checks.fault import Fault, Progress
from archive.lock import is_taken
from archive.warc.digest import digest_fault
from archive.warc.export import Home
from archive.warc.packed import name_in
from archive.warc.payload import entity
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.volume import OPEN, located

ROWS = """
    select c.warc_offset, c.warc_inner, c.request_offset, c.metadata_offset,
           c.id, u.url, c.record_type, c.record_id, c.warc_length, c.payload_digest
    from captures c join urls u on u.id = c.url_id where c.warc_file_id = ?
"""
ANSWERS = {"response", "revisit"}
TYPES = {"bytes": "resource"}  # how a row calls what WARC calls otherwise


class Row(NamedTuple):
    """What the row of a capture says of its record."""

    id: int
    url: str
    type: str
    record_id: str | None
    length: int
    payload_digest: str | None


@dataclass(slots=True)
class Wanted:
    """What the rows say that one file holds."""

    captures: dict[tuple[int, int], Row]  # by offset and place in the member
    companions: dict[int, tuple[str, int]]  # by offset: request or metadata, of which capture


NO_ROW = "no row names this file; `winnow rebuild` reads it in"
UNFINISHED = "left by a command that was killed: run it again, or delete the file"


def file_faults(
    conn: sqlite3.Connection,
    warcs: Home,
    progress: Progress,
    advance: Callable[[int], None] = lambda _done: None,
) -> Iterator[Fault]:
    """What is wrong with the files of an archive, one by one; memory for one file's rows.

    `advance` is told how many bytes of the files have been read.
    """
    known = set()
    lock = warcs.parent / "lock" if isinstance(warcs, Path) else None
    for row in conn.execute("select * from warc_files order by id").fetchall():
        known.add(row["path"])
        if row["state"] == DAMAGED:
            continue  # kept aside by `winnow repair`, which has told what it held
        progress.files += 1
        yield from _one_file(conn, row, warcs, progress, advance)
    there: list[Home] = sorted(warcs.rglob("*"), key=str)
    if lock is not None and is_taken(lock):
        return  # what has no row yet may get one from whoever is writing
    known |= {path for (path,) in conn.execute("select path from warc_files")}
    for path in there:
        name = name_in(warcs, path)
        if path.is_file() and name.removesuffix(OPEN) not in known and not kept_aside(name):
            part = name.endswith(".part")  # a file that is not whole yet
            yield Fault(f"warcs/{name}", UNFINISHED if part else NO_ROW)


def _one_file(
    conn: sqlite3.Connection,
    row: sqlite3.Row,
    warcs: Home,
    progress: Progress,
    advance: Callable[[int], None],
) -> Iterator[Fault]:
    where = f"warcs/{row['path']}"
    wanted = _wanted(conn, row["id"])
    path = located(warcs / row["path"])
    if not path.is_file():
        yield Fault(where, f"the file is missing: {len(wanted.captures)} captures are in it")
        return
    ours = row["origin"] == "crawl"
    growing = row["state"] == BEING_WRITTEN or path.name.endswith(OPEN)
    last = max(place for place, _inner in [(0, 0), *wanted.captures])
    size = path.stat().st_size
    if row["size"] is not None and not growing and size != row["size"]:
        yield Fault(where, f"has {size} bytes; when it was closed it had {row['size']}")
    before = progress.bytes
    for found in read_warc(path, name=row["path"]):
        progress.bytes = before + found.offset + found.length
        advance(progress.bytes)
        if isinstance(found, Record):
            progress.records += 1
            if growing and found.offset > last and found.offset not in wanted.companions:
                continue  # written since the rows were read, or its writer was killed
            for what in _record_faults(found, wanted, ours=ours):
                yield Fault(f"{where}, byte {found.offset}", what)
        elif not growing:
            yield _damage(found, where)
    for (offset, _inner), capture in wanted.captures.items():
        yield Fault(f"{where}, byte {offset}", f"no record of capture {capture.id} ({capture.url})")
    for offset, (kind, capture_id) in wanted.companions.items():
        yield Fault(f"{where}, byte {offset}", f"no {kind} record of capture {capture_id}")


def _wanted(conn: sqlite3.Connection, file: int) -> Wanted:
    wanted = Wanted({}, {})
    for offset, inner, request, metadata, *told in conn.execute(ROWS, (file,)):
        row = wanted.captures[offset, inner] = Row(*told)
        for kind, place in (("request", request), ("metadata", metadata)):
            if place is not None and place != offset:
                wanted.companions[place] = (kind, row.id)
    return wanted


def _damage(damage: Damage, where: str) -> Fault:
    passed = f"{damage.length} bytes passed over"
    return Fault(f"{where}, byte {damage.offset}", f"{damage.why}; {passed}")


def _record_faults(record: Record, wanted: Wanted, *, ours: bool) -> Iterator[str]:
    """What is wrong with a record by itself, and by the rows; takes from the wanted what it is."""
    yield from record.faults()
    kind = record.type
    row = wanted.captures.pop((record.offset, record.inner), None)
    companion = wanted.companions.pop(record.offset, None)
    if row is not None:
        for what in _differences(record, kind, row):
            yield f"{what} (capture {row.id}, {row.url})"
    elif companion is not None:
        due, capture = companion
        if kind != due:
            whose = f"{due} record of capture {capture}"
            yield f"a {kind} record stands where the rows have the {whose}"
    elif ours and kind in ANSWERS:
        yield f"no row for this {kind} of {record.target_uri}"


def _differences(record: Record, kind: str, row: Row) -> Iterator[str]:
    record_id = record.record_id
    if row.record_id and record_id and record_id != row.record_id:
        yield "another record than the row names"
        return
    if kind and TYPES.get(row.type, row.type) != kind:
        yield f"is a {kind} record; the row says {row.type}"
    if record.alone and record.length != row.length:
        yield f"takes {record.length} bytes; the row says {row.length}"
    if record.fields.get("WARC-Payload-Digest") == row.payload_digest:
        return  # what the record declares has been compared with its payload already
    if kind == "response" and record.http and not record.cut:
        # As the record declares it: over the entity, or over raw chunks as wget and warcio do.
        bodies = (entity(record.body, record.http.fields), record.body)
        if all(digest_fault("payload", row.payload_digest, body) for body in bodies):
            yield "the payload differs from the digest of its row"
