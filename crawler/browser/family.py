"""The processes of the browser, as Linux shows them in /proc; elsewhere none are seen."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
DRIVER = b"run-driver"  # in the command line of Playwright's driver, which starts the browser


def browser_memory() -> dict[int, int]:
    """All processes that our Playwright driver started: id, and bytes that are its own."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    drivers = [pid for pid in children.get(os.getpid(), []) if DRIVER in command(pid)]
    found: list[int] = []
    todo = [child for pid in drivers for child in children.get(pid, [])]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return {pid: memory(pid) for pid in found}


def command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def memory(pid: int) -> int:
    """Bytes that a process holds for itself, what it shares not counted."""
    with suppress(OSError, ValueError):
        _size, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
        return (int(resident) - int(shared)) * PAGE
    return 0


def kill(pids: Iterable[int]) -> None:
    """End these processes at once."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
