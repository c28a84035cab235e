"""The floors of the labeled debris lines hold; where the lines are absent, it is said."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("WINNOW_SHARED") or ROOT.parent / "shared")


def test_debris_is_caught_and_real_lines_stay():
    done = subprocess.run(
        [sys.executable, "benchmarks/debris_lines.py"],
        cwd=ROOT,
        env=os.environ | {"WINNOW_SHARED": str(HOME), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    if (HOME / "data" / "debris_lines.jsonl").exists():
        assert re.search(r"^all \d+ lines: caught 0\.(8[5-9]|9)", done.stdout, re.MULTILINE)
    else:
        assert done.stdout.startswith("absent: no debris_lines.jsonl"), done.stdout
