"""Whole-process time of short commands: `winnow --help`, a search of the demo archive.

At most 0.3 s each. The demo outlet is crawled first.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from figures import tell
from shared import ROOT

LIMIT = 0.3
RUNS = 7


def seconds(command: list[str | Path]) -> float:
    """The median of some runs, the first left out: it may still read from the disk."""
    took = []
    for _ in range(RUNS + 1):
        began = time.monotonic()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        took.append(time.monotonic() - began)
    return median(took[1:])


def demo_archive(folder: Path) -> Path:
    server = [sys.executable, ROOT / "tests" / "site" / "server.py"]
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as outlet:
        try:
            url = json.loads(outlet.stdout.readline())["url"]
            text = (ROOT / "seeds" / "demo.toml").read_text()
            seed = folder / "demo.toml"
            seed.write_text(text.replace("http://127.0.0.1:8765/", url))
            archive = folder / "archive"
            command = [sys.executable, "-m", "winnow", "--archive", archive, "crawl", seed]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            return archive
        finally:
            outlet.terminate()


def main() -> int:
    winnow = [sys.executable, "-m", "winnow"]
    with tempfile.TemporaryDirectory() as folder:
        archive = demo_archive(Path(folder))
        commands = {
            "winnow --help": [*winnow, "--help"],
            "winnow search": [*winnow, "--archive", archive, "search", "harbour bridge"],
            "python itself": [sys.executable, "-c", ""],
        }
        took = {name: seconds(command) for name, command in commands.items()}
    good = [tell(name, time_taken, "s", limit=LIMIT) for name, time_taken in took.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
