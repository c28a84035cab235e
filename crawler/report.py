"""What a run brought: counted from the rows, printed for people, kept as JSON with the crawl."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import click

# Outcomes that are nobody's trouble; everything else is named in the summary of a source.
FINE = frozenset(
    {"fetched", "unchanged", "redirect", "redirect to known", "robots", "not html"}
    | {"noindex", "noarchive", "taken down"}
)

# What may be done about an outcome, where the outcome itself does not say it.
HINTS = {"forbidden address": "not public; --allow-address or allow_addresses opens it"}

OUTCOMES = """
select q.source, o.outcome, count(*) from frontier_outcomes o
join frontier_urls u on u.id = o.url_id join frontier_queues q on q.id = u.queue_id
where o.crawl_id = ? group by 1, 2 order by 3 desc, 2
"""
# Who fetched a page that another source has lent.
FOR = "coalesce((select value from json_each(:lent) where key = src.key), src.key)"
TEXTS = f"""
select {FOR}, sum(v.number = 1), sum(v.number > 1), avg(v.word_count)
from versions v join captures c on c.id = v.capture_id join sources src on src.id = c.source_id
where c.crawl_id = :crawl and v.replaced_by is null group by 1
"""
BYTES = f"""
select {FOR}, sum(c.warc_length), count(*) from captures c
join sources src on src.id = c.source_id where c.crawl_id = :crawl group by 1
"""
# Why URLs that were named brought nothing; so were all that a source has lent.
STARTS = """
select q.source, u.url, o.outcome, coalesce(o.detail, '') from frontier_outcomes o
join frontier_urls u on u.id = o.url_id join frontier_queues q on q.id = u.queue_id
where o.crawl_id = :crawl
    and (u.seed = 1 or u.via_id is null or q.source in (select value from json_each(:lent)))
    and o.outcome not in ('fetched', 'unchanged', 'redirect', 'redirect to known')
order by u.id
"""


@dataclass(slots=True)
class SourceReport:
    """What a run brought of one source."""

    source: str
    outcomes: dict[str, int] = field(default_factory=dict)
    new: int = 0  # articles
    changed: int = 0
    mean_words: float = 0.0  # of the new texts
    bytes: int = 0  # on disk
    exchanges: int = 0
    troubles: list[str] = field(default_factory=list)  # of the URLs that were named, its sitemaps


@dataclass(frozen=True, slots=True)
class Report:
    """What a run brought."""

    crawl: int
    seconds: float
    sources: tuple[SourceReport, ...]
    status: str = "done"  # done | stopped (work is left) | failed
    stopped: str = ""  # signal | time
    left: int = 0  # URLs that are due
    waiting: int = 0  # captures that no cleaner has read

    @property
    def urls(self) -> int:
        return sum(sum(each.outcomes.values()) for each in self.sources)

    @property
    def answered(self) -> bool:
        """Whether any request of the run brought an answer."""
        silent = {"dns", "refused", "unreachable", "timeout", "tls", "reset", "bad url"}
        silent |= {"forbidden address", "garbage", "robots unreachable"}
        return any(set(each.outcomes) - silent for each in self.sources)

    def row(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return asdict(self) | {"urls": self.urls}


def count(
    conn: sqlite3.Connection,
    crawl_id: int,
    sources: Collection[str],
    *,
    seconds: float,
    lent: Mapping[str, str] | None = None,
) -> Report:
    """The report of a run, from the rows it wrote. `lent`: whose pages it fetched for whom."""
    found = {key: SourceReport(key) for key in sources}

    def of(key: str) -> SourceReport:
        return found.setdefault(key, SourceReport(key))

    for key, outcome, number in conn.execute(OUTCOMES, (crawl_id,)):
        of(key).outcomes[outcome] = number
    for_whom = {"crawl": crawl_id, "lent": json.dumps(lent or {})}
    for key, new, changed, words in conn.execute(TEXTS, for_whom):
        of(key).new, of(key).changed, of(key).mean_words = new, changed, round(words, 1)
    for key, size, number in conn.execute(BYTES, for_whom):
        of(key).bytes, of(key).exchanges = size, number
    for key, url, outcome, why in conn.execute(STARTS, for_whom):
        detail = HINTS.get(outcome, why)
        of(key).troubles.append(f"{url}: {outcome}" + (f" ({detail})" if detail else ""))
    ((waiting,),) = conn.execute("select count(*) from captures where state = 'waiting'").fetchall()
    return Report(crawl_id, round(seconds, 2), tuple(found.values()), waiting=waiting)


def print_report(report: Report) -> None:
    """The summary at the end of a run, on standard output."""
    idle = "nothing fetched yet" if report.status == "stopped" else "nothing was due"
    for each in report.sources:
        print_source(each, idle)
    rate = report.urls / report.seconds if report.seconds else 0.0
    size = sum(each.bytes for each in report.sources)
    new, changed = (sum(getattr(s, name) for s in report.sources) for name in ("new", "changed"))
    urls = f"{report.urls} URL{'s' * (report.urls != 1)}"
    click.echo(
        f"{urls} in {report.seconds:.1f} s ({rate:.1f}/s), {megabytes(size)} of WARC, "
        f"{new} new and {changed} changed articles"
    )
    if report.waiting:
        click.echo(f"{report.waiting} pages wait to be cleaned: the next run does that first")
    if report.status == "stopped":
        click.echo(f"stopped with {report.left} URLs left: the same command goes on")


def print_source(each: SourceReport, idle: str) -> None:
    """A line of outcomes, or why there are none, and what is wrong."""
    outcomes = ", ".join(f"{number} {name}" for name, number in each.outcomes.items())
    click.echo(f"{each.source}: {outcomes or idle}")
    for trouble in each.troubles[:5]:
        click.echo(f"  {trouble}")


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
