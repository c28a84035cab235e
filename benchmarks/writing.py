"""What the WARC files cost a crawl: CPU a page with them against the same crawl without.

The same `winnow crawl`, which cleans nothing yet, of the same pages from the same server, A B A B,
with the same rows; `unwritten.py` is the one without WARC. CPU of the crawling process, threads and
all, from the first few pages on to the last, so that starting and ending thin nothing out.
Limit: 25 % more. Below it, without a limit, the same for the fetch side by itself, without
frontier and rows, where an answer is not even parsed unless it is written.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import loopback
import watch
from crawling import seed
from fetching import measure
from figures import tell
from shared import ROOT

FEW = 200  # pages before the clock starts
MORE = int(sys.argv[1]) if len(sys.argv) > 1 else 1200  # `writing.py 200` for a short look
ROUNDS = 7
LIMIT = 0.25
WAYS = ("winnow", "unwritten")
PATHS = [str(ROOT), str(ROOT / "benchmarks")]


def crawl(way: str, site: loopback.Site) -> float:
    """CPU milliseconds a page."""
    code = f"import sys; sys.path[:0] = {PATHS}; import unwritten; unwritten.main({way!r}, {FEW})"
    with tempfile.TemporaryDirectory() as folder:
        sources = seed(site, Path(folder) / "site.toml")
        asked = ["--archive", f"{folder}/archive", "crawl", "--jobs", "0", str(sources)]
        said = watch.run([sys.executable, "-c", code, *asked], ROOT).output
    result: dict[str, float] = json.loads(said.splitlines()[-1])
    return result["ms"]


def fetch(way: str, site: loopback.Site) -> float:
    """CPU milliseconds a page; starting is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.json"
        pages.write_text(json.dumps(site.pages))
        return 1000 * measure(way, pages)["cpu"] / len(site.pages)


def main() -> int:
    bodies = loopback.real_pages(FEW + MORE)
    bodies = bodies if len(bodies) == FEW + MORE else loopback.made_pages(FEW + MORE)
    ratios = {}
    with loopback.serving(bodies) as site:
        for part in (crawl, fetch):
            found: dict[str, list[float]] = {way: [] for way in WAYS}
            for _ in range(ROUNDS):
                for way in WAYS:
                    found[way].append(part(way, site))
                said = ", ".join(f"{way} {cost[-1]:.2f}" for way, cost in found.items())
                print(f"  {part.__name__}, ms CPU a page: {said}", flush=True)
            ratios[part] = median(found["winnow"]) / median(found["unwritten"]) - 1
    good = tell("writing WARC, more CPU a page of a crawl", ratios[crawl], limit=LIMIT)
    tell("writing WARC, more CPU a page of fetching alone", ratios[fetch])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
