"""How a run begins: what a killed one left, which sources are due, their seeds put forward."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from archive.addresses.urls import host_of
from archive.captures.capture import RENDERED, moment
from archive.folder import Archive
from crawler.due import HUB_NOW, SITEMAP_NOW
from crawler.endings import ending_of_capture, sequel
from crawler.frontier import Discovered, Frontier, Lease
from crawler.robots import Robots
from crawler.scope import Scope
from crawler.sources import Source

GOES_ON = 86400.0  # seconds within which a stopped round is gone on with, not begun anew


def recover(
    archive: Archive, frontier: Frontier, sources: Mapping[str, Source], crawl_id: int, now: float
) -> list[Lease]:
    """The leases a killed run left: ended where their capture is stored, else waiting again."""
    lost = []
    for lease in frontier.leased():
        since = moment(datetime.fromtimestamp(lease.leased_at, UTC))
        stored = archive.captures(
            "u.url = ? and c.fetched_at >= ? and (c.status is not null"
            " or c.record_type = 'conversion') order by c.id desc limit 2",
            (lease.url, since),
        )
        if stored and stored[0].record_type == "conversion":
            stored = [replace(stored[-1], payload_digest=stored[0].payload_digest)]
        elif stored and stored[0].reason == RENDERED:
            stored = []  # what the browser showed did not reach the disk
        if stored:
            source = sources.get(lease.source) or Source(id=lease.source)
            scope = Scope.of(source)
            step = sequel(ending_of_capture(lease, stored[0]), source, scope, now)
            frontier.put_discovered(step.found, now)
            frontier.finish([step.finished], crawl_id, now)
        else:
            lost.append(lease)
    frontier.give_back(lost)
    return lost


def due_sources(archive: Archive, sources: Iterable[Source], now: float) -> list[Source]:
    """Those sources whose time has come, and those whose last round was cut short."""
    rows = archive.conn.execute(
        "select source from frontier_sources where next_run > ? and round_started is null", (now,)
    )
    later = {source for (source,) in rows}
    return [source for source in sources if source.id not in later]


def begin_rounds(archive: Archive, sources: Iterable[Source], now: float) -> dict[str, float]:
    """When the round of each source began.

    A round that was killed or stopped within the last day goes on: what it fetched is not
    fetched again.
    """
    known = dict(
        archive.conn.execute(
            "select source, round_started from frontier_sources where round_started > ?",
            (now - GOES_ON,),
        ).fetchall()
    )
    rounds = {source.id: float(known.get(source.id, now)) for source in sources}
    archive.conn.executemany(
        "insert into frontier_sources (source, round_started) values (?1, ?2)"
        " on conflict do update set round_started = ?2",
        rounds.items(),
    )
    return rounds


def named_urls(source: Source) -> list[tuple[str, str, float]]:
    """Where a source begins, as its file names it: URL, kind, and its place in the line."""
    return [
        *((url, "listing", HUB_NOW) for url in source.start),
        *((url, "feed", HUB_NOW) for url in source.feeds if url != "auto"),
        *((url, "sitemap", SITEMAP_NOW) for url in source.sitemaps if url != "auto"),
    ]


def put_seeds(frontier: Frontier, source: Source, round_started: float, *, due_only: bool) -> None:
    """Put forward where a source begins, unless this round has been there already.

    With `due_only` hubs keep their own times, which adapt to how often they change.
    """
    scope = Scope.of(source)
    rows = [
        Discovered(scope.form(url), scope.key(url), kind, source.id, seed=1, due=due)
        for url, kind, due in named_urls(source)
    ]
    known = frontier.seeds(source.id)
    frontier.put_known([row for row in rows if row.key not in known], round_started)
    if not due_only:
        frontier.wake_seeds(source.id, round_started)


def robots_known(archive: Archive) -> dict[str, Robots]:
    """The robots.txt files of earlier runs."""
    rows = archive.conn.execute("select origin, fetched_at, outcome, text from frontier_robots")
    return {row[0]: Robots(*row) for row in rows}


def sitemaps_of(robots: Robots, source: Source, scope: Scope) -> list[Discovered]:
    """The sitemaps that a robots.txt names, for a source that wants them found."""
    ours = host_of(robots.origin).removeprefix("www.") in scope.hosts
    if not (scope.auto_sitemaps and ours):
        return []
    urls = [scope.form(url) for url in robots.sitemaps[:100]]
    return [
        Discovered(url, scope.key(url), "sitemap", source.id, seed=2, due=SITEMAP_NOW)
        for url in urls
        if host_of(url)
    ]
