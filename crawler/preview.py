"""What a run would fetch now, read from the rows alone: no request is sent, nothing is written."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from archive import open_archive
from archive.display import json_line, one_line
from archive.errors import NotAnArchiveError
from crawler.begin import named_urls
from crawler.health import iso
from crawler.scope import Scope
from crawler.sources import Source

SHOWN = 20  # URLs of a source that are listed for people; --json has all

# What is due, what a killed run had in hand, and in a full run every hub where a source begins.
DUE = """
select u.url, u.key, u.kind, u.state, u.due, u.failures, u.outcome, u.fetched_at, u.seed,
    v.url as via, iif(h.blocked_until > :now, h.blocked_until, null) as blocked, h.blocked_why
from frontier_urls u join frontier_queues q on q.id = u.queue_id
left join frontier_hosts h on h.host = q.host left join frontier_urls v on v.id = u.via_id
where q.source = :source and (u.state = 'leased' or u.state = 'waiting' and u.due <= :now
    or :all and u.seed > 0 and (u.fetched_at is null or u.fetched_at < :round))
order by iif(:all and u.seed > 0, 0, u.due), u.id
"""
SOURCE = "select next_run, round_started from frontier_sources where source = ?"


@dataclass(frozen=True, slots=True)
class Due:
    """A URL that a run would fetch, and why."""

    source: str
    kind: str
    url: str
    why: str
    held: str | None = None  # why its host is left alone for now


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would take of one source; `later`: when it is due, if not now."""

    source: Source
    later: str | None
    urls: Sequence[Due]


def previews(
    folder: Path, sources: Iterable[Source], now: float, *, due_only: bool
) -> Iterator[Preview]:
    """What a run would take of each source at a time (Unix); reads beside a writer."""
    try:
        with open_archive(folder) as archive:
            tables = "select 1 from sqlite_master where name = 'frontier_urls'"
            known = archive.conn if archive.conn.execute(tables).fetchone() else None
            for source in sources:
                yield preview(known, source, now, due_only=due_only)
    except NotAnArchiveError:
        for source in sources:
            yield preview(None, source, now, due_only=due_only)


def preview(
    conn: sqlite3.Connection | None, source: Source, now: float, *, due_only: bool
) -> Preview:
    scope = Scope.of(source)
    row = conn.execute(SOURCE, (source.id,)).fetchone() if conn else None
    next_run, round_started = row or (0.0, None)
    if due_only and next_run > now and round_started is None:
        return Preview(source, iso(next_run), ())
    found: list[Due] = []
    seen = set()
    if conn is not None:
        asked = {
            "source": source.id,
            "now": now,
            "all": not due_only,
            "round": round_started or now,
        }
        for each in conn.execute(DUE, asked):
            seen.add(each["key"])
            found.append(due(source, each))
        seen |= {
            key
            for (key,) in conn.execute(
                "select u.key from frontier_urls u join frontier_queues q on q.id = u.queue_id"
                " where q.source = ? and u.seed > 0",
                (source.id,),
            )
        }
    new = [
        Due(source.id, kind, scope.form(url), "named in the source file, never fetched")
        for url, kind, _due in named_urls(source)
        if scope.key(scope.form(url)) not in seen
    ]
    return Preview(source, None, [*new, *found])


def due(source: Source, row: sqlite3.Row) -> Due:
    held = None
    if row["blocked"] is not None:
        held = f"its host rests until {iso(row['blocked'])} ({row['blocked_why']})"
    return Due(source.id, row["kind"], row["url"], reason(row), held)


def reason(row: sqlite3.Row) -> str:
    """Why a URL is due."""
    if row["state"] == "leased":
        return "a run that did not end had it in hand"
    if row["failures"]:
        return f"tried again: {row['outcome']}, {row['failures']} times in a row"
    if row["fetched_at"] is None:
        return f"found on {row['via']}" if row["via"] else "never fetched"
    if row["seed"]:
        return f"looked at in every run, last at {iso(row['fetched_at'])}"
    if row["due"] <= 1.0:
        return f"a sitemap says it changed after {iso(row['fetched_at'])}"
    return f"due again since {iso(row['due'])}, last fetched at {iso(row['fetched_at'])}"


def print_previews(found: Iterable[Preview], max_pages: int | None, *, as_json: bool) -> None:
    """On standard output: a table for people, or a JSON line for each URL."""
    for each in found:
        if as_json:
            for url in each.urls:
                click.echo(json_line(asdict(url)))
            continue
        if each.later is not None:
            click.echo(f"{each.source.id}: not due before {each.later}")
            continue
        click.echo(f"{each.source.id}: {headline(each, max_pages)}")
        for url in each.urls[:SHOWN]:
            held = f"; not now: {url.held}" if url.held else ""
            click.echo(f"  {url.kind:7}  {one_line(url.url)}  ({one_line(url.why)}{held})")
        if len(each.urls) > SHOWN:
            click.echo(f"  and {len(each.urls) - SHOWN} more (--json lists all)")


def headline(each: Preview, max_pages: int | None) -> str:
    """How many URLs are due, and what the budgets say."""
    limits: list[Any] = [each.source.budget.pages, max_pages]
    least = min((limit for limit in limits if limit is not None), default=None)
    text = f"{len(each.urls)} URLs are due" if len(each.urls) != 1 else "1 URL is due"
    if least is not None:
        text += f", at most {least} are taken in a run"
    return text + ("; then what they lead to" if each.urls else "")
