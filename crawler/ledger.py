"""The side of a run that writes: everything here happens in the one archive thread."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from archive import open_archive
from archive.addresses.urls import host_of
from archive.captures.capture import Capture
from archive.cleaning.pool import PRELOAD, Limits
from archive.folder import Archive
from archive.indexing import Cleaned, Indexing
from archive.warc.exchange import Exchange
from crawler import statements as sql
from crawler.afterwards import Stopping, find_after
from crawler.begin import (
    begin_rounds,
    due_sources,
    put_seeds,
    recover,
    robots_known,
    sitemaps_of,
)
from crawler.endings import DOWN_AFTER, Ending, Sequel, buried, sequel
from crawler.found import Reader
from crawler.frontier import Frontier, Lease
from crawler.gather import gather
from crawler.health import note_healths
from crawler.lending import Lending
from crawler.patterns import Patterns
from crawler.plan import Plan, Tally
from crawler.report import Report, count
from crawler.robots import ROBOTS_NAME, Robots
from crawler.schema import migrate
from crawler.sources import Source

PLENTY = 1 << 40  # as good as no limit
PAGE_MEMORY = 192 << 20  # bytes a page may cost its worker: with two workers all stay under 700 MB
AHEAD = 2  # URLs that a host without a delay has in hand, so that it need not wait for a turn
DOWN_FOR, DOWN_MOST = 30.0, 3600.0  # seconds a host that does not answer is left alone


@dataclass(slots=True)
class Part:
    """What belongs together on its way to the archive: exchanges and what they meant."""

    exchanges: list[Exchange]
    ending: Ending | None = None
    robots: Robots | None = None

    @property
    def size(self) -> int:
        """Bytes that came over the wire."""
        return sum(len(exchange.response) for exchange in self.exchanges)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one round of work brought."""

    leases: list[Lease]
    waiting: int  # captures that have not been read
    retry_at: float | None  # when there will be more to fetch


