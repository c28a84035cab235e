"""What follows from the end of a request: pure decisions, from answer and source to rows."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from archive.addresses.urls import host_of
from archive.captures.capture import Capture
from archive.takedowns.tombstones import Barred
from crawler.due import GONE, HUB_NOW, PAGE_NOW, RETRIES, hub_interval, next_age, retry
from crawler.frontier import Discovered, Finished, Lease
from crawler.outcome import TEMPORARY, of_status
from crawler.scope import Scope
from crawler.sources import Source

HUBS = frozenset({"listing", "feed", "sitemap"})
MAX_REDIRECTS = 10
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 528)})  # may be better later
NO_CONNECTION = frozenset(
    {"dns", "refused", "unreachable", "timeout", "too slow", "tls", "reset", "garbage"}
)
PASSING = TEMPORARY | {"held", "robots unreachable"}
DOWN_AFTER = 4  # failed connections in a row until a host is left alone
DAY = 86400.0
BURIED = "taken down"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request ended: a word of crawler.outcome, and what the answer said."""

    lease: Lease
    outcome: str
    status: int | None = None
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    retry_after: float | None = None  # seconds
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Sequel:
    """What is written down after an ending."""

    finished: Finished
    found: tuple[Discovered, ...] = ()
    block: float | None = None  # until when nothing more is asked of the host
    connected: bool | None = None  # None: the host was not asked


def ending_of_capture(lease: Lease, capture: Capture) -> Ending:
    """The ending that a stored capture shows: for requests whose run was killed."""
    status = capture.status or 0
    cut = {"length": "too big", "time": "timeout", "disconnect": "truncated"}
    outcome = cut.get(capture.truncated or "", of_status(status, located=bool(capture.location)))
    return Ending(
        lease,
        outcome,
        capture.status,
        capture.location,
        capture.etag,
        capture.last_modified,
        capture.payload_digest,
    )


def sequel(ending: Ending, source: Source, scope: Scope, now: float) -> Sequel:
    """What becomes of the URL, which URLs are new, whether the host is left alone for a while."""
    outcome = ending.outcome
    if outcome == "redirect":
        return redirected(ending, source, scope, now)
    if outcome in {"fetched", "unchanged", "not rendered"}:
        return fetched(ending, source, now)
    if outcome in PASSING or ending.status in BUSY:
        return failed(ending, now)
    if outcome == BURIED or outcome.startswith("http "):
        return Sequel(ended(ending, gone(ending, source, now), fetched=True), connected=True)
    hub = ending.lease.kind in HUBS
    if outcome in {"robots", "forbidden address"}:
        return Sequel(ended(ending, now + (DAY if hub else 7 * DAY)))
    return Sequel(ended(ending, now + 7 * DAY if hub else None))


def buried(ending: Ending, scope: Scope, is_barred: Barred) -> Ending | None:
    """The ending of an answer that leads to a page that was taken down, without its address; None
    for any other.
    """
    if not ending.location or not is_barred(target_of(ending.lease.url, ending.location, scope)):
        return None
    return replace(ending, outcome=BURIED, location=None, detail=None)


def ended(ending: Ending, due: float | None, **more: object) -> Finished:
    finished = Finished(
        ending.lease, ending.outcome, due, status=ending.status, detail=ending.detail
    )
    return replace(finished, **more)  # type: ignore[arg-type]


def fetched(ending: Ending, source: Source, now: float) -> Sequel:
    """A page that came, whole or as "not modified"; the same bytes as before count as that."""
    lease = ending.lease
    same = ending.outcome == "unchanged" or (
        ending.digest is not None and ending.digest == lease.digest
    )
    interval = None
    if lease.kind in HUBS:
        interval = hub_interval(lease.interval, changed=not same, bounds=source.revisit.hub)
        due: float | None = now + interval
    else:
        due = next_age(lease.first_fetched or now, now, source.revisit.article)
    finished = Finished(
        lease,
        "unchanged" if same else ending.outcome,
        due,
        status=ending.status,
        detail=ending.detail,
        fetched=True,
        changed=not same,
        interval=interval,
        etag=ending.etag,
        last_modified=ending.last_modified,
        digest=ending.digest,
    )
    return Sequel(finished, connected=True)


