"""Benchmarks are run by hand: what they import must be there on every day between."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_benchmark_can_be_loaded():
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py"))
    assert "crawling" in names
    code = f"import sys, importlib; sys.path[:0] = {[str(ROOT), str(ROOT / 'benchmarks')]}\n"
    code += f"for name in {names}: importlib.import_module(name)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