class Ledger:
    """An archive that is being crawled into."""

    def __init__(self, plan: Plan, archive: Archive, clock: Callable[[], float]) -> None:
        self.plan = plan
        self.archive = archive
        self.clock = clock
        self.frontier = Frontier(archive.conn)
        self.lending = Lending(self.frontier)
        self.sources = {source.id: source for source in plan.sources}
        self.scopes = plan.scopes()
        self.tally = Tally()
        self.began = clock()
        self.crawl_id = 0
        self.count_at = 0.0  # when the queue is counted again
        self.rounds: dict[str, float] = {}  # source: when its round began
        self.robots: dict[str, Robots] = {}
        self.indexing: Indexing | None = None
        self.patterns: Patterns | None = None

    @classmethod
    def open(cls, plan: Plan, clock: Callable[[], float], settings: dict[str, Any]) -> "Ledger":
        """The ledger of a new run, its seeds put forward. LockedError, CannotWriteError."""
        archive = open_archive(plan.folder, write=True, create=True)
        try:
            ledger = cls(plan, archive, clock)
            ledger.start(settings)
        except BaseException:
            archive.close()
            raise
        return ledger

    def start(self, settings: dict[str, Any]) -> None:
        """Begin the run: take up what an earlier one left, put the seeds forward."""
        migrate(self.archive)
        told = {
            source.id: source.told() | self.scopes[source.id].told()
            for source in self.sources.values()
        }
        self.crawl_id = self.archive.begin_crawl(self.plan.name, settings | {"sources": told})
        now = self.began
        with self.archive.atomic() as conn:
            conn.execute(
                "update crawls set status = 'interrupted' where status = 'running' and id <> ?",
                (self.crawl_id,),
            )
            recover(self.archive, self.frontier, self.sources, self.crawl_id, now)
            self.lending.give_back()
            if self.plan.due_only:
                due = due_sources(self.archive, self.sources.values(), now)
                self.sources = {source.id: source for source in due}
            self.rounds = begin_rounds(self.archive, self.sources.values(), now)
            self.robots = robots_known(self.archive)
            for source in self.sources.values():
                self.put_forward(source)
        self.indexing = Indexing(
            self.archive,
            jobs=max(1, self.plan.jobs),
            read=Reader.of(self.lending.scopes | self.scopes),
            on_cleaned=self.cleaned,
            hubs_only=self.plan.jobs == 0,
            limits=Limits(memory=PAGE_MEMORY),
            preload=(*PRELOAD, "crawler.reading"),
        )

    def put_forward(self, source: Source) -> None:
        """Make the seeds of a source due, with the sitemaps that its known robots.txt names."""
        put_seeds(self.frontier, source, self.rounds[source.id], due_only=self.plan.due_only)
        self.lending.put_pages(self.plan.pages, source, self.began)
        for robots in self.robots.values():
            found = sitemaps_of(robots, source, self.scopes[source.id])
            self.frontier.put_discovered(found, self.began)

    # --- one turn after another ---------------------------------------------------------------

    def turn(self, parts: Sequence[Part], want: int, stopping: Callable[[], bool]) -> Turn:
        """Store what came in, read what waits, lease up to `want` URLs."""
        if parts:
            self.store(parts)
        self.read(stopping)
        now = self.clock()
        with self.archive.atomic():
            leases = self.lease(want, now)
            allowed = {} if self.out_of_pages() else self.allowances(now)
            open_to = [source for source, left in allowed.items() if left > 0]
            retry_at = None if leases else self.frontier.next_retry(open_to, now)
        waiting = self.indexing.waiting() if self.indexing is not None else 0
        self.tally.waiting, self.tally.queue = waiting, self.queue(now)
        return Turn(leases, waiting, retry_at)

    def read(self, stopping: Callable[[], bool]) -> None:
        """Let the cleaners work on, unless the run is `stopping`: what they leave stays waiting."""
        if self.indexing is None or stopping():
            return
        try:
            self.indexing.step()
        except RuntimeError:
            time.sleep(0.3)  # a signal for all our processes may end the cleaners before us
            if not stopping():
                raise

    def queue(self, now: float) -> int:
        """How many URLs are due; counted anew every few seconds only, of very many less often."""
        if now >= self.count_at:
            began = time.thread_time()
            due = self.frontier.due(self.sources, now)
            self.count_at = now + max(2.0, 100 * (time.thread_time() - began))
            return due
        return self.tally.queue

    def store(self, parts: Sequence[Part]) -> None:
        """One transaction: exchanges on the disk, captures, and what became of their URLs."""
        parts = [self.unburied(part) for part in parts]
        exchanges = [exchange for part in parts for exchange in part.exchanges]
        with self.archive.append(exchanges) as captures:
            now = self.clock()
            rest = iter(captures)
            for part in parts:
                stored = [next(rest) for _exchange in part.exchanges]
                self.tally.bytes += part.size
                for capture in stored:
                    self.tally.of(capture.source or "").bytes += capture.length
                if part.robots is not None:
                    self.robots_read(part.robots, now)
                if part.ending is not None:
                    self.end(part.ending, stored, now)

    def unburied(self, part: Part) -> Part:
        """The part, without its exchange when that only leads to a page that was taken down."""
        is_barred, ending = self.frontier.barred, part.ending
        if is_barred is None or ending is None:
            return part
        found = buried(ending, self.scopes[ending.lease.source], is_barred)
        return part if found is None else Part([], found)

    def end(self, ending: Ending, captures: list[Capture], now: float) -> None:
        """Write down the ending of a lease and what follows."""
        lease = ending.lease
        if captures and captures[-1].payload_digest:
            ending = replace(ending, digest=captures[-1].payload_digest)
        step = sequel(ending, self.sources[lease.source], self.scopes[lease.source], now)
        finished = step.finished
        known = [row for row in step.found if not self.frontier.put_discovered([row], now)]
        if known:
            finished = replace(finished, outcome="redirect to known")
            if lease.seed:
                self.frontier.put_again(known, self.rounds[lease.source], now)
        self.frontier.finish([finished], self.crawl_id, now)
        self.note_host(lease.host, step, now)
        self.tally.pages += 1
        self.tally.outcomes[finished.outcome] += 1

    def note_host(self, host: str, step: Sequel, now: float) -> None:
        """Leave a host alone that asks for it, or that does not answer again and again."""
        if step.block is not None:
            self.frontier.block_until(host, step.block, "Retry-After")
        if step.connected:
            self.frontier.answered(host)
        elif step.connected is False:
            times = self.frontier.failed(host) - DOWN_AFTER
            if times >= 0:
                pause = min(DOWN_MOST, DOWN_FOR * 2.0 ** min(times, 20))
                self.frontier.block_until(host, now + pause, "no connection")

    def robots_read(self, robots: Robots, now: float) -> None:
        """Keep a robots.txt for later runs; take the delay and the sitemaps it names."""
        if robots.reachable:  # else the old rules stay, to stand in for the new
            self.archive.conn.execute(sql.ROBOTS, asdict(robots))
        delay = robots.crawl_delay(ROBOTS_NAME) if robots.reachable else None
        self.frontier.set_delay(host_of(robots.origin), delay or 0.0)
        for source in self.sources.values():
            found = sitemaps_of(robots, source, self.scopes[source.id])
            self.frontier.put_discovered(found, now)

    def cleaned(self, _db: object, cleaned: list[Cleaned]) -> None:
        """Called by Indexing inside the transaction that stores these texts."""
        now = self.clock()
        if self.patterns is None:
            self.patterns = Patterns(self.archive.conn, self.crawl_id, now)
        gather(self.frontier, self.patterns, self.lending.scopes | self.scopes, cleaned, now)
        self.tally.articles += sum(
            each.article is not None and each.capture.kind in {"article", "page"}
            for each in cleaned
        )

    # --- what may be fetched ------------------------------------------------------------------

    def allowances(self, now: float) -> dict[str, int]:
        """How many pages each source may still take in this run."""
        allowed = {}
        for key, source in self.sources.items():
            budget, spent = source.budget, self.tally.of(key)
            left = PLENTY if budget.pages is None else budget.pages - spent.pages
            if budget.bytes is not None and spent.bytes >= budget.bytes:
                left = 0
            if budget.minutes is not None and now - self.began >= budget.minutes * 60:
                left = 0
            allowed[key] = max(0, left)
        return allowed

    def sitemaps(self) -> dict[str, int]:
        """How many sitemaps each source may still take in this run.

        Half of its pages: indexes of sitemaps can go on without end, and faster than the start
        page is read, whose stories would then find the budget spent.
        """
        most = PLENTY if self.plan.max_pages is None else self.plan.max_pages
        left = {}
        for key, source in self.sources.items():
            half = (min(most, source.budget.pages or most) + 1) // 2
            left[key] = max(0, half - self.tally.of(key).sitemaps)
        return left

    def lease(self, want: int, now: float) -> list[Lease]:
        if self.plan.max_pages is not None:
            taken = sum(spent.pages for spent in self.tally.spent.values())
            want = min(want, self.plan.max_pages - taken)
        leases = self.frontier.get_urls(
            want,
            sources=self.allowances(now),
            started=self.began,
            now=now,
            per_host={
                key: 1 if source.delay else max(1, source.concurrency) + AHEAD
                for key, source in self.sources.items()
            },
            sitemaps=self.sitemaps(),
        )
        for lease in leases:
            if not lease.failures:  # a second try costs no page
                self.tally.of(lease.source).pages += 1
                self.tally.of(lease.source).sitemaps += lease.kind == "sitemap"
        return leases

    def spent(self) -> bool:
        """Whether a budget kept URLs from being fetched."""
        now = self.clock()
        allowed = [*self.allowances(now).values(), *self.sitemaps().values()]
        return self.out_of_pages() or min(allowed, default=1) <= 0

    def out_of_pages(self) -> bool:
        taken = sum(spent.pages for spent in self.tally.spent.values())
        return self.plan.max_pages is not None and taken >= self.plan.max_pages

    # --- the end ------------------------------------------------------------------------------

    def close(self, *, stopped: str, failed: bool, seconds: float, stopping: Stopping) -> Report:
        """End the run, count what came of it, and give the archive back."""
        try:
            unread = 0
            if self.indexing is not None:
                unread = self.indexing.waiting() if stopped == "time" else 0
                self.indexing.close()
            with self.archive.atomic() as conn:
                if not failed:  # else records may have been written whose rows were not: `recover`
                    self.frontier.give_back(self.frontier.leased())
                left = self.frontier.stats(self.sources, self.began)["due"]
                status = "done"
                if failed:
                    status = "failed"
                elif stopped == "signal" or (left and (stopped or self.spent())) or unread:
                    status = "stopped"
                # A budget that a source sets itself ends its round; everything else only pauses it.
                if status == "done" or not (stopped or self.out_of_pages()):
                    conn.executemany(sql.ROUND_DONE, self.rounds_done())
                lent = self.lending.takers
                report = count(conn, self.crawl_id, self.sources, seconds=seconds, lent=lent)
                report = replace(report, status=status, stopped=stopped, left=left)
            self.archive.end_crawl(self.crawl_id, status, report.row())
            with self.archive.atomic() as conn:
                self.lending.give_back()
                note_healths(conn, self.sources.values(), self.clock())
            if not failed:
                find_after(self.archive, seconds, stopping)
            return report
        finally:
            self.archive.close()

    def rounds_done(self) -> list[tuple[float, float, str]]:
        return [
            (self.began, self.began + source.every.total_seconds(), key)
            for key, source in self.sources.items()
        ]
