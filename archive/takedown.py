"""A page removed for good: its rows, its words in the search index, its records in WARC files."""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.capture import Capture, now
from archive.captures import select_captures
from archive.folder import Archive
from archive.foreign import free_path
from archive.urls import host_of, url_key
from archive.warc.export import about_member, member_of
from archive.warc.reader import read_warc
from archive.warc.record import Record
from archive.warc.volume import sync_folder, writing

TAKEN = "its original was taken down"


@dataclass(frozen=True, slots=True)
class Takedown:
    """What was removed."""

    url: str
    captures: int
    versions: int
    records: int
    files: int  # WARC files that were written anew
    orphaned: int  # captures of other addresses that repeated a body which is gone now


def take_down(archive: Archive, url: str, reason: str | None) -> Takedown:
    """Remove every capture of a page, by any spelling of its address.

    Each WARC file that held a record of it is written anew without, then takes the old one's
    place; rows change after the bytes are on the disk. A killed takedown is completed by the same
    command. Nothing of the page can be had back.
    """
    key = url_key(url)
    gone = [c for c in _candidates(archive, url) if url_key(c.url) == key]
    ids = [(capture.id,) for capture in gone]
    files = sorted({capture.file for capture in gone})
    records = 0
    for name in files:
        records += _without(archive, name, [c for c in gone if c.file == name])
    with archive.atomic() as conn:
        orphaned = _cut_loose(conn, ids)
        versions = _drop_article(conn, key)
        conn.executemany("delete from captures where id = ?", ids)
        _drop_leftovers(conn, [capture.url for capture in gone])
        conn.execute(
            "insert into takedowns(url_hash, removed_at, reason, captures, records)"
            " values (?, ?, ?, ?, ?)",
            (hashlib.sha256(key.encode()).hexdigest(), now(), reason, len(gone), records),
        )
        if conn.execute("select 1 from sqlite_master where name = 'frontier_urls'").fetchone():
            # A crawl must not bring the page back; to know it, its address stays there.
            conn.execute("update frontier_urls set state = 'done' where key = ?", (key,))
    _forget(archive)
    return Takedown(url, len(gone), versions, records, len(files), orphaned)


def _candidates(archive: Archive, url: str) -> list[Capture]:
    """The captures of the page's site: url_key decides which are of the page."""
    host = host_of(url).removeprefix("www.")
    condition = "u.site_id = (select id from sites where host = ?) or u.url = ?"
    return select_captures(archive.conn, f"{condition} order by c.id", [host, url])


def _without(archive: Archive, name: str, gone: Sequence[Capture]) -> int:
    """How many records a file lost; the others keep their order, and rows learn their places."""
    path = archive.warcs / name
    dropped = {(c.offset, c.inner) for c in gone}
    dropped |= {(c.request_offset, 0) for c in gone if c.request_offset is not None}
    dropped |= {(c.metadata_offset, 0) for c in gone if c.metadata_offset is not None}
    new = path.with_name(path.name + ".part")
    places: dict[tuple[int, int], tuple[int, int]] = {}
    count = size = 0
    with writing(new), new.open("wb") as out:
        for record in read_warc(path):
            if not isinstance(record, Record):
                continue  # `repair` would leave it out too
            if (record.offset, record.inner) in dropped:
                count += 1
                continue
            content = member_of(path, record)
            places[record.offset, record.inner] = (size, len(content))
            size += out.write(content)
        size += out.write(about_member(path.name, {"description": _tombstone(count)}))
        out.flush()
        os.fsync(out.fileno())
    target = free_path(path.with_name(f"{path.name.partition('.')[0]}-redacted.warc.gz"))
    with writing(target):
        new.rename(target)
        sync_folder(path.parent)
    with archive.atomic() as conn:
        _move_rows(conn, name, str(target.relative_to(archive.warcs)), places, size)
    with writing(path):
        path.unlink()
        sync_folder(path.parent)
    return count


def _tombstone(count: int) -> str:
    return f"{count} records were removed from this file on {now()[:10]} by a takedown"


def _move_rows(
    conn: sqlite3.Connection,
    name: str,
    new: str,
    places: dict[tuple[int, int], tuple[int, int]],
    size: int,
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
        "update warc_files set path = ?, size = ?, sha256 = null where path = ?", (new, size, name)
    )


def _cut_loose(conn: sqlite3.Connection, ids: Sequence[tuple[int]]) -> int:
    """Captures elsewhere that repeated a body which goes; their texts stay."""
    gone = {number for (number,) in ids}
    rows = conn.execute("select id, revisit_of from captures where revisit_of is not null")
    others = [row["id"] for row in rows if row["revisit_of"] in gone and row["id"] not in gone]
    conn.executemany(
        "update captures set revisit_of = null, reason = ? where revisit_of = ?",
        [(TAKEN, number) for number in gone],
    )
    return len(others)


def _drop_article(conn: sqlite3.Connection, key: str) -> int:
    row = conn.execute("select id from documents where key = ?", (key,)).fetchone()
    if row is None:
        return 0
    number = row["id"]
    conn.execute(
        "update captures set version_id = null where version_id in"
        " (select id from versions where document_id = ?)",
        (number,),
    )
    count = conn.execute("delete from versions where document_id = ?", (number,)).rowcount
    conn.execute(
        "update stories set representative_id = null where representative_id = ?", (number,)
    )
    conn.execute("delete from story_articles where document_id = ?", (number,))
    conn.execute("delete from documents where id = ?", (number,))
    return count


def _drop_leftovers(conn: sqlite3.Connection, urls: Sequence[str]) -> None:
    """Rows that only this page needed: removed texts, addresses, mentions as the way to others."""
    conn.execute("delete from removal_texts where id not in (select text_id from removals)")
    for url in dict.fromkeys(urls):
        conn.execute("update captures set via = null where via = ?", (url,))
        conn.execute("update captures set location = null where location = ?", (url,))
        conn.execute(
            "delete from urls where url = ? and id not in (select url_id from captures)"
            " and id not in (select url_id from documents)",
            (url,),
        )


def _forget(archive: Archive) -> None:
    """No byte of it stays in free pages, in old segments of the index, or in the log."""
    conn = archive.conn
    conn.execute("insert into versions_fts(versions_fts) values ('optimize')")
    conn.execute("vacuum")
    conn.execute("pragma wal_checkpoint(truncate)")
    for name in ("archive.db.old", "archive.db.old-wal"):
        Path(archive.folder, name).unlink(missing_ok=True)
