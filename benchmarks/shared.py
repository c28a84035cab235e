"""Where the benchmarks find real texts. They are no part of the project: their publishers' own."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def shared(name: str) -> Path:
    """A folder or file of the shared data. Says so and ends the benchmark well when it is absent.

    Looked for in $WINNOW_SHARED, else in `shared` beside the checkout.
    """
    home = Path(os.environ.get("WINNOW_SHARED") or ROOT.parent / "shared")
    found = home / "data" / name
    if not found.exists():
        print(f"absent: no {name} in {home} (WINNOW_SHARED names another place); nothing measured")
        sys.exit(0)
    return found
