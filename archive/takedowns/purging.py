"""Files that came in with pages that were taken down: the same cut is made in them again."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.addresses.identity import page_key
from archive.captures.capture import Capture
from archive.captures.files import IMPORTING, open_file
from archive.captures.grouping import Found, group
from archive.captures.rows import MISSING, select_captures
from archive.folder import Archive
from archive.takedowns.mentions import Mentions, drop_mentions, spelled
from archive.takedowns.rewriting import Rewritten, Rows, rewrite
from archive.takedowns.surgery import Surgery
from archive.takedowns.tombstones import Barred, barred, goes_too
from archive.warc.reader import read_warc


def purge(archive: Archive, names: Sequence[str]) -> list[Rewritten]:
    """What became of the files: they hold nothing more of pages that were taken down.

    Their captures, redirects to them, parts of them and their addresses go, as a takedown would
    have it. Captures of others that repeat a body of theirs keep it, and wait to be cleaned.
    """
    is_barred = barred(archive.conn)
    done: list[Rewritten] = []
    for drops in (False, True):  # bodies that others need are handed over before any record goes
        page = _page_of(archive, names, is_barred) if is_barred else None
        if page is None:
            break
        surgery = Surgery(archive, page, drops=drops)
        for name in surgery.files:
            rows = _waking(surgery.rows_of(name), page.twins)
            done.append(rewrite(archive, name, surgery.edit_of(name), rows))
            names = [done[-1].path if one == name else one for one in names]
        with archive.atomic() as conn:
            drop_mentions(conn, page)
    return done


def _page_of(archive: Archive, names: Sequence[str], is_barred: Barred) -> Mentions | None:
    """All pages in the files that were taken down, as if they were one; None without any."""
    key = page_key(archive.conn)
    gone: list[Capture] = []
    urls: set[str] = set()
    for name in names:
        for found in group(read_warc(archive.warcs / name), name):
            if isinstance(found, Found):
                c = found.capture
                told = (c.url, c.target, c.via, found.refers_uri)
                urls |= {url for url in told if url is not None and is_barred(url)}
                if goes_too(c, is_barred):
                    gone.append(replace(c, id=-1 - len(gone)))  # no row has such a number
    if not urls:
        return None
    keys = {key(url) for url in urls}
    twins = _twins(archive, gone)
    told_in = tuple(dict.fromkeys(names))
    return Mentions(
        tuple(sorted(keys)), spelled(urls, keys), tuple(gone), twins, (), (), told_in, key
    )


def _twins(archive: Archive, gone: Iterable[Capture]) -> tuple[Capture, ...]:
    """The captures that lack their original and would find it among those that go."""
    bodies: dict[str, int] = {}
    for c in gone:
        if c.record_type == "response" and c.status == 200 and c.payload_digest:
            bodies.setdefault(c.payload_digest, c.id)
    lacking = "c.record_type = 'revisit' and c.revisit_of is null and c.reason = ? order by c.id"
    return tuple(
        replace(c, revisit_of=bodies[c.payload_digest])
        for c in select_captures(archive.conn, lacking, [MISSING])
        if c.payload_digest in bodies
    )


def _waking(rows: Rows, twins: Iterable[Capture]) -> Rows:
    """Those rows, and captures that have a body now wait to be cleaned."""

    def both(conn: sqlite3.Connection) -> None:
        rows(conn)
        conn.executemany(
            "update captures set state = 'waiting', reason = null where id = ?"
            " and state = 'skipped' and (record_type = 'response' or revisit_of is not null)",
            [(twin.id,) for twin in twins],
        )

    return both


def cut_short(archive: Archive) -> list[str]:
    """The files that a killed import had copied and not taken in whole, each with its row."""
    known = {row["path"] for row in archive.conn.execute("select path from warc_files")}
    copied = sorted(path for path in archive.warcs.glob("import-*/*") if path.is_file())
    names = [str(path.relative_to(archive.warcs)) for path in copied]
    with archive.atomic() as conn:
        for name in names:
            if name not in known and not name.endswith(".part"):
                open_file(conn, name, origin="import", state=IMPORTING)
    rows = archive.conn.execute(
        "select path from warc_files where state = ? order by id", (IMPORTING,)
    )
    return [row["path"] for row in rows]
