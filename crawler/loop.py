"""Runs without end, one process after another, for where there is no cron: containers."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from archive.database import connect, sqlite3
from archive.errors import ArchiveError

STOPPED = 3  # exit code: work is left
SHORTEST, LONGEST = 5.0, 300.0  # seconds between two runs


def run_forever(folder: Path, arguments: Sequence[str]) -> int:
    """The exit code of the last run, after SIGINT or SIGTERM.

    `arguments` are those of this process; each run gets them with --due in place of --loop. A run
    that fails does not end the loop: the next one may find the network, the disk or the site well.
    """
    rest = [part for part in arguments[1:] if part not in {"--loop", "--due"}]
    command = [sys.executable, "-m", "winnow", *rest, "--due"]
    stop = threading.Event()
    child: subprocess.Popen[bytes] | None = None

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    code = 0
    while not stop.is_set():
        child = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command
        code = child.wait()
        stop.wait(SHORTEST if code == STOPPED else pause(folder, time.time()))
    return code


def pause(folder: Path, now: float) -> float:
    """Seconds until the next source is due."""
    try:
        with contextlib.closing(connect(folder / "archive.db")) as conn:
            ((due,),) = conn.execute("select min(next_run) from frontier_sources").fetchall()
    except (ArchiveError, sqlite3.Error):
        due = None
    return min(LONGEST, max(SHORTEST, (due or now + LONGEST) - now))
