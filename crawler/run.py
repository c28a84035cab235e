"""One run: the reactor fetches, one thread writes, worker processes read.

The reactor's thread never touches a file or the database: it hands parts over and gets leases.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from archive.warc.exchange import Exchange
from crawler.endings import Ending
from crawler.frontier import Lease
from crawler.ledger import Ledger, Part, Turn
from crawler.plan import Plan
from crawler.report import Report
from crawler.robots import Robots

T = TypeVar("T")
WINDOW = 400  # URLs on their way at a time: hosts that keep silent must not fill it
FULL = 64 << 20  # bytes that may wait for the archive thread before no more is fetched
PATIENCE = 30.0  # seconds a run waits for a URL that failed for a moment or a host that rests
GRACE = 6.0  # seconds after a signal for requests on their way
TIDY = 60.0  # seconds after the end of its time in which a run still cleans what it fetched
TURN_PARTS, TURN_BYTES = 100, 8 << 20  # stored in one turn: new leases wait as long as it takes
SMALL = 256 << 10  # bytes of a part that need not wait for large ones
BREATH = 0.02  # seconds in which answers gather for one transaction
LOOK = 0.1  # seconds between looks at what the cleaners have done


class Run:
    """A plan being carried out; `open` it, iterate over `leases`, `close` it."""

    def __init__(
        self,
        plan: Plan,
        *,
        clock: Callable[[], float] = time.time,
        look: Callable[[Ledger, float], None] | None = None,
    ) -> None:
        self.plan = plan
        self.clock = clock
        self.look = look  # called after each turn with the seconds that went by
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self.parts: list[Part] = []
        self.queued = 0  # bytes of the parts
        self.on_way: dict[int, Lease] = {}
        self.stopped = ""  # why no more is fetched: "signal", "time", "pages"
        self.stopped_at = 0.0
        self.error: BaseException | None = None
        self.report: Report | None = None
        self.abandon: Callable[[], None] | None = None  # ends the reactor with requests open
        self.begun = time.monotonic()
        self.arrived: asyncio.Event | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ledger: Ledger | None = None

    def open(self, settings: dict[str, Any]) -> None:
        """Open the archive in its thread. LockedError, CannotWriteError, NotAnArchiveError."""
        opening = self.thread.submit(Ledger.open, self.plan, self.clock, settings)
        try:
            self.ledger = opening.result()
        except BaseException:
            self.thread.shutdown()
            raise

    @property
    def robots(self) -> dict[str, Robots]:
        return self.ledger.robots if self.ledger else {}

    # --- for the spider -------------------------------------------------------------------------

    def put(self, part: Part) -> None:
        """Hand something over to the archive."""
        self.parts.append(part)
        self.queued += part.size
        if self.clock is not time.time:  # a simulated day has its own date
            for exchange in part.exchanges:
                exchange.started_at = datetime.fromtimestamp(self.clock(), UTC)
        self.wake()

    def end(self, ending: Ending, exchanges: list[Exchange]) -> None:
        """A lease has ended."""
        self.on_way.pop(ending.lease.id, None)
        self.put(Part(exchanges, ending))

    def stop(self, why: str) -> None:
        """Fetch nothing more; safe to call from a signal handler. A signal outdoes all else."""
        if not self.stopped or (why == "signal" and self.stopped != why):
            self.stopped, self.stopped_at = why, time.monotonic()
        if self.loop is not None:
            with suppress(RuntimeError):  # the loop is closed: there is nothing left to stop
                self.loop.call_soon_threadsafe(self.wake)

    def wake(self) -> None:
        if self.arrived is not None:
            self.arrived.set()

    async def leases(self) -> AsyncIterator[Lease]:
        """URLs to fetch, as long as there are any; ends when all is fetched and read."""
        self.loop, self.arrived = asyncio.get_running_loop(), asyncio.Event()
        try:
            while True:
                turn = await self.turn()
                for lease in turn.leases:
                    self.on_way[lease.id] = lease
                    yield lease
                if self.over(turn):
                    break
                await self.pause(turn)
        except Exception as error:  # noqa: BLE001 - told by whoever started the run
            self.error = error
        if self.on_way and self.abandon is not None:
            await self.close()  # nothing that a slow server still sends will be missed
            self.abandon()

    # --- the rhythm -------------------------------------------------------------------------------

    async def in_thread(self, work: Callable[..., T], *given: Any) -> T:  # noqa: ANN401
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, *given)

    async def turn(self) -> Turn:
        """One round of work in the archive's thread."""
        assert self.ledger is not None
        self.check_time()
        want = 0 if self.stopped or self.queued > FULL else WINDOW - len(self.on_way)
        turn = await self.in_thread(
            self.ledger.turn, self.taken(), want, lambda: self.stopped == "signal"
        )
        if self.look is not None:
            self.look(self.ledger, time.monotonic() - self.begun)
        return turn

    def taken(self) -> list[Part]:
        """Of what waits for the archive as much as a turn may store, large answers last."""
        taken: list[Part] = []
        left: list[Part] = []
        size = 0
        for part in sorted(self.parts, key=lambda part: part.size > SMALL):
            if len(taken) < TURN_PARTS and (size < TURN_BYTES or part.size <= SMALL):
                taken.append(part)
                size += part.size
            else:
                left.append(part)
        self.parts = left
        self.queued -= size
        return taken

    def check_time(self) -> None:
        limit = self.plan.max_seconds
        if limit is not None and time.monotonic() - self.begun >= limit:
            self.stop("time")

    def over(self, turn: Turn) -> bool:
        """Whether nothing is left to do, or nothing more may be done."""
        late = time.monotonic() - self.stopped_at
        if self.stopped == "signal" and (not self.on_way or late > GRACE):
            return not self.parts or late > GRACE
        if turn.leases or self.on_way or self.parts:
            return False
        if turn.waiting and not (self.stopped == "time" and late > TIDY):
            return False
        soon = turn.retry_at is not None and turn.retry_at - self.clock() < PATIENCE
        return bool(self.stopped) or not soon

    async def pause(self, turn: Turn) -> None:
        """Wait until something arrives, or until it is time to look."""
        assert self.arrived is not None
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK if turn.waiting else 0.5):
                if not self.parts:
                    await self.arrived.wait()
                await asyncio.sleep(BREATH)
        self.arrived.clear()

    async def close(self) -> None:
        """Store the rest, count, and give the archive back; more than once does no harm."""
        if self.ledger is None:
            return
        ledger, self.ledger = self.ledger, None
        try:
            if self.parts and self.error is None:
                await self.in_thread(ledger.store, self.parts)
        except Exception as error:  # noqa: BLE001 - told by whoever started the run
            self.error = error
        closing = partial(
            ledger.close,
            stopped=self.stopped,
            failed=self.error is not None,
            seconds=time.monotonic() - self.begun,
            stopping=lambda: self.stopped == "signal",
        )
        try:
            self.report = await self.in_thread(closing)
        except Exception as error:  # noqa: BLE001 - the first error says more
            self.error = self.error or error
        self.thread.shutdown()
