"""The road from captures to articles: waiting captures go to workers, their rows come back."""

import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from typing import Any, Self

from archive.addresses.identity import page_key
from archive.articles.versions import commit_readings
from archive.captures.capture import HUBS, Capture
from archive.captures.rows import select_captures
from archive.cleaning.pool import PRELOAD, Limits, Read, Workers, was_stopped, why_it_died
from archive.cleaning.reading import Job, Named, Reading
from archive.cleaning.siterules import obeys, site_rules
from archive.folder import Archive
from cleaners.article import Article

WINDOW = 256  # captures that are out with the workers or wait for an earlier one
ROOM = 32  # of the window that must be free before more captures are taken
LOT = 4  # captures a worker gets at once when there is much to do
BATCH = 100  # captures a transaction
READ, READ_VISIBLE = (
    Named("archive.cleaning.worker:read_capture"),
    Named("archive.cleaning.worker:read_visible"),
)
PATIENCE = 0.5  # seconds a finished capture waits for company
STALL = 400.0  # seconds without an end after which the workers are taken to have lost a lot


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A capture that has ended, and what was found in it."""

    capture: Capture
    article: Article | None  # title, dates, feeds, refresh ...; without blocks and removals
    links: tuple[Any, ...]  # as the reader gave them
    reason: str | None
    partly: bool = False  # of very many links some, before all that is true of the capture


@dataclass(slots=True, eq=False)
class _Lot:
    """Captures that went to a worker together."""

    captures: list[Capture]
    jobs: list[Job]
    future: Any
    rescued: str = ""  # why the first attempt failed, when this is the second


OnCleaned = Callable[[Any, list[Cleaned]], None]


class Indexing:
    """Cleans what waits. Call `step` again and again from the thread that owns the archive."""

    def __init__(
        self,
        archive: Archive,
        *,
        jobs: int = 2,
        read: Read = READ,
        on_cleaned: OnCleaned | None = None,
        limits: Limits | None = None,
        links: bool | None = None,
        hubs_only: bool = False,
        preload: Sequence[str] = PRELOAD,
    ) -> None:
        """`on_cleaned(db, cleaned)` is called inside the transaction that stores the texts.

        `hubs_only` reads listings, feeds and sitemaps for their links and leaves the rest waiting.

        `read` runs in the workers and must be importable there; `preload` names modules that
        they are born with. Workers start with the first step that needs them.
        """
        self._archive = archive
        self._jobs = jobs
        self._read = read
        self._on_cleaned = on_cleaned
        self._limits = limits or Limits()
        self._links = on_cleaned is not None if links is None else links
        self._hubs_only = hubs_only
        self._preload = preload
        self._pool: Workers | None = None
        self._leased = 0  # id of the last capture that was taken
        self._hubs: set[int] = set()  # ids taken out of order
        self._line: deque[_Lot] = deque()  # in the order of captures
        self._hub_line: deque[_Lot] = deque()
        self._ready: list[tuple[Capture, Reading]] = []
        self._ready_since = 0.0
        self._moved = time.monotonic()  # when something last went out or came back

    def waiting(self) -> int:
        """How many captures have not ended yet."""
        hubs = f" and kind in {HUBS}" if self._hubs_only else ""
        count: int = self._archive.conn.execute(
            f"select count(*) from captures where state = 'waiting'{hubs}"
        ).fetchone()[0]
        return count

    def step(self, wait: float = 0.0) -> int:
        """How many captures ended: hands out what waits, commits what is done, in capture order.

        Sleeps at most `wait` seconds when nothing is done yet.
        """
        self._lease()
        ended = self._collect()
        busy = self._line or self._hub_line
        if not ended and busy and time.monotonic() - self._moved > STALL:
            self._begin_again()
        if not ended and wait > 0 and busy:
            # Of the pages only the first: what is done behind it cannot be stored before it.
            first = [lot.future for lot in (*self._hub_line, *islice(self._line, 1))]
            wait_for(first, timeout=wait, return_when=FIRST_COMPLETED)
            ended = self._collect()
        return ended

    def drain(self, report: Callable[[int], None] | None = None) -> int:
        """How many captures ended until none waits any more."""
        total = 0
        while True:
            ended = self.step(0.2)
            total += ended
            if report and ended:
                report(ended)
            if not ended and not self._line and not self._hub_line and not self._ready:
                return total

    def _begin_again(self) -> None:
        """New workers for all lots: a worker that dies between two lots can take one with it."""
        self.close()
        self._moved = time.monotonic()
        for line in (self._hub_line, self._line):
            for lot in line:
                if not lot.future.done():
                    read = READ_VISIBLE if lot.rescued else self._read
                    lot.future = self._schedule(read, lot.jobs)

    def close(self) -> None:
        """End the workers. What they had in hand stays waiting."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _lease(self) -> None:
        out = sum(len(lot.captures) for lot in self._line) + len(self._ready)
        if out == 0:
            self._leased = 0  # what became waiting again has an old number
        hubs = self._select(f"c.kind in {HUBS} order by c.id limit 16", after=0)
        for capture in hubs:
            if capture.id not in self._hubs:
                self._hubs.add(capture.id)
                self._hub_line.append(self._start([capture]))
        # Slow pages may fill the window; listings never wait for room in it.
        if self._hubs_only or out > WINDOW - ROOM:
            return
        fresh = self._select(
            f"(c.kind is null or c.kind not in {HUBS}) order by c.id limit {WINDOW - out}",
            self._leased,
        )
        size = LOT if len(fresh) >= LOT * self._jobs * 2 else 1
        while fresh:
            some, fresh = fresh[:size], fresh[size:]
            self._leased = some[-1].id
            self._line.append(self._start(some))

    def _select(self, condition: str, after: int) -> list[Capture]:
        return select_captures(
            self._archive.conn, f"c.state = 'waiting' and c.id > {after} and {condition}"
        )

    def _start(self, captures: list[Capture]) -> _Lot:
        jobs = [job for capture in captures if (job := self._job(capture))]
        if not jobs:  # nothing changed: that wakes no worker
            nothing: Future[list[Reading]] = Future()
            nothing.set_result([])
            return _Lot(captures, jobs, nothing)
        return _Lot(captures, jobs, self._schedule(self._read, jobs))

    def _job(self, capture: Capture) -> Job | None:
        """What a worker needs to know; None for a revisit of a page that the archive has read."""
        if capture.revisit_of is not None:
            original = self._archive.capture(capture.revisit_of)
            key = page_key(self._archive.conn)
            if original is None or key(original.url) == key(capture.url):
                return None
        return job_of(self._archive, capture, links=self._links)

    def _schedule(self, read: Read, jobs: Sequence[Job]) -> Any:  # noqa: ANN401 - pebble is untyped
        if not self._line and not self._hub_line:
            self._moved = time.monotonic()
        if self._pool is None:
            self._pool = Workers(self._jobs, self._limits, self._preload)
        return self._pool.schedule(read, jobs)

    def _collect(self) -> int:
        urgent = False
        for line, lots in ((self._hub_line, self._done_hubs()), (self._line, self._done_pages())):
            for lot in lots:
                self._moved = time.monotonic()
                readings = self._readings(lot, line)
                if readings is None:
                    continue
                if not self._ready:
                    self._ready_since = time.monotonic()
                self._ready += readings
                urgent = urgent or line is self._hub_line
        idle = not self._line and not self._hub_line
        late = time.monotonic() - self._ready_since > PATIENCE
        many = any(reading.more for _capture, reading in self._ready)
        if self._ready and (urgent or idle or late or many or len(self._ready) >= BATCH):
            return self._commit()
        return 0

    def _done_hubs(self) -> list[_Lot]:
        """Listings that were read: no text comes of them, so a slow one holds up no other."""
        done = [lot for lot in self._hub_line if lot.future.done()]
        for lot in done:
            self._hub_line.remove(lot)
        return done

    def _done_pages(self) -> Iterator[_Lot]:
        """Pages that were read, as far as none before them is still out."""
        while self._line and self._line[0].future.done():
            yield self._line.popleft()

    def _readings(self, lot: _Lot, line: deque[_Lot]) -> list[tuple[Capture, Reading]] | None:
        """What became of a lot; None when it goes to the workers again, ahead of the others."""
        error = lot.future.exception()
        if error is None:
            found = {reading.capture_id: reading for reading in lot.future.result()}
            return [(c, found.get(c.id) or _unchanged(c)) for c in lot.captures]
        if len(lot.captures) > 1:
            line.extendleft(self._start([capture]) for capture in reversed(lot.captures))
            return None
        if was_stopped(error):  # by somebody who stops everything, not because of this page
            line.appendleft(_Lot(lot.captures, lot.jobs, self._schedule(self._read, lot.jobs)))
            return None
        why = why_it_died(error, self._limits)
        if not lot.rescued:
            job = [replace(job, trouble=why) for job in lot.jobs]
            line.appendleft(_Lot(lot.captures, job, self._schedule(READ_VISIBLE, job), why))
            return None
        return [(c, Reading(c.id, reason=lot.rescued, failed=True)) for c in lot.captures]

    def _commit(self) -> int:
        many = [pair for pair in self._ready if pair[1].more]
        if many:
            self._hand_on(*many[0])
        # Pages are stored in their order; hubs need not wait for a page with very many links.
        first = min((c.id for c, _r in many if c.kind not in HUBS), default=inf)
        batch = [(c, r) for c, r in self._ready if not r.more and (c.kind in HUBS or c.id < first)]
        ids = {capture.id for capture, _reading in batch}
        self._ready = [pair for pair in self._ready if pair[0].id not in ids]
        if not batch:
            return 0
        batch.sort(key=lambda pair: pair[0].id)
        with self._archive.atomic() as conn:
            commit_readings(conn, batch)
            if self._on_cleaned is not None:
                cleaned = [Cleaned(c, r.article, r.links, r.reason) for c, r in batch]
                self._on_cleaned(self._archive.db, cleaned)
        self._hubs.difference_update(capture.id for capture, _reading in batch)
        return len(batch)

    def _hand_on(self, capture: Capture, reading: Reading) -> None:
        """Give away some of the links, in a transaction of their own: all at once would take
        seconds in which nothing else is stored. A capture is done only after its last link.
        """
        some: tuple[Any, ...] = pickle.loads(reading.more[0])  # noqa: S301 - from our own worker
        if self._on_cleaned is not None:
            with self._archive.atomic():
                part = Cleaned(capture, None, some, None, partly=True)
                self._on_cleaned(self._archive.db, [part])
        at = self._ready.index((capture, reading))
        self._ready[at] = (capture, replace(reading, more=reading.more[1:]))


def job_of(archive: Archive, capture: Capture, *, links: bool) -> Job:
    """What a worker needs to know of a capture; of a revisit, where its original's body lies."""
    holder = capture
    if capture.revisit_of is not None:
        holder = archive.capture(capture.revisit_of) or capture
    cleaner, strips = site_rules(archive.conn, capture.source)
    return Job(
        capture_id=capture.id,
        path=archive.warcs / holder.file,
        offset=holder.offset,
        length=holder.length,
        inner=holder.inner,
        url=capture.url,
        fetched_at=capture.fetched_at,
        mime=holder.mime,
        charset=holder.charset,
        kind=capture.kind,
        source=capture.source,
        depth=capture.depth,
        payload_digest=holder.payload_digest,
        links=links,
        strips=strips,
        obeys=obeys(archive.conn, capture.source),
        cleaner=cleaner,
    )


def _unchanged(capture: Capture) -> Reading:
    return Reading(capture.id, same_as=capture.revisit_of, reason="unchanged")
