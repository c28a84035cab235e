"""Care of an archive: `winnow verify` of 10,000 captures, and one raw record by its row id.

Floors: verify 100 MB of WARC a CPU second, the checks of texts and index among them; a record in
under 1 ms (p50) on an archive of 2,000 records.
"""

import hashlib
import io
import random
import sys
import tempfile
import time
from pathlib import Path

import watch
from figures import tell
from made_archive import make_archive
from shared import ROOT

from archive import open_archive
from archive.captures.records import copy_records, piece_of

CAPTURES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000  # `caring.py 1000` for a short look
ROUNDS = 3
RATE_FLOOR = 100.0  # MB a CPU second
RECORDS = 2000 // 3  # captures with 2,000 records: answer, request and metadata each
TIME_LIMIT = 1.0  # milliseconds


def verified(folder: Path) -> float:
    """MB of WARC files that `winnow verify` checks in a CPU second; the best of some rounds."""
    size = sum(path.stat().st_size for path in (folder / "warcs").iterdir()) / 1e6
    texts = (folder / "archive.db").stat().st_size / 1e6
    print(f"{CAPTURES:,} captures in {size:.0f} MB of WARC, database {texts:.0f} MB")
    rates = []
    for _ in range(ROUNDS):
        cost = watch.run([sys.executable, "-m", "winnow", "--archive", folder, "verify"], cwd=ROOT)
        assert "all as it should be" in cost.output, cost.output
        rates.append(size / cost.cpu)
        print(f"  {rates[-1]:6.0f} MB/s, {cost.cpu:.1f} s CPU; {digests():.0f} MB/s of bare sha256")
    return max(rates)


def digests() -> float:
    """MB a CPU second of sha256 alone: tells how much of a core there is at this moment."""
    content = bytes(100_000_000)
    began = time.process_time()
    hashlib.sha256(content).digest()
    return 100 / (time.process_time() - began)


def by_id(folder: Path) -> float:
    """Milliseconds for one raw record by the id of its row, the middle one of all in any order."""
    took = []
    with open_archive(folder) as archive:
        numbers = [row[0] for row in archive.conn.execute("select id from captures")]
        random.Random(1).shuffle(numbers)
        for number in numbers:
            began = time.perf_counter()
            capture = archive.capture(number)
            assert capture is not None
            copy_records([piece_of(capture, archive.shelf)], io.BytesIO())
            took.append(1000 * (time.perf_counter() - began))
    took.sort()
    print(f"  p95 {took[len(took) * 95 // 100]:.2f} ms ({len(took)} records)")
    return took[len(took) // 2]


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name, "small"), Path(name, "large")
        make_archive(small, RECORDS)
        middle = by_id(small)
        good = tell("one raw record by row id, p50", middle, "ms", limit=TIME_LIMIT)
        make_archive(large, CAPTURES)
        rate = verified(large)
    good &= tell("verify", rate, "MB of WARC a CPU second", floor=RATE_FLOOR)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
