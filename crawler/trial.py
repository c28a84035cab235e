"""Trying a source file out: what it makes of a URL, and whether its own examples agree."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from crawler.robots import ROBOTS_NAME, Robots, origin_of
from crawler.scope import Decision, Scope
from crawler.sources import Source


def verdicts(url: str, sources: Iterable[Source]) -> list[tuple[Source, Decision]]:
    """What each source makes of a URL that it finds as a link."""
    return [(source, decide(url, source)) for source in sources]


def decide(url: str, source: Source) -> Decision:
    """What a source makes of a URL: a start page, or what its scope says."""
    scope = Scope.of(source)
    begins = {"start": source.start, "feeds": source.feeds, "sitemaps": source.sitemaps}
    kinds = {"start": "listing", "feeds": "feed", "sitemaps": "sitemap"}
    for key, urls in begins.items():
        if scope.key(scope.form(url)) in {scope.key(scope.form(each)) for each in urls}:
            return Decision(kinds[key], f"named in {key}")
    return scope.decide(scope.form(url))


def robots_say(conn: sqlite3.Connection, url: str) -> str | None:
    """What keeps us from a URL as the robots.txt of its site stood when it was last fetched."""
    if not conn.execute("select 1 from sqlite_master where name = 'frontier_robots'").fetchone():
        return None
    row = conn.execute(
        "select origin, fetched_at, outcome, text from frontier_robots where origin = ?",
        (origin_of(url),),
    ).fetchone()
    if row is None or Robots(*row).allows(url, ROBOTS_NAME):
        return None
    day = datetime.fromtimestamp(row[1], UTC).date()
    return f"not fetched: robots.txt as of {day} disallows it"


def misjudged(source: Source) -> list[str]:
    """One line for each example of a source that its patterns get wrong."""
    faults = []
    for url in source.examples.article:
        decision = decide(url, source)
        if decision.kind not in {"article", "page"}:
            wrong = decision.kind or "not taken"
            faults.append(f"examples.article: {url} is {wrong} ({decision.why})")
    for url in source.examples.other:
        decision = decide(url, source)
        if decision.kind in {"article", "page"}:
            faults.append(f"examples.other: {url} is an {decision.kind} ({decision.why})")
    return [f'{source.file}: source "{source.id}": {fault}' for fault in faults]
