"""Labeled lines with their neighbors: how much debris is caught, how many real lines are lost.

Only text and neighbors are given, no markup. Prints the figures by kind, and once more for parts of
the pages: the rules were written beside these lines, so their spread says more than the mean. Ends
with 1 when a figure falls below its floor.
"""

import json
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from figures import tell
from rich.console import Console
from rich.table import Table
from shared import shared

from cleaners.debris.line import Line
from cleaners.debris.sieve import sift

CAUGHT, LOST = 0.85, 0.02  # floor and ceiling; the floor may only rise
PARTS = 5


def taken(row: dict[str, Any]) -> bool:
    """Whether the middle one of three lines is removed."""
    lines = [Line(row["prev"]), Line(row["line"]), Line(row["next"])]
    return sift(lines)[1] is not None


def shares(rows: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """The share of debris caught, and of real lines lost."""
    count = Counter((row["label"], row["taken"]) for row in rows)
    drop = count["drop", True] + count["drop", False]
    keep = count["keep", True] + count["keep", False]
    return count["drop", True] / max(drop, 1), count["keep", True] / max(keep, 1)


def main() -> int:
    with shared("debris_lines.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        row["taken"] = taken(row)
        row["part"] = zlib.crc32(row["page"].encode()) % PARTS
    table = Table("label", "kind", "lines", "removed", "share", box=None)
    for label, kind in sorted({(row["label"], row["kind"]) for row in rows}):
        some = [row for row in rows if (row["label"], row["kind"]) == (label, kind)]
        gone = sum(row["taken"] for row in some)
        table.add_row(label, kind, str(len(some)), str(gone), f"{gone / len(some):.2f}")
    Console(width=100).print(table)
    for part in range(PARTS):
        caught, lost = shares([row for row in rows if row["part"] == part])
        print(f"pages, part {part + 1} of {PARTS}: caught {caught:.3f}, real lines lost {lost:.3f}")
    caught, lost = shares(rows)
    print(f"all {len(rows)} lines: caught {caught:.3f}, real lines lost {lost:.3f}")
    good = [
        tell(f"of {len(rows)} lines, debris caught", caught, floor=CAUGHT),
        tell("real lines lost", lost, limit=LOST),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
