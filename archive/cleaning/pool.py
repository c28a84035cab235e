"""Worker processes that may be killed: jobs go out in small lots, each page has its own limits."""

import gc
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, resource_tracker
from typing import Any

from pebble import ProcessExpired, ProcessPool

Read = Callable[[Any], Any]
WALL = 3.0  # a busy machine may take this many times the processor time, and it is no hang
PATIENCE = 30.0  # seconds on top, for a worker that is only starting
SPENT, FULL = 12, 11  # exit codes of workers: the page took all memory; those before it did
PRELOAD = ("archive.cleaning.warm",)  # modules that workers are born with
ROOM = 64 << 20  # bytes a worker has besides, for its own work between two lots


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost a worker."""

    seconds: float = 20.0  # of processor time
    memory: int = 1 << 30  # bytes of address space on top of what the worker starts with


def start_pool(jobs: int, limits: Limits, preload: Sequence[str] = PRELOAD) -> ProcessPool:
    """A pool of workers forked from a clean process that has the cleaners loaded already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    _born_deaf()
    return ProcessPool(
        max_workers=jobs, context=context, initializer=_begin, initargs=(limits.memory,)
    )


def stop_pool(pool: Any) -> None:  # noqa: ANN401 - pebble is untyped
    """End the workers of a pool, whatever they have in hand.

    Pebble unlinks its locks before it ends them, and a worker that is only being born then looks
    for those in vain and prints a traceback: so they are told to end first.
    """
    pool.stop()
    for worker in list(pool._pool_manager.worker_manager.workers.values()):  # noqa: SLF001
        worker.terminate()
    pool.join()


def _born_deaf() -> None:
    """Start the process that workers come from, and Ctrl-C is not for it, not even while it loads.

    A blocked signal stays blocked in what a thread starts; the tracker would unblock it again.
    """
    with suppress(OSError):  # no handles left: the pool says so when it starts
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers:
    """A pool that starts in a thread of its own, so that its owner need not wait for it.

    What is asked of it meanwhile is done when it is there.
    """

    def __init__(self, jobs: int, limits: Limits, preload: Sequence[str] = PRELOAD) -> None:
        self._limits = limits
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workers")
        self._pool = self._thread.submit(_started, jobs, limits, preload)

    def schedule(self, read: Read, lot: Sequence[Any]) -> Any:  # noqa: ANN401 - pebble is untyped
        """The future of the readings of some jobs, in their order."""
        if self._pool.done():
            return schedule(self._pool.result(), read, lot, self._limits)
        later: Future[Any] = Future()

        def ask(pool: "Future[ProcessPool]") -> None:
            try:
                asked = schedule(pool.result(), read, lot, self._limits)
            except Exception as error:  # noqa: BLE001 - it is told where the result is asked for
                later.set_exception(error)
            else:
                asked.add_done_callback(partial(_hand_on, later))

        self._pool.add_done_callback(ask)
        return later

    def stop(self) -> None:
        """End the workers, whatever they have in hand."""
        with suppress(Exception):  # it never started
            stop_pool(self._pool.result())
        self._thread.shutdown()


def _started(jobs: int, limits: Limits, preload: Sequence[str]) -> ProcessPool:
    pool = start_pool(jobs, limits, preload)
    _ = pool.active  # this is what starts it
    return pool


def _hand_on(later: "Future[Any]", asked: "Future[Any]") -> None:
    if asked.cancelled():
        later.cancel()
    elif error := asked.exception():
        later.set_exception(error)
    else:
        later.set_result(asked.result())


def schedule(pool: ProcessPool, read: Read, lot: Sequence[Any], limits: Limits) -> Any:  # noqa: ANN401
    """The future of the readings of some jobs, in their order."""
    wall = limits.seconds * WALL * len(lot) + PATIENCE
    return pool.schedule(_read_lot, args=(read, lot, limits), timeout=wall)


def why_it_died(error: BaseException, limits: Limits) -> str:
    """One line for a page that killed its worker."""
    if isinstance(error, FutureTimeoutError):
        return f"took longer than {limits.seconds * WALL:.0f} s"
    if isinstance(error, MemoryError) or getattr(error, "exitcode", None) == SPENT:
        return f"needed more than {limits.memory >> 20} MiB"
    if isinstance(error, ProcessExpired):
        number = -(error.exitcode or 0)
        if number == signal.SIGXCPU:
            return f"took more than {limits.seconds:.0f} s of processor time"
        if number in signal.Signals.__members__.values():
            return f"crashed the cleaner ({signal.Signals(number).name})"
        return f"ended the cleaner (exit code {error.exitcode})"
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


def was_stopped(error: BaseException) -> bool:
    """Whether a worker ended without blame for its lot: somebody sent all processes a signal to
    end, or earlier pages had left it no memory.
    """
    stops = {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP, FULL}
    return isinstance(error, ProcessExpired) and error.exitcode in stops


def _read_lot(read: Read, lot: Sequence[Any], limits: Limits) -> list[Any]:
    found = []
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most != resource.RLIM_INFINITY:
        if _size() > most - ROOM - limits.memory // 2:
            os._exit(FULL)  # what pages leave behind must not cost the next its place
        _set_limit(resource.RLIMIT_AS, most - ROOM)
    try:
        for job in lot:
            _limit_time(limits.seconds)
            found.append(read(job))
    except MemoryError:
        os._exit(SPENT)  # the pages after it get a worker that has some
    finally:
        # Where a page took all there is, fetching the next lot must not fail: it would be lost.
        if most != resource.RLIM_INFINITY:
            _set_limit(resource.RLIMIT_AS, most)
    return found


def _begin(more: int) -> None:
    """No page can take more than `more` bytes on top of the present size of this worker.

    What is loaded by now stays, and a page makes tens of thousands of small objects that live as
    long as it does: looking for rings among them a hundred times costs a tenth of its cleaning.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    _set_limit(resource.RLIMIT_AS, _size() + more + ROOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the writer, which stops in order


def _size() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - no file of ours
        return int(file.read().split()[0]) * resource.getpagesize()


def _limit_time(seconds: float) -> None:
    """The kernel ends this process when the present page takes more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    _set_limit(resource.RLIMIT_CPU, soft)


def _set_limit(which: int, soft: int) -> None:
    """The soft limit alone: it can be raised again, and a hard one of the user's stays."""
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
