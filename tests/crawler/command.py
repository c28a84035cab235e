"""The command line as a process of its own, and sources for loopback sites."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def busy() -> float:
    """How many times longer all may take because the machine has other work; at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def winnow(archive: Path, *args: object, timeout: float = 110) -> subprocess.CompletedProcess[str]:
    """A finished `winnow` command."""
    command = [sys.executable, "-m", "winnow", "--archive", str(archive), *map(str, args)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def started(archive: Path, *args: object) -> subprocess.Popen[bytes]:
    """A running `winnow` command, with its children in a process group of its own."""
    command = [sys.executable, "-m", "winnow", "--archive", str(archive), *map(str, args)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def seed(folder: Path, url: str, *lines: str, name: str = "site") -> Path:
    """A source file for a site on this machine, asked at full speed."""
    keys = {
        "id": f'"{name}"',
        "start": f'["{url}"]',
        "delay": "0.0",
        "concurrency": "4",
        "allow_addresses": '["127.0.0.0/8"]',
        "articles": '["/story/*"]',
    }
    given = {line.partition(" = ")[0] for line in lines}
    text = [f"{key} = {value}" for key, value in keys.items() if key not in given]
    path = folder / f"{name}.toml"
    path.write_text("\n".join(["[[source]]", *text, *lines]) + "\n")
    return path
