"""The WARC files checked: every record by its digests, every row by its record."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.checks.fault import Fault, Progress
from archive.warc.digest import digest_fault
from archive.warc.export import Home
from archive.warc.packed import name_in
from archive.warc.payload import entity
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.volume import OPEN, located
from archive.warcs import DAMAGED

ROWS = """
    select c.id, c.warc_offset, c.warc_inner, c.warc_length, c.record_id, c.record_type,
           c.payload_digest, c.request_offset, c.metadata_offset, u.url
    from captures c join urls u on u.id = c.url_id where c.warc_file_id = ?
"""
ANSWERS = {"response", "revisit"}
TYPES = {"bytes": "resource"}  # how a row calls what WARC calls otherwise


@dataclass(slots=True)
class Wanted:
    """What the rows say that one file holds."""

    captures: dict[tuple[int, int], sqlite3.Row]  # by offset and place in the member
    companions: dict[int, str]  # offset: whose request or metadata record is there


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
    for row in conn.execute("select * from warc_files order by id").fetchall():
        known.add(row["path"])
        if row["state"] == DAMAGED:
            continue  # kept aside by `winnow repair`, which has told what it held
        progress.files += 1
        yield from _one_file(conn, row, warcs, progress, advance)
    there: list[Home] = sorted(warcs.rglob("*"), key=str)
    for path in there:
        name = name_in(warcs, path)
        if path.is_file() and name.removesuffix(OPEN) not in known:
            yield Fault(f"warcs/{name}", "no row names this file; `winnow rebuild` reads it in")


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
    growing = path.name.endswith(OPEN)
    size = path.stat().st_size
    if row["size"] is not None and not growing and size != row["size"]:
        yield Fault(where, f"has {size} bytes; when it was closed it had {row['size']}")
    before = progress.bytes
    for found in read_warc(path, name=row["path"]):
        progress.bytes = before + found.offset + found.length
        advance(progress.bytes)
        if isinstance(found, Record):
            progress.records += 1
            yield from _record_faults(found, wanted, where, ours=row["origin"] == "crawl")
        elif not growing:
            yield _damage(found, where)
    for (offset, _inner), capture in wanted.captures.items():
        yield Fault(
            f"{where}, byte {offset}",
            f"no record of capture {capture['id']} ({capture['url']})",
        )
    for offset, whose in wanted.companions.items():
        yield Fault(f"{where}, byte {offset}", f"no {whose}")


def _wanted(conn: sqlite3.Connection, file: int) -> Wanted:
    wanted = Wanted({}, {})
    for row in conn.execute(ROWS, (file,)):
        wanted.captures[row["warc_offset"], row["warc_inner"]] = row
        for kind in ("request", "metadata"):
            offset = row[f"{kind}_offset"]
            if offset is not None and offset != row["warc_offset"]:
                wanted.companions[offset] = f"{kind} record of capture {row['id']}"
    return wanted


def _damage(damage: Damage, where: str) -> Fault:
    passed = f"{damage.length} bytes passed over"
    return Fault(f"{where}, byte {damage.offset}", f"{damage.why}; {passed}")


def _record_faults(record: Record, wanted: Wanted, where: str, *, ours: bool) -> Iterator[Fault]:
    here = f"{where}, byte {record.offset}"
    for what in record.faults():
        yield Fault(here, what)
    row = wanted.captures.pop((record.offset, record.inner), None)
    companion = wanted.companions.pop(record.offset, None)
    if row is not None:
        for what in _differences(record, row):
            yield Fault(here, f"{what} (capture {row['id']}, {row['url']})")
    elif companion is not None and not companion.startswith(record.type):
        yield Fault(here, f"a {record.type} record stands where the rows have the {companion}")
    elif ours and companion is None and record.type in ANSWERS:
        yield Fault(here, f"no row for this {record.type} of {record.target_uri}")


def _differences(record: Record, row: sqlite3.Row) -> Iterator[str]:
    if row["record_id"] and record.record_id and row["record_id"] != record.record_id:
        yield "another record than the row names"
        return
    if record.type and TYPES.get(row["record_type"], row["record_type"]) != record.type:
        yield f"is a {record.type} record; the row says {row['record_type']}"
    if record.alone and record.length != row["warc_length"]:
        yield f"takes {record.length} bytes; the row says {row['warc_length']}"
    if record.fields.get("WARC-Payload-Digest") == row["payload_digest"]:
        return  # what the record declares has been compared with its payload already
    if record.type == "response" and record.http and not record.cut:
        # As the record declares it: over the entity, or over raw chunks as wget and warcio do.
        bodies = (entity(record.body, record.http.fields), record.body)
        if all(digest_fault("payload", row["payload_digest"], body) for body in bodies):
            yield "the payload differs from the digest of its row"
