"""How well each source is: facts counted from the rows, and what is wrong, in plain words."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from archive.display import minute
from crawler.report import FINE
from crawler.sources import Source

DAY = 86400.0
FAILING = 0.2  # share of URLs of the last run
THIN = 1 / 3  # of the usual length of an article
REPEATED = 0.5  # share of new articles with the same line
SAMPLE = 20  # new articles that are compared

ARTICLES = """
select count(*), max(d.first_seen) from documents d join sources s on s.id = d.source_id
where s.key = ?
"""
SEEN = """
select distinct substr(d.first_seen, 1, 16) from documents d join sources s on s.id = d.source_id
where s.key = ? order by 1 desc limit 60
"""
RECENT = """
select count(*) from documents d join sources s on s.id = d.source_id
where s.key = ? and d.first_seen >= ?
"""
SPAN = """
select min(u.found_at), (select last_run from frontier_sources where source = ?1)
from frontier_urls u join frontier_queues q on q.id = u.queue_id where q.source = ?1
"""
# A capture that repeats an earlier one says nothing of its own.
HUBS = """
select u.url, u.kind, u.outcome, (
    select coalesce((select o.reason from captures o where o.id = c.revisit_of), c.reason)
    from captures c join urls on urls.id = c.url_id where urls.url = u.url
    order by c.id desc limit 1)
from frontier_urls u join frontier_queues q on q.id = u.queue_id
where q.source = ? and u.seed > 0 and u.outcome is not null
"""
RUNS = "select stats from crawls where stats is not null order by id desc limit 200"
FIRST = """
select started_at, status from crawls where json_valid(settings)
    and json_type(settings, '$.sources."' || ? || '"') is not null order by id desc limit 1
"""
TEXTS = """
select v.text from documents d join versions v on v.id = d.current_version_id
join sources s on s.id = d.source_id where s.key = ? order by d.id desc limit ?
"""
ROBOTS = """
select origin, changed_at from frontier_robots
where changed_at > first_at and changed_at > :since and origin in
    (select 'https://' || host from frontier_queues where source = :source
     union select 'http://' || host from frontier_queues where source = :source)
"""
CHECKED = """
insert into source_checks
select id, :at, :last_run, :usual, :failures, :articles, :seconds, :since, :problems
from sources where key = :source
on conflict (source_id) do update set
    checked_at = excluded.checked_at, last_run = excluded.last_run,
    usual_gap = excluded.usual_gap, failed_share = excluded.failed_share,
    expect_articles = excluded.expect_articles, expect_seconds = excluded.expect_seconds,
    watched_since = excluded.watched_since, problems = excluded.problems
