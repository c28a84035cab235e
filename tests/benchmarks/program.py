"""A benchmark that reads the shared folder, run as a person runs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("WINNOW_SHARED") or ROOT.parent / "shared")


def benchmark(name: str, home: Path = HOME) -> subprocess.CompletedProcess[str]:
    """A finished `benchmarks/NAME.py` over a shared folder."""
    return subprocess.run(
        [sys.executable, f"benchmarks/{name}.py"],
        cwd=ROOT,
        env=os.environ | {"WINNOW_SHARED": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
