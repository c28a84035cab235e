"""Winnow beside other extractors on pages with known text: one table a set, and floors.

    python benchmarks/extraction.py [SET]... [--only NAME]... [--pages N]

Of a large set it takes 300 pages, evenly spread; `--pages 0` takes all (half an hour).

Scores: benchmarks/scores.py. CPU is that of the whole call; the ratio is to trafilatura in the same
run. Ends with 1 when Winnow falls below a floor; a floor may only rise. The trees were
trained on fundus_dev, wcxb_dev and zh: for figures on unseen hosts see training/train.py --check.
The gold texts of newspaper4k and readability are another tool's output: they show regressions.
"""

import argparse
import gzip
import json
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import compress
from pathlib import Path

from extractors import EXTRACTORS
from figures import tell
from scores import mean_scores, page_scores
from shared import shared

# Set: (F1, extra lines a page) that Winnow must reach. Measured, then rounded to the safe side.
FLOORS = {"fundus_dev": (0.98, 1.0), "wcxb_dev": (0.89, 10.0), "zh": (0.97, 3.0)}
SETS = ["fundus_dev", "zh", "newspaper4k", "readability", "wcxb_dev"]
USUAL_CPU, FAST_SPEED = 1.25, 5  # CPU of trafilatura's default; how much faster the fast road is
SLOWEST = 0.7  # CPU seconds of a page
WORSE = 0.02  # F1 points on a page that count as worse than trafilatura
WORSE_PAGES = 0.02  # share of such pages, as asked for, not as measured


def run(names: Sequence[str], pages: list[tuple[bytes, dict]]) -> dict[str, list[dict]]:
    """The rows of each extractor. They take turns at every page, so that all run on the same
    machine, busy or not; each in a process of its own, so that none finds what another remembers.
    """
    with ExitStack() as stack:
        workers = {name: stack.enter_context(ProcessPoolExecutor(1)) for name in names}
        for html, gold in pages[:3]:  # what is loaded or made at the first call is no page's cost
            for name, worker in workers.items():
                worker.submit(measured, name, html, gold).result()
        found: dict[str, list[dict]] = {name: [] for name in names}
        for html, gold in pages:
            for name, worker in workers.items():
                found[name].append(worker.submit(measured, name, html, gold).result())
    return found


def measured(name: str, html: bytes, gold: dict) -> dict:
    """The scores of one page and its CPU seconds."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    began = time.process_time()
    try:
        text = EXTRACTORS[name](html, gold.get("url"))
    except Exception:  # noqa: BLE001 - other people's code
        text = ""  # a page that fails counts as an empty one
    cpu = time.process_time() - began
    return page_scores(text, gold["text"]) | {"cpu": cpu}


def load(folder: Path, most: int) -> list[tuple[bytes, dict]]:
    """So many pages of a set with their gold, evenly spread; 0: all."""
    golds = [json.loads(line) for line in (folder / "gold.jsonl").open(encoding="utf-8")]
    if most:
        golds = golds[:: -(-len(golds) // most)]
    return [(gzip.decompress((folder / f"{one['id']}.html.gz").read_bytes()), one) for one in golds]


def table(name: str, found: Mapping[str, Sequence[dict]]) -> None:
    """Print the table of a set: the rows of each extractor, one a page."""
    usual = found.get("trafilatura")
    print(f"{name}: {len(next(iter(found.values())))} pages")
    print("  extractor                 F1      P      R   extra  clean   CPU  slowest  worse")
    for one, rows in found.items():
        f1, p, r = mean_scores(rows)
        extra = statistics.fmean(row["extra"] for row in rows)
        spotless = statistics.fmean(not row["extra"] for row in rows)
        cpu = seconds(rows)
        slowest = max(row["cpu"] for row in rows)
        ratio, worse = "-", "-"
        if usual:
            ratio = f"{cpu / seconds(usual):.2f}"
            worse = f"{worse_pages(rows, usual):.3f}"
        print(
            f"  {one:22} {f1:.4f} {p:.4f} {r:.4f} {extra:6.2f}  {spotless:.2f}"
            f" {ratio:>6} {slowest:6.2f} s  {worse}",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--only", choices=EXTRACTORS, action="append", help="may be repeated")
    parser.add_argument("--pages", type=int, default=300, help="of each set at most; 0: all")
    options = parser.parse_args()
    home = shared("extraction")
    good = True
    for name in options.sets:
        if not (home / name).exists():
            print(f"absent: no {name} in {home}; not measured")
            continue
        pages = load(home / name, options.pages)
        wanted = [one for one in EXTRACTORS if one in (options.only or EXTRACTORS)]
        found = run(wanted, pages)
        table(name, found)
        articles = [gold.get("type") == "article" for _html, gold in pages]
        if any(articles):
            table(
                f"{name}, articles",
                {one: list(compress(rows, articles)) for one, rows in found.items()},
            )
        good &= judged(name, found)
    return 0 if good else 1


def judged(name: str, found: Mapping[str, Sequence[dict]]) -> bool:
    """Whether Winnow keeps to its floors and limits on a set."""
    good = []
    ours, fast, usual = (found.get(one) for one in ("winnow", "winnow fast", "trafilatura"))
    if ours and name in FLOORS:
        floor, limit = FLOORS[name]
        extra = statistics.fmean(row["extra"] for row in ours)
        good += [
            tell(f"F1 on {name}", mean_scores(ours)[0], floor=floor),
            tell(f"extra lines a page on {name}", extra, limit=limit),
        ]
    if ours:
        slowest = max(row["cpu"] for row in ours)
        good.append(tell(f"slowest page of {name}", slowest, "s", limit=SLOWEST))
    if ours and usual and name in FLOORS:
        worse = worse_pages(ours, usual)
        good.append(tell(f"share of worse pages on {name}", worse, limit=WORSE_PAGES))
    if ours and usual:
        ratio = seconds(ours) / seconds(usual)
        good.append(tell(f"CPU on {name}", ratio, "of trafilatura's", limit=USUAL_CPU))
    if fast and usual:
        ratio, behind = seconds(usual) / seconds(fast), mean_scores(usual)[0] - mean_scores(fast)[0]
        good += [
            tell(f"fast road on {name}", ratio, "x as fast as trafilatura", floor=FAST_SPEED),
            tell(f"F1 of the fast road behind trafilatura's on {name}", behind, limit=WORSE),
        ]
    return all(good)


def worse_pages(rows: Sequence[dict], usual: Sequence[dict]) -> float:
    """The share of pages on which trafilatura is better by more than 2 points of F1."""
    pairs = zip(rows, usual, strict=True)
    return statistics.fmean(ours["f"] < theirs["f"] - WORSE for ours, theirs in pairs)


def seconds(rows: Sequence[dict]) -> float:
    """CPU seconds of all pages."""
    return sum(row["cpu"] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
