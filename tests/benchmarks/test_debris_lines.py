"""The floors of the labeled debris lines hold; where the lines are absent, it is said."""

import re

from tests.benchmarks.program import HOME, benchmark


def test_debris_is_caught_and_real_lines_stay():
    done = benchmark("debris_lines")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    if (HOME / "data" / "debris_lines.jsonl").exists():
        assert re.search(r"^all \d+ lines: caught 0\.(8[5-9]|9)", done.stdout, re.MULTILINE)
    else:
        assert done.stdout.startswith("absent: no debris_lines.jsonl"), done.stdout
