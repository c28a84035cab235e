"""Runs every benchmark of this folder in turn: what `make bench` prints.

`python benchmarks/run.py [--only NAME]... [--json]`. Each benchmark has its time; one that fails or
takes longer does not stop the rest. At the end one line a figure with its floor, then those that
are not met. Ends with 1 when a figure is not met or a benchmark failed.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import FILE, Figure

HERE = Path(__file__).parent
PATIENCE = 400.0  # seconds a benchmark may take; on a quiet machine most need less than half
LONGER = {"extraction": 900.0, "importing": 1200.0}


def benchmarks() -> dict[str, Path]:
    """The files that can be started by themselves, by name."""
    files = sorted(HERE.glob("*.py"))
    runnable = [path for path in files if path.name != "run.py" and "__main__" in path.read_text()]
    return {path.stem: path for path in runnable}


def run(path: Path, figures: Path, *, quiet: bool) -> str:
    """Why a benchmark failed; "" when it came to its end, whatever it found."""
    out = sys.stderr if quiet else None
    with subprocess.Popen(
        [sys.executable, "-u", path],
        stdout=out,
        env={**os.environ, FILE: str(figures), "PYTHONPATH": str(HERE.parent)},
        start_new_session=True,
    ) as program:
        try:
            program.wait(LONGER.get(path.stem, PATIENCE))
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            return f"took longer than {LONGER.get(path.stem, PATIENCE):.0f} s"
    return "" if program.returncode in {0, 1} else f"ended with {program.returncode}"


def read(figures: Path) -> list[Figure]:
    return [Figure(**json.loads(line)) for line in figures.read_text().splitlines()]


def main() -> int:
    known = benchmarks()
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--only", action="append", choices=known, metavar="NAME")
    options.add_argument("--json", action="store_true", help="the figures as JSON lines")
    asked = options.parse_args()
    found: dict[str, list[Figure]] = {}
    failed: dict[str, str] = {}
    say = sys.stderr if asked.json else sys.stdout
    for name in asked.only or known:
        print(f"== {name}", file=say, flush=True)
        began = time.monotonic()
        with tempfile.NamedTemporaryFile("r") as figures:
            if why := run(known[name], Path(figures.name), quiet=asked.json):
                failed[name] = why
            found[name] = read(Path(figures.name))
        print(f"== {name}: {time.monotonic() - began:.0f} s\n", file=say, flush=True)
    missed = []
    for name, figures in found.items():
        for figure in figures:
            if asked.json:
                told = {"benchmark": name, "met": figure.met}
                told |= {key: getattr(figure, key) for key in figure.__slots__}
                print(json.dumps(told))
            else:
                print(f"{name:14} {figure}")
            if not figure.met:
                missed.append(figure.name)
    for name, why in failed.items():
        print(f"{name:14} {why}", file=say)
    print(f"not met: {', '.join(missed) or 'none'}", file=say)
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
