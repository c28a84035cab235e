"""What a killed run left is put in step when the archive is opened to write."""

import logging

from archive.captures.crawls import end_interrupted
from archive.captures.files import OPEN, close_file, open_file
from archive.captures.grouping import group
from archive.captures.rows import select_captures
from archive.folder import Archive
from archive.intake.rows import Taken, take_in
from archive.takedowns.rewriting import sweep
from archive.warc.reader import read_warc
from archive.warc.recovery import recover

log = logging.getLogger("winnow.archive")


def put_in_step(archive: Archive) -> list[str]:
    """One line for each WARC file that a killed run left; afterward files and rows agree.

    Torn records are cut off and kept aside, captures beyond the last good record lose their row,
    good records without a row get one. Crawls that never ended are marked as interrupted.
    """
    sweep(archive)
    torn = {found.path.name: found for found in recover(archive.warcs)}
    names = sorted(unsettled(archive) | torn.keys())
    lines = []
    for name in names:
        dropped = _drop_beyond_end(archive, name)
        taken = _take_rest(archive, name)
        told = torn.get(name)
        if told or dropped or taken.new:
            lines.append(
                f"{name} was left by a run that did not end: {taken.new} captures added,"
                f" {dropped} dropped, {told.torn_bytes if told else 0} torn bytes set aside"
            )
    with archive.atomic() as conn:
        end_interrupted(conn)
    for line in lines:
        log.warning(line)
    return lines


def unsettled(archive: Archive) -> set[str]:
    """WARC files that a crawl left without a row or with an open one, when its commit failed."""
    rows = archive.conn.execute("select path, state from warc_files").fetchall()
    closed = {row["path"] for row in rows if row["state"] != OPEN}
    there = {path.name for path in archive.warcs.glob("*.warc.gz")}
    return ({row["path"] for row in rows} | there) - closed


def _drop_beyond_end(archive: Archive, name: str) -> int:
    """How many captures lost their row because their record is gone; they were never synced."""
    path = archive.warcs / name
    size = path.stat().st_size if path.exists() else 0
    gone = select_captures(
        archive.conn, "w.path = ? and c.warc_offset + c.warc_length > ?", [name, size]
    )
    if not gone:
        return 0
    ids = [(capture.id,) for capture in gone]
    with archive.atomic() as conn:
        conn.executemany("update captures set revisit_of = null where revisit_of = ?", ids)
        conn.executemany(
            "delete from captures where id = ? and version_id is null"
            " and not exists (select 1 from versions where capture_id = captures.id)",
            ids,
        )
    return len(gone)


def _take_rest(archive: Archive, name: str) -> Taken:
    """Rows for the good records of a file that have none."""
    total = Taken()
    path = archive.warcs / name
    if path.exists():
        with archive.atomic() as conn:
            open_file(conn, name)
        for taken in take_in(archive, group(read_warc(path), name)):
            total.add(taken)
    with archive.atomic() as conn:
        close_file(conn, archive.warcs, name)
    return total
