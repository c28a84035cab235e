"""Runs every benchmark of this folder in turn: what `make bench` prints.

`python benchmarks/run.py [NAME]...` runs only the ones named. Ends with 1 when one of them does.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def benchmarks() -> list[Path]:
    """The files that can be started by themselves."""
    files = sorted(HERE.glob("*.py"))
    return [path for path in files if path != Path(__file__) and "__main__" in path.read_text()]


def main() -> int:
    chosen = [path for path in benchmarks() if path.stem in (sys.argv[1:] or [path.stem])]
    failed = []
    for path in chosen:
        print(f"== {path.stem}", flush=True)
        began = time.monotonic()
        if subprocess.run([sys.executable, path], check=False).returncode:
            failed.append(path.stem)
        print(f"== {path.stem}: {time.monotonic() - began:.0f} s\n", flush=True)
    print(
        f"{len(chosen)} benchmarks"
        + (f", below their floor: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
