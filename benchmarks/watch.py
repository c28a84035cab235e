"""What a program costs: wall clock, and CPU of all processes that it started."""

import contextlib
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system, of all processes of the program
    output: str


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat that stand behind the name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu(pid: int) -> float:
    """CPU seconds that a living process has used so far."""
    fields = stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def session_cpu(session: int) -> dict[int, float]:
    """CPU seconds of every living process of a session, by process."""
    used = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(stat(int(folder.name))[3]) == session:
                used[int(folder.name)] = cpu(int(folder.name))
    return used


def run(command: list[str | Path], cwd: Path, codes: tuple[int, ...] = (0,)) -> Cost:
    """The cost of a program; one that ends with another code than `codes` is an error."""
    used: dict[int, float] = {}
    with tempfile.TemporaryFile("w+") as output:
        began = time.monotonic()
        program = subprocess.Popen(
            command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        while program.poll() is None:
            used |= session_cpu(program.pid)
            time.sleep(0.02)
        wall = time.monotonic() - began
        output.seek(0)
        said = output.read()
    if program.returncode not in codes:
        raise RuntimeError(f"{command} ended with {program.returncode}\n{said}")
    return Cost(wall, sum(used.values()), said)
