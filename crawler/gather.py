"""What readers found, into the frontier: links, feeds, sitemaps, refreshes, traps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive.cleaning.reading import ASKED
from archive.indexing import Cleaned
from crawler.endings import MAX_REDIRECTS, kind_onward
from crawler.found import Found
from crawler.frontier import Discovered, Frontier
from crawler.patterns import Patterns, why
from crawler.scope import Scope

COUNTED = frozenset({"article", "page", "listing"})  # kinds whose patterns are counted


@dataclass(frozen=True, slots=True)
class Page:
    """The row of the URL that was read."""

    id: int
    key: str
    kind: str
    depth: int
    redirects: int
    seed: int
    first_time: bool  # this fetch was the first


@dataclass(slots=True)
class Harvest:
    """The rows that some read captures bring."""

    rows: list[Discovered] = field(default_factory=list)
    traps: list[tuple[Discovered, str]] = field(default_factory=list)
    changed: list[tuple[str, float]] = field(default_factory=list)  # key, Unix time
    others: list[tuple[str, int, str]] = field(default_factory=list)  # outcome, URL id, why


def gather(
    frontier: Frontier,
    patterns: Patterns,
    scopes: Mapping[str, Scope],
    cleaned: Iterable[Cleaned],
    now: float,
) -> None:
    """Write down what these captures lead to; inside the transaction that stores their texts."""
    harvest = Harvest()
    for each in cleaned:
        scope = scopes.get(each.capture.source or "")
        page = page_of(frontier, scope, each.capture.url) if scope else None
        if scope is None or page is None:
            continue
        known = len(harvest.rows)
        for found in each.links:
            take(harvest, found, page, scope, patterns)
        if page.first_time and page.seed == 0 and each.capture.kind == "listing":
            leads = [row for row in harvest.rows[known:] if row.kind == "article"]
            new = frontier.put_discovered(leads, now) > 0
            if new or not each.partly:
                tally(frontier, patterns, scope.source, each, now, new=new)
        if each.partly:
            continue
        if page.first_time and page.seed == 0 and each.capture.kind in {"article", "page"}:
            count(frontier, patterns, scope.source, each, now)
        if outcome := no_article(each.reason or ""):
            harvest.others.append((outcome, page.id, each.reason or ""))
    frontier.put_discovered(followed(harvest, patterns), now)
    frontier.put_traps(harvest.traps, patterns.crawl_id, now)
    frontier.put_changed(harvest.changed, now)
    frontier.conn.executemany(
        "update frontier_outcomes set outcome = ?, detail = ?"
        " where url_id = ? and crawl_id = ? and outcome = 'fetched'",
        [(outcome, reason, url, patterns.crawl_id) for outcome, url, reason in harvest.others],
    )


def followed(harvest: Harvest, patterns: Patterns) -> list[Discovered]:
    """The rows whose pattern is followed yet: one of these pages may have ended it. The others are
    put to the traps.
    """
    rows = []
    for row in harvest.rows:
        if stopped := ended(patterns, row.source, row.url, row.kind):
            harvest.traps.append((row, stopped))
        else:
            rows.append(row)
    return rows


def ended(patterns: Patterns, source: str, url: str, kind: str) -> str | None:
    """Why a URL of this kind is not followed, if its pattern was stopped."""
    return patterns.stops(source, url, kind) if kind in COUNTED else None


def no_article(reason: str) -> str | None:
    """The outcome of a page that came, but makes no article: "not html", "noindex", "noarchive"."""
    if reason.startswith("not html"):
        return "not html"
    return reason.removeprefix(ASKED) if reason.startswith(ASKED) else None


def page_of(frontier: Frontier, scope: Scope, url: str) -> Page | None:
    row = frontier.conn.execute(
        "select id, key, kind, depth, redirects, seed, first_fetched is fetched_at"
        " from frontier_urls where key = ?",
        (scope.key(url),),
    ).fetchone()
    return Page(*row) if row else None


def count(frontier: Frontier, patterns: Patterns, source: str, each: Cleaned, now: float) -> None:
    """Count a new page for or against its pattern, by its text."""
    row = frontier.conn.execute(
        "select v.capture_id = c.id, first.url_id = c.url_id from captures c"
        " join versions v on v.id = c.version_id join captures first on first.id = v.capture_id"
        " where c.id = ?",
        (each.capture.id,),
    ).fetchone()
    new, its_own = row or (False, False)
    if its_own and not new:  # known from an import or another source: that says nothing
        return
    tally(frontier, patterns, source, each, now, new=bool(new))


def tally(
    frontier: Frontier, patterns: Patterns, source: str, each: Cleaned, now: float, *, new: bool
) -> None:
    """Note whether a new page brought anything; end its pattern when enough in a row did not."""
    url, kind = each.capture.url, each.capture.kind or "page"
    found = patterns.count(source, url, kind, new=new)
    if found is not None:
        ends = patterns.stop(source, url, kind, now)
        told = [(number, "trap", None, why(found)) for number in ends]
        frontier.note(told, patterns.crawl_id, now)


def take(harvest: Harvest, found: Found, page: Page, scope: Scope, patterns: Patterns) -> None:
    """Add what one find means; its depth and part follow from the page it stands on."""
    kind, depth, redirects, seed = found.kind, page.depth + 1, 0, 0
    if found.kind == "refresh":
        decision = scope.decide(found.url, depth=page.depth, by="redirect")
        if decision.kind is None or page.redirects >= MAX_REDIRECTS or found.key == page.key:
            return
        kind = kind_onward(page.kind, decision.kind, seed=page.seed)
        depth, redirects, seed = page.depth, page.redirects + 1, 2 if page.seed else 0
    elif found.kind == "feed":
        depth, seed = page.depth, 2
    elif found.kind != "sitemap" and page.kind == "sitemap":
        depth = 1  # however deep in indexes a sitemap lies, its pages are one step away
    row = Discovered(
        found.url,
        found.key,
        kind,
        scope.source,
        page.id,
        depth,
        redirects,
        seed,
        found.due,
        found.dated,
        found.dated_by,
    )
    stopped = ended(patterns, scope.source, found.url, kind)
    if kind == "trap" or stopped:
        harvest.traps.append((row, stopped or found.why))
        return
    harvest.rows.append(row)
    changed = seconds_of(found.dated) if page.kind == "sitemap" and found.dated else None
    if changed is not None:
        harvest.changed.append((found.key, changed))


def seconds_of(date: str) -> float | None:
    """Unix time of a date such as sitemaps give (ISO 8601, UTC if it does not say)."""
    try:
        parsed = datetime.fromisoformat(date)
    except ValueError:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
