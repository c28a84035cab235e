"""A stop for endless addresses: when many new URLs of one pattern in a row bring no new text.

Calendars, session ids, soft 404s and copies look different each time and are the same page. What
counts is the text: a page that was never asked for before and that has none, or that of another
address, counts against its pattern; one with a new text begins the count anew. Listings are counted
for themselves, by whether they lead to an article that was not known.
"""

import re
import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.addresses.urls import host_of

ENOUGH = 50  # new URLs in a row without a new text
PAUSE = 30 * 86400.0  # seconds after which a stopped pattern is tried again
LISTING = "listing "  # before the patterns of listings
DIGITS = re.compile(r"\d+")

COUNT = """
insert into frontier_patterns (source, pattern, idle) values (:source, :pattern, 1)
on conflict do update set idle = iif(:new, 0, idle + 1)
returning idle
"""
BEGIN = """
insert into frontier_patterns (source, pattern, idle) values (:source, :pattern, 0)
on conflict do update set idle = 0
"""
WAITING = """
select u.id, u.url from frontier_urls u join frontier_queues q on q.id = u.queue_id
where q.source = ? and q.host = ? and u.state = 'waiting' and u.fetched_at is null and u.seed = 0
    and (u.kind = 'listing') = ?
"""
END = """
update frontier_urls set state = 'done', due = null, outcome = 'trap', crawl_id = ? where id = ?
"""


def pattern(url: str) -> str:
    """The shape of a URL: its host, its folder with numbers as #, the names of its parameters."""
    parts = urlsplit(url)
    folder, _slash, name = parts.path.rpartition("/")
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    last = "*" if name and not names else DIGITS.sub("#", name)
    query = f"?{'&'.join(names)}" if names else ""
    return f"{host_of(url)}{DIGITS.sub('#', folder)}/{last}{query}"


def why(found: str) -> str:
    """What is said of a URL that is not fetched because of its pattern."""
    if found.startswith(LISTING):
        shape = found.removeprefix(LISTING)
        return f"{ENOUGH} new listings in a row like {shape} led to no new article"
    return f"{ENOUGH} new pages in a row like {found} brought no new text"


def pattern_of(url: str, kind: str) -> str:
    """The pattern by which a URL of this kind is counted."""
    return (LISTING if kind == "listing" else "") + pattern(url)


class Patterns:
    """The table frontier_patterns; one object a run, in the thread that writes."""

    def __init__(self, conn: sqlite3.Connection, crawl_id: int, now: float) -> None:
        self.conn = conn
        self.crawl_id = crawl_id
        conn.execute("delete from frontier_patterns where stopped_at < ?", (now - PAUSE,))
        rows = conn.execute(
            "select source, pattern from frontier_patterns where stopped_at is not null"
        )
        self.stopped: set[tuple[str, str]] = {(source, found) for source, found in rows}

    def stops(self, source: str, url: str, kind: str) -> str | None:
        """Why a URL is not followed, if its pattern was stopped."""
        if not self.stopped:
            return None
        found = pattern_of(url, kind)
        return why(found) if (source, found) in self.stopped else None

    def count(self, source: str, url: str, kind: str, *, new: bool) -> str | None:
        """Count a page that was asked for the first time; the pattern, if it is stopped now."""
        found = pattern_of(url, kind)
        mark = {"source": source, "pattern": found, "new": new}
        if new:
            self.conn.execute(BEGIN, mark)
            return None
        ((idle,),) = self.conn.execute(COUNT, mark).fetchall()
        if idle < ENOUGH or (source, found) in self.stopped:
            return None
        self.stopped.add((source, found))
        return found

    def stop(self, source: str, url: str, kind: str, now: float) -> list[int]:
        """The ids of the waiting URLs of this URL's pattern, which are traps from now on."""
        found = pattern_of(url, kind)
        listing = kind == "listing"
        self.conn.execute(
            "update frontier_patterns set stopped_at = ? where source = ? and pattern = ?",
            (now, source, found),
        )
        waiting: Iterable[tuple[int, str]] = self.conn.execute(
            WAITING, (source, host_of(url), listing)
        )
        ends = [number for number, other in waiting if pattern_of(other, kind) == found]
        self.conn.executemany(END, [(self.crawl_id, number) for number in ends])
        return ends
