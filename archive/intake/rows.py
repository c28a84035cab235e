"""Captures of WARC files into rows, each once, however often its file is read."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from archive.captures.capture import WAITING, Capture
from archive.captures.crawls import ENDED, end_crawl, find_crawl, learn_crawl
from archive.captures.grouping import About, Found, Note
from archive.captures.rows import find_original, insert_captures, settle_revisit
from archive.folder import Archive
from archive.takedowns.tombstones import Barred, barred, goes_too
from archive.warc.layout import read_context
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record

BATCH = 200  # captures a transaction
MOST_ABOUT = 8 << 20  # bytes of a warcinfo record that are read


@dataclass(slots=True)
class Taken:
    """What was taken from a file, or from several."""

    new: int = 0  # captures that had no row
    known: int = 0
    barred: int = 0  # captures of pages that were taken down: not taken in
    naming: int = 0  # captures whose records name such a page: taken in without its address
    damages: list[Damage] = field(default_factory=list)

    def add(self, other: "Taken") -> None:
        """Count the other in."""
        self.new += other.new
        self.known += other.known
        self.barred += other.barred
        self.naming += other.naming
        self.damages += other.damages


def take_in(archive: Archive, found: Iterable[Found | About | Note | Damage]) -> Iterator[Taken]:
    """What was taken in, a batch at a time; each batch is one transaction."""
    source = iter(found)
    crawl_id: int | None = None
    is_barred = barred(archive.conn)
    while batch := list(islice(source, BATCH)):
        taken = Taken()
        rows: list[Found] = []
        with archive.atomic() as conn:
            for one in batch:
                if isinstance(one, Damage):
                    taken.damages.append(one)
                elif isinstance(one, About):
                    crawl_id = find_crawl(conn, one.fields)
                elif isinstance(one, Note):
                    if one.about == ENDED and crawl_id is not None:
                        end_crawl(conn, crawl_id, one.fields)
                elif is_barred and goes_too(one.capture, is_barred):
                    taken.barred += 1
                else:
                    mine = replace(one, capture=replace(one.capture, crawl_id=crawl_id))
                    rows.append(_silent(mine, is_barred, taken) if is_barred else mine)
            fresh = _fresh(conn, rows)
            _insert(conn, fresh)
        taken.new, taken.known = len(fresh), len(rows) - len(fresh)
        yield taken


def _silent(one: Found, is_barred: Barred, taken: Taken) -> Found:
    """The same without the address of a page that was taken down; counted where it had one."""
    via = one.capture.via
    led = via is not None and is_barred(via)
    taken.naming += led or (one.refers_uri is not None and is_barred(one.refers_uri))
    return replace(one, capture=replace(one.capture, via=None)) if led else one


def learn_first(archive: Archive, paths: Iterable[Path]) -> None:
    """Take over the site rules that files tell of in their first record, before any is cleaned."""
    with archive.atomic() as conn:
        for path in paths:
            with suppress(OSError):
                first = next(read_warc(path, limit=MOST_ABOUT), None)
                if isinstance(first, Record) and first.type == "warcinfo":
                    learn_crawl(conn, read_context(first.block))


def _insert(conn: sqlite3.Connection, fresh: Sequence[Found]) -> None:
    """Rows in order; a revisit may repeat a capture of its own batch, so it is looked up last."""
    start = 0
    for number, one in enumerate(fresh):
        if one.capture.record_type in {"revisit", "conversion"}:
            insert_captures(conn, [each.capture for each in fresh[start:number]])
            insert_captures(conn, [_settled(conn, one)])
            start = number + 1
    insert_captures(conn, [each.capture for each in fresh[start:]])


def _settled(conn: sqlite3.Connection, one: Found) -> Capture:
    """A revisit with its original; a conversion waits only when its original is not here."""
    original = find_original(
        conn,
        record_id=one.refers_to,
        url=one.refers_uri,
        fetched_at=one.refers_date,
        payload_digest=one.capture.payload_digest,
    )
    if one.capture.record_type == "revisit":
        return settle_revisit(one.capture, original)
    if original is None and one.capture.mime == "text/plain":
        return replace(one.capture, state=WAITING, reason=None)
    return one.capture


def _fresh(conn: sqlite3.Connection, rows: Sequence[Found]) -> list[Found]:
    """Those that have no row yet: known by record id, address and time."""
    known = _known(conn, [one.capture.url for one in rows])
    fresh = []
    for one in rows:
        c = one.capture
        name = (
            c.url,
            c.fetched_at,
            c.record_id,
            "" if c.record_id else f"{c.status} {c.entity_size}",
        )
        if name not in known:
            known.add(name)
            fresh.append(one)
    return fresh


def _known(conn: sqlite3.Connection, urls: Sequence[str]) -> set[tuple[str, str, str | None, str]]:
    found: set[tuple[str, str, str | None, str]] = set()
    wanted = list(dict.fromkeys(urls))
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        found |= {
            (row[0], row[1], row[2], "" if row[2] else f"{row[3]} {row[4]}")
            for row in conn.execute(
                "select u.url, c.fetched_at, c.record_id, c.status, c.entity_size from urls u"
                f" join captures c on c.url_id = u.id where u.url in ({marks})",
                some,
            )
        }
    return found