def failed(ending: Ending, now: float) -> Sequel:
    """A failure that may pass: tried again, later and later; busy hosts are left in peace."""
    lease = ending.lease
    block = None
    if ending.outcome == "held":  # not even asked: no attempt is counted
        due, failures = now, max(1, lease.failures)
    elif ending.outcome in {"robots unreachable", "too slow"}:  # no use in asking again at once
        due, failures = retry(lease.failures + len(RETRIES) + 1, now), lease.failures + 1
    else:
        failures = lease.failures + 1
        due = retry(failures, now)
    if ending.retry_after:
        block = now + ending.retry_after
        due = max(due, block)
    asked = ending.outcome not in {"held", "robots unreachable"}
    connected = ending.outcome not in NO_CONNECTION if asked else None
    return Sequel(ended(ending, due, failures=failures), block=block, connected=connected)


def gone(ending: Ending, source: Source, now: float) -> float | None:
    """When a URL that has no page is looked at again."""
    lease = ending.lease
    if lease.kind in HUBS:
        return now + source.revisit.hub[1].total_seconds()
    if ending.status == 410:
        return None
    return next_age(lease.first_fetched or now, now, GONE)


def redirected(ending: Ending, source: Source, scope: Scope, now: float) -> Sequel:
    """The target becomes a URL of its own; one that is the same page takes the place of this."""
    lease = ending.lease
    again = gone(ending, source, now)
    target = target_of(lease.url, ending.location or "", scope)
    told = replace(ending, detail=target)
    if not host_of(target):
        return Sequel(ended(replace(told, outcome="bad url"), again), connected=True)
    if lease.redirects >= MAX_REDIRECTS:
        return Sequel(ended(replace(told, outcome="redirect loop"), again), connected=True)
    if target == lease.url:
        return Sequel(ended(replace(told, outcome="redirect to itself"), again), connected=True)
    key = scope.key(target)
    if key == lease.key:
        due = HUB_NOW if lease.kind in HUBS else PAGE_NOW
        same = ended(told, due, url=target, redirects=lease.redirects + 1)
        return Sequel(same, connected=True)
    decision = scope.decide(target, depth=lease.depth, by="redirect")
    if decision.kind is None:
        off = ended(replace(told, outcome="offsite redirect"), again)
        return Sequel(off, connected=True)
    row = onward(lease, target, key, decision.kind, scope)
    return Sequel(ended(told, again, fetched=True), (row,), connected=True)


def onward(lease: Lease, target: str, key: str, kind: str, scope: Scope) -> Discovered:
    """The row for the target of a redirect."""
    hub = lease.kind in HUBS
    return Discovered(
        url=target,
        key=key,
        kind=kind_onward(lease.kind, kind, seed=lease.seed),
        source=scope.source,
        via_id=lease.id,
        depth=lease.depth,
        redirects=lease.redirects + 1,
        seed=2 if lease.seed else 0,
        due=HUB_NOW if hub else PAGE_NOW,
    )


def kind_onward(kind: str, decided: str, *, seed: int) -> str:
    """The kind of what a redirect or refresh leads to: a start page, feed or sitemap that moved
    stays what it is, everything else is what its address says.
    """
    stays = kind in {"feed", "sitemap"} or (kind == "listing" and seed > 0)
    return kind if stays and decided != "trap" else decided


def target_of(url: str, location: str, scope: Scope) -> str:
    """The absolute URL that a Location header means, without fragment and trackers.

    Where only trackers tell it from the URL itself they stay, or it would lead to itself.
    """
    try:
        target = safe_url_string(urljoin(url, location.strip())).partition("#")[0]
    except ValueError:
        return location
    plain = scope.form(target)
    return target if plain == url else plain