"""


@dataclass(slots=True)
class Health:
    """One source: what it brought, when, and what is wrong with it."""

    source: str
    name: str = ""
    articles: int = 0
    newest: str | None = None  # when the last new article was first seen
    usual: float | None = None  # seconds between new articles that are normal for it
    last_run: str | None = None
    failures: float = 0.0  # share of the URLs of its last run
    problems: list[str] = field(default_factory=list)
    watched_since: str | None = None
    under_way: str | None = None  # when its first crawl began, which has not ended
    lasting: list[str] = field(default_factory=list)  # those problems that time does not change

    def row(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "lasting"}


def healths(conn: sqlite3.Connection, sources: Iterable[Source], now: float) -> list[Health]:
    """The health of each source at a time (Unix)."""
    runs = [json.loads(stats) for (stats,) in conn.execute(RUNS)]
    crawled = conn.execute("select 1 from sqlite_master where name = 'frontier_urls'").fetchone()
    return [health(conn, source, runs, now, crawled=bool(crawled)) for source in sources]


def health(
    conn: sqlite3.Connection,
    source: Source,
    runs: Sequence[dict[str, Any]],
    now: float,
    *,
    crawled: bool,
) -> Health:
    found = Health(source.id, source.name)
    ((found.articles, found.newest),) = conn.execute(ARTICLES, (source.id,)).fetchall()
    mine = [
        each
        for stats in runs
        for each in stats.get("sources", [])
        if each["source"] == source.id and each["outcomes"]
    ]
    if mine and not crawled:  # a rebuild knows the crawls, and not the queue
        found.problems.append("not crawled since the database was made anew")
        return found
    if not mine:
        first_crawl(conn, found, now)
        return found
    ((begun, last),) = conn.execute(SPAN, (source.id,)).fetchall()
    found.last_run = None if last is None else iso(last)
    found.usual = usual_gap([row[0] for row in conn.execute(SEEN, (source.id,))])
    found.watched_since = iso(begun or now)
    found.problems += quiet(conn, source, found, now - (begun or now), now)
    found.lasting = lasting(conn, source, mine, now)
    found.problems += found.lasting
    found.failures = failing(mine[0]["outcomes"])
    return found


def first_crawl(conn: sqlite3.Connection, found: Health, now: float) -> None:
    """What is to be said of a source before a crawl of it has ended; only a day later it is ill."""
    began, status = conn.execute(FIRST, (found.source,)).fetchone() or ("", "done")
    if status == "running":
        found.under_way = began
        if now - datetime.fromisoformat(began).timestamp() > DAY:
            found.problems.append("its first crawl has not ended")
    elif status == "done":
        found.problems.append("never crawled")
    else:  # stopped before anything was fetched, interrupted or failed
        found.problems.append(f"its first crawl began {minute(began)} and did not end")


def lasting(
    conn: sqlite3.Connection, source: Source, mine: Sequence[dict[str, Any]], now: float
) -> list[str]:
    """What is wrong by the last runs of a source, however long ago they were."""
    problems = broken_hubs(conn, source)
    failures = failing(mine[0]["outcomes"])
    if failures > FAILING:
        problems.append(f"{failures:.0%} of the URLs of the last run failed")
    problems += thin(mine)
    problems += repeated([row[0] for row in conn.execute(TEXTS, (source.id, SAMPLE))])
    since = {"source": source.id, "since": now - 7 * DAY}
    for origin, changed in conn.execute(ROBOTS, since):
        day = datetime.fromtimestamp(changed, UTC).date()
        problems.append(f"{origin}/robots.txt changed on {day}")
    return problems


def note_healths(conn: sqlite3.Connection, sources: Iterable[Source], now: float) -> None:
    """Write down what a run found out about its sources: the view source_health shows it."""
    by_id = {source.id: source for source in sources}
    conn.executemany(
        CHECKED,
        [
            {
                "source": each.source,
                "at": iso(now),
                "last_run": each.last_run,
                "usual": each.usual,
                "failures": round(each.failures, 4),
                "articles": expect.at_least if expect else None,
                "seconds": expect.within.total_seconds() if expect else None,
                "since": each.watched_since,
                "problems": json.dumps(each.lasting, ensure_ascii=False),
            }
            for each in healths(conn, by_id.values(), now)
            if each.watched_since
            for expect in [by_id[each.source].expect]
        ],
    )


def usual_gap(seen: Sequence[str]) -> float | None:
    """The time between new articles that nine of ten gaps keep within; None with too few."""
    times = sorted(datetime.fromisoformat(f"{text}:00+00:00").timestamp() for text in seen)
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    return gaps[int(len(gaps) * 0.9)] if len(gaps) >= 5 else None


def quiet(
    conn: sqlite3.Connection, source: Source, found: Health, watched: float, now: float
) -> list[str]:
    """Whether new articles are missing: by what the source file expects, else by its own rhythm."""
    if source.expect is not None:
        within = source.expect.within.total_seconds()
        ((new,),) = conn.execute(RECENT, (source.id, iso(now - within))).fetchall()
        if watched >= within and new < source.expect.at_least:
            wanted = f"{source.expect.at_least} within {spoken(within)} are expected"
            return [f"{new} new articles where {wanted}"]
        return []
    if found.newest is None:
        return ["no article yet"]
    age = now - datetime.fromisoformat(found.newest).timestamp()
    if found.usual is not None and age > max(3 * found.usual, DAY):
        return [f"no new article for {spoken(age)}; usual are {spoken(found.usual)} at most"]
    return []


def broken_hubs(conn: sqlite3.Connection, source: Source) -> list[str]:
    """Start pages, feeds and sitemaps that failed last time, or had nothing in them."""
    problems = []
    for url, kind, outcome, reason in conn.execute(HUBS, (source.id,)):
        if outcome not in FINE or outcome == "robots":
            problems.append(f"{kind} {url}: {outcome}")
        elif kind != "listing" and reason and reason.startswith(("empty", "not a", "broken")):
            problems.append(f"{kind} {url}: {reason}")
    return problems


def failing(outcomes: dict[str, int]) -> float:
    """The share of outcomes that are failures; what robots.txt forbids is none."""
    total = sum(outcomes.values())
    fine = sum(count for name, count in outcomes.items() if name in FINE or name == "trap")
    return (total - fine) / total if total else 0.0


def thin(runs: Sequence[dict[str, Any]]) -> list[str]:
    """Whether the new texts of the last run are far shorter than those of the runs before."""
    lengths = [run["mean_words"] for run in runs if run["new"]][:11]
    if len(lengths) < 4 or not runs[0]["new"]:
        return []
    before = median(lengths[1:])
    if lengths[0] < before * THIN:
        return [f"new articles have {lengths[0]:.0f} words, usual are {before:.0f}"]
    return []


def repeated(texts: Sequence[str]) -> list[str]:
    """Whether one line stands in most new articles: debris that no rule knows yet."""
    if len(texts) < SAMPLE // 2:
        return []
    lines = Counter(
        line
        for text in texts
        for line in {part.strip() for part in text.split("\n")}
        if len(line) > 20
    )
    line, times = lines.most_common(1)[0] if lines else ("", 0)
    if times > len(texts) * REPEATED:
        return [f'{times} of {len(texts)} new articles say "{line[:60]}"']
    return []


def iso(seconds: float) -> str:
    """A Unix time as the archive writes times, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(seconds: float) -> str:
    """A length of time in the largest unit that fits."""
    span = timedelta(seconds=seconds)
    if span >= timedelta(days=2):
        return f"{span.days} days"
    if span >= timedelta(hours=2):
        return f"{seconds / 3600:.0f} hours"
    return f"{max(1, round(seconds / 60))} minutes"
