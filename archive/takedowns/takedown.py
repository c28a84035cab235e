"""A page removed for good: its rows, its words in the search index, its records in WARC files."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree

from archive.captures.capture import Capture
from archive.captures.files import DAMAGED, DAMAGED_FOLDER
from archive.folder import REBUILD, Archive
from archive.progress import Progress
from archive.stories.finding import forget
from archive.takedowns.mentions import Mentions, drop_mentions, find_page
from archive.takedowns.purging import cut_short, purge
from archive.takedowns.rewriting import Edit, rewrite
from archive.takedowns.surgery import Surgery
from archive.takedowns.tombstones import bury
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record
from archive.warc.recovery import torn_text


@dataclass(frozen=True, slots=True)
class Takedown:
    """What was removed."""

    url: str
    captures: int
    versions: int
    records: int
    files: int  # WARC files that were written anew or, kept aside as damaged, deleted
    elsewhere: tuple[str, ...]  # other addresses that gave the same bytes: they keep them
    damages: tuple[str, ...] = ()  # stretches that could not be read: they went with the old files


def take_down(
    archive: Archive,
    url: str,
    reason: str | None,
    progress: Progress = lambda _what, _done, _of: None,
) -> Takedown:
    """Remove every capture of a page, by any spelling of its address, and what tells of it.

    First a tombstone is set. Then each WARC file that held a record of the page or its address is
    written anew and takes the old one's place; rows change after the bytes are on the disk. A
    killed takedown is completed by the same command. Nothing of the page can be had back.
    """
    page = find_page(archive, url)
    count = sum(1 + _companions(capture) for capture in page.gone)
    counts = {"captures": str(len(page.gone)), "records": str(count)}
    with archive.atomic() as conn:
        bury(conn, archive.warcs, page.keys, {"reason": reason or "", **counts})
    elsewhere = tuple(sorted({twin.url for twin in page.twins}))
    files = records = 0
    damages: list[str] = []
    for drops in (False, True):  # bodies that others need are handed over before any record goes
        surgery = Surgery(archive, page, drops=drops)
        there = [name for name in surgery.files if (archive.warcs / name).is_file()]
        sizes = _sizes(archive.conn, there)
        tell = partial(progress, "bytes written anew" if drops else "bytes handed over")
        for number, name in enumerate(there):
            edit = _watched(surgery.edit_of(name), tell, sum(sizes[:number]), sum(sizes))
            done = rewrite(archive, name, edit, surgery.rows_of(name))
            files, records = files + drops, records + done.gone
            damages += map(str, done.damages)
        page = find_page(archive, url)
    for done in purge(archive, cut_short(archive)):
        files += bool(done.gone)
        damages += map(str, done.damages)
    files += _clear_aside(archive, page)
    with archive.atomic() as conn:
        versions = _drop_articles(conn, page.keys)
        _drop_captures(conn, page.gone)
        drop_mentions(conn, page)
    _forget(archive)
    captures = int(counts["captures"])
    return Takedown(url, captures, versions, records, files, elsewhere, tuple(damages))


def _sizes(conn: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    """Bytes of each WARC file, as its row has them."""
    known = dict(conn.execute("select path, coalesce(size, 0) from warc_files").fetchall())
    return [known.get(name, 0) for name in names]


def _watched(edit: Edit, tell: Callable[[float, float], None], before: int, size: int) -> Edit:
    """The same edit, which tells how far in the files its records lie."""

    def watched(record: Record) -> Record | None:
        tell(before + record.offset, size)
        return edit(record)

    return watched


def _companions(capture: Capture) -> int:
    """How many records stand beside that of the capture itself."""
    beside = {capture.request_offset, capture.metadata_offset} - {None, capture.offset}
    return len(beside)


def _drop_articles(conn: sqlite3.Connection, keys: Sequence[str]) -> int:
    count = 0
    for key in keys:
        row = conn.execute("select id from documents where key = ?", (key,)).fetchone()
        if row is None:
            continue
        forget(conn, row[0])
        texts = "(select id from versions where document_id = ?)"
        conn.execute(
            f"update captures set version_id = null where version_id in {texts}", (row[0],)
        )
        count += conn.execute("delete from versions where document_id = ?", (row[0],)).rowcount
        conn.execute("delete from documents where id = ?", (row[0],))
    conn.execute("delete from removal_texts where id not in (select text_id from removals)")
    return count


def _drop_captures(conn: sqlite3.Connection, gone: Sequence[Capture]) -> None:
    ids = [(capture.id,) for capture in gone]
    conn.executemany("update captures set revisit_of = null where revisit_of = ?", ids)
    conn.executemany("delete from captures where id = ?", ids)
    conn.executemany(
        "delete from urls where url = ? and id not in (select url_id from captures)"
        " and id not in (select url_id from documents)",
        {(capture.url,) for capture in gone},
    )


def _clear_aside(archive: Archive, page: Mentions) -> int:
    """How many files went that are kept aside as damaged and held something of the page."""
    count = 0
    for path in archive.warcs.rglob("*.torn"):
        if page.mentioned_in(torn_text(path)):
            path.unlink()
            count += 1
    aside = archive.conn.execute(
        "select id, path from warc_files where state = ?", (DAMAGED,)
    ).fetchall()
    held = {capture.file for capture in page.gone}
    for row in aside:
        path = archive.warcs / row["path"]
        home = Path(row["path"]).relative_to(DAMAGED_FOLDER)
        mended = str(home.with_name(f"{home.name.partition('.')[0]}-repaired.warc.gz"))
        if path.is_file() and (held & {row["path"], mended} or _holds(path, page)):
            path.unlink()
            count += 1
            with archive.atomic() as conn:
                conn.execute(
                    "update warc_files set note = 'deleted by a takedown' where id = ?",
                    (row["id"],),
                )
    return count


def _holds(path: Path, page: Mentions) -> bool:
    return any(not isinstance(found, Damage) and page.is_about(found) for found in read_warc(path))


def _forget(archive: Archive) -> None:
    """No byte of it stays in free pages, in old segments of the index, or in the log."""
    conn = archive.conn
    conn.execute("insert into versions_fts(versions_fts) values ('optimize')")
    conn.execute("pragma temp_store = file")  # the copy that vacuum makes is as large as the file
    conn.execute("vacuum")
    conn.execute("pragma temp_store = memory")
    conn.execute("pragma wal_checkpoint(truncate)")
    for name in ("archive.db.old", "archive.db.old-wal"):
        with suppress(FileNotFoundError):
            (archive.folder / name).unlink()
    rmtree(archive.folder / REBUILD, ignore_errors=True)  # what killed commands left half done
    for part in archive.warcs.rglob("*.part"):
        part.unlink()
