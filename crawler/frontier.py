"""The frontier: which URLs wait, which are being fetched, and when each is due again.

Its verbs are those of URLFrontier (github.com/crawler-commons/url-frontier), so that a client of
such a service could stand in its place. Everything happens in the caller's transaction, in the
one thread that writes.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.addresses.urls import host_of
from archive.takedowns.tombstones import barred
from crawler import statements as sql
from crawler.due import PAGE_NOW


@dataclass(frozen=True, slots=True)
class Discovered:
    """A URL that was found, with its identity and how it was found."""

    url: str
    key: str
    kind: str
    source: str
    via_id: int | None = None
    depth: int = 0
    redirects: int = 0
    seed: int = 0
    due: float = PAGE_NOW
    dated: str | None = None
    dated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL that is being fetched, with what is known about it."""

    id: int
    url: str
    key: str
    kind: str
    source: str
    host: str
    via: str | None
    depth: int
    redirects: int
    seed: int
    failures: int
    first_fetched: float | None
    fetched_at: float | None
    interval: float | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    leased_at: float
    robots_delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a lease, and when the URL is due again (None: never)."""

    lease: Lease
    outcome: str
    due: float | None
    status: int | None = None
    detail: str | None = None
    failures: int = 0  # temporary failures in a row, this one included
    fetched: bool = False  # an answer about this page came: its age counts from the first
    changed: bool = False
    interval: float | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    url: str | None = None  # another URL of the same key takes its place
    redirects: int | None = None


class Frontier:
    """The tables of crawler/schema/frontier.sql, through verbs."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.queues: dict[tuple[str, str], int] = {}  # saves a look-up a link
        self.barred = barred(conn)  # pages that were taken down

    def put_discovered(self, found: Iterable[Discovered], now: float) -> int:
        """How many of these URLs are new; those already known stay as they are."""
        rows = [row for row in found if self.barred is None or not self.barred(row.url)]
        earliest: dict[int, float] = {}
        values = []
        for row in rows:
            queue = self.queue(row.source, host_of(row.url))
            earliest[queue] = min(row.due, earliest.get(queue, row.due))
            values.append(
                (
                    row.key,
                    row.url,
                    queue,
                    row.kind,
                    row.due,
                    row.seed,
                    row.via_id,
                    row.depth,
                    row.redirects,
                    now,
                    row.dated,
                    row.dated_by,
                )
            )
        before = self.conn.total_changes
        self.conn.executemany(sql.DISCOVER, values)
        new = self.conn.total_changes - before
        if new:
            for queue, due in earliest.items():
                self.wake(queue, due)
        self.conn.executemany(
            "update frontier_urls set dated = ?, dated_by = ?"
            " where key = ? and (dated is null or dated_by <> 'feed') and dated is not ?",
            [(r.dated, r.dated_by, r.key, r.dated) for r in rows if r.dated],
        )
        return new

    def put_known(self, rows: Iterable[Discovered], now: float) -> None:
        """Put these URLs in, or make them due again, in the part they have here.

        What is being fetched stays as it is. A known URL keeps the form that worked.
        """
        for row in rows:
            if self.put_discovered([row], now):
                continue
            queue = self.queue(row.source, host_of(row.url))
            self.conn.execute(sql.KNOWN, (queue, row.kind, row.due, row.seed, row.key))
            self.wake(queue, row.due)

    def put_again(self, rows: Iterable[Discovered], before: float, now: float) -> None:
        """Make these known URLs due, in the part they have here, if not fetched since `before`."""
        for row in rows:
            stale = self.conn.execute(
                "select 1 from frontier_urls where key = ? and coalesce(fetched_at, 0) < ?",
                (row.key, before),
            ).fetchone()
            if stale:
                self.put_known([row], now)

    def put_traps(self, rows: Iterable[tuple[Discovered, str]], crawl_id: int, now: float) -> int:
        """How many of these URLs are new; they are kept in sight and never fetched."""
        count = 0
        for row, why in rows:
            if self.put_discovered([row], now):
                ((trap,),) = self.conn.execute(sql.TRAP, (crawl_id, row.key)).fetchall()
                self.note([(trap, "trap", None, why)], crawl_id, now)
                count += 1
        return count

    def put_changed(self, keys: Iterable[tuple[str, float]], now: float) -> None:
        """Make pages due that changed, as a sitemap says, after they were fetched."""
        for key, changed in keys:
            rows = self.conn.execute(sql.CHANGED, (PAGE_NOW, key, min(changed, now))).fetchall()
            for (queue,) in rows:
                self.wake(queue, PAGE_NOW)

    def seeds(self, source: str) -> set[str]:
        """The keys of the hubs where a source begins."""
        return {key for (key,) in self.conn.execute(sql.SEEDS, (source,))}

    def wake_seeds(self, source: str, before: float) -> None:
        """Make all hubs where a source begins due that were not fetched since."""
        self.conn.execute(sql.WAKE_SEEDS, (source, before))
        self.conn.execute("update frontier_queues set next_due = 0 where source = ?", (source,))

    def queue(self, source: str, host: str) -> int:
        """The queue of a source's host, made when it is new."""
        known = self.queues.get((source, host))
        if known is not None:
            return known
        self.conn.execute(
            "insert into frontier_queues (source, host) values (?, ?) on conflict do nothing",
            (source, host),
        )
        ((queue,),) = self.conn.execute(
            "select id from frontier_queues where source = ? and host = ?", (source, host)
        )
        if len(self.queues) > 100_000:
            self.queues.clear()
        self.queues[source, host] = queue
        return int(queue)

    def wake(self, queue: int, due: float) -> None:
        self.conn.execute(
            "update frontier_queues set next_due = ? where id = ?"
            " and (next_due is null or next_due > ?)",
            (due, queue, due),
        )

    def get_urls(
        self,
        limit: int,
        *,
        sources: Mapping[str, int],
        started: float,
        now: float,
        per_host: Mapping[str, int],
        sitemaps: Mapping[str, int] | None = None,
        lease_s: float = 3600.0,
    ) -> list[Lease]:
        """Up to `limit` URLs to fetch now, leased so that nobody else gets them.

        `sources` says how many URLs each source may still take, `sitemaps` how many sitemaps among
        them, `per_host` how many requests to a host each may have open; a host whose robots.txt
        asks for a delay gets one. URLs of this run (since `started`) come again only after a
        temporary failure.
        """
        left = {source: count for source, count in sources.items() if count > 0}
        maps = left | dict(sitemaps or {})
        if limit <= 0 or not left:
            return []
        busy: dict[str, int] = dict(self.conn.execute(sql.BUSY_HOSTS))
        taken: list[Lease] = []
        queues = sql.READY_QUEUES.format(",".join("?" * len(left)))
        ready = self.conn.execute(queues, (now, now, *left, 4 * limit + len(busy))).fetchall()
        for queue, source, host, delay in ready:
            cap = 1 if delay else per_host[source]
            open_to = min(left[source], maps[source] or limit, limit - len(taken))
            room = min(cap - busy.get(host, 0), open_to)
            if room <= 0:
                continue
            wish = queue, now, started, maps[source], room
            rows = self.conn.execute(sql.NEXT_URLS, wish).fetchall()
            self.conn.executemany(sql.LEASE, [(now, now + lease_s, row[0]) for row in rows])
            if len(rows) < room:
                self.conn.execute(sql.NEXT_DUE, (queue, queue))
            self.conn.execute("update frontier_queues set leased_at = ? where id = ?", (now, queue))
            taken += [Lease(*(*row, now, delay)) for row in rows]
            busy[host] = busy.get(host, 0) + len(rows)
            left[source] -= len(rows)
            maps[source] -= sum(row[3] == "sitemap" for row in rows)
        return taken

    def finish(self, finished: Iterable[Finished], crawl_id: int, now: float) -> None:
        """End these leases: what became of them, when they are due again."""
        rows = list(finished)
        self.conn.executemany(
            sql.FINISH,
            [
                {
                    "id": row.lease.id,
                    "state": "done" if row.due is None else "waiting",
                    "due": row.due,
                    "failures": row.failures,
                    "fetched": now if row.fetched else None,
                    "changed": now if row.changed else None,
                    "interval": row.interval,
                    "etag": row.etag,
                    "last_modified": row.last_modified,
                    "digest": row.digest,
                    "outcome": row.outcome,
                    "status": row.status,
                    "crawl": crawl_id,
                    "url": row.url,
                    "redirects": row.redirects,
                }
                for row in rows
            ],
        )
        self.note(
            [(row.lease.id, row.outcome, row.status, row.detail) for row in rows], crawl_id, now
        )
        for row in rows:
            if row.due is not None:
                self.wake(self.queue(row.lease.source, row.lease.host), row.due)

    def note(
        self,
        outcomes: Sequence[tuple[int, str, int | None, str | None]],
        crawl_id: int,
        now: float,
    ) -> None:
        """The outcome of each URL id in this run; a later one takes the place of an earlier."""
        self.conn.executemany(
            "insert or replace into frontier_outcomes (crawl_id, url_id, outcome, status, detail,"
            " at) values (?, ?, ?, ?, ?, ?)",
            [(crawl_id, *row, now) for row in outcomes],
        )

    def block_until(self, host: str, when: float, why: str) -> None:
        """No URL of this host is given out before `when`."""
        self.conn.execute(
            "insert into frontier_hosts (host, blocked_until, blocked_why) values (?1, ?2, ?3)"
            " on conflict do update set blocked_until = ?2, blocked_why = ?3"
            " where blocked_until < ?2",
            (host, when, why),
        )

    def set_delay(self, host: str, seconds: float) -> None:
        """From now on one request at a time to this host when it asks for time between two."""
        self.conn.execute(
            "insert into frontier_hosts (host, delay) values (?1, ?2)"
            " on conflict do update set delay = ?2",
            (host, seconds),
        )

    def answered(self, host: str) -> None:
        """The host is there: its failures are counted from zero again."""
        self.conn.execute(
            "update frontier_hosts set failures = 0 where host = ? and failures > 0", (host,)
        )

    def failed(self, host: str) -> int:
        """How many connections to the host have failed in a row, with this one."""
        ((failures,),) = self.conn.execute(sql.HOST_FAILED, (host,)).fetchall()
        return int(failures)

    def leased(self) -> list[Lease]:
        """The URLs that are being fetched: at a start, those a killed run left."""
        rows = self.conn.execute(sql.LEASED).fetchall()
        return [Lease(*row) for row in rows]

    def give_back(self, leases: Iterable[Lease]) -> None:
        """These leases end without an outcome: the URLs wait as before."""
        for lease in leases:
            self.conn.execute(
                "update frontier_urls set state = 'waiting', leased_at = null, lease_until = null"
                " where id = ? and state = 'leased'",
                (lease.id,),
            )
            ((queue, due),) = self.conn.execute(
                "select queue_id, due from frontier_urls where id = ?", (lease.id,)
            )
            self.wake(queue, due)

    def next_retry(self, sources: Iterable[str], now: float) -> float | None:
        """When the next URL is due that failed for a while, or whose host is blocked."""
        marks = json.dumps(list(sources))
        ((due,),) = self.conn.execute(sql.NEXT_RETRY, {"sources": marks, "now": now})
        return None if due is None else float(due)

    def due(self, sources: Iterable[str], now: float) -> int:
        """How many URLs of these sources are due; from an index alone."""
        marks = json.dumps(list(sources))
        ((count,),) = self.conn.execute(sql.DUE, {"sources": marks, "now": now})
        return int(count)

    def stats(self, sources: Iterable[str], now: float) -> dict[str, int]:
        """How many URLs of these sources are due, wait for later, are leased, are done."""
        rows = self.conn.execute(sql.STATS, {"sources": json.dumps(list(sources)), "now": now})
        return dict.fromkeys(("due", "later", "leased", "done"), 0) | dict(rows.fetchall())
