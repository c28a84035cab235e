"""Every line of the seed documents as labeled; where the documents are absent, it is said."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("WINNOW_SHARED") or ROOT.parent / "shared")


def seeds(home: Path):
    return subprocess.run(
        [sys.executable, "benchmarks/seeds.py"],
        cwd=ROOT,
        env=os.environ | {"WINNOW_SHARED": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_seed_line_is_as_labeled():
    done = seeds(HOME)
    if (HOME / "data" / "seed-documents").exists():
        assert done.stdout.endswith("124 lines, 124 as labeled, 0 not\n"), done.stdout
    else:
        assert done.stdout.startswith("absent: no seed-documents"), done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_absent_documents_are_no_failure(tmp_path):
    done = seeds(tmp_path)
    hint = "(WINNOW_SHARED names another place); nothing measured"
    assert done.stdout == f"absent: no seed-documents in {tmp_path} {hint}\n"
    assert (done.returncode, done.stderr) == (0, "")
