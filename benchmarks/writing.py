"""What the WARC files cost a crawl: CPU a page with them against the same crawl without.

The same `winnow crawl`, which cleans nothing yet, of the same pages from the same server, A B A B;
`unwritten.py` is the one that drops what `winnow` writes. What a page costs is told by what a
thousand more of them cost, so that starting and ending thin nothing out. Limit: 25 % more. Below
it, without a limit, the same for the fetch side by itself, without frontier and rows.
"""

import json
import math
import sys
import tempfile
from pathlib import Path

import loopback
import watch
from crawling import seed
from fetching import measure
from figures import tell
from shared import ROOT

FEW = int(sys.argv[1]) if len(sys.argv) > 1 else 500  # `writing.py 50` for a short look
MORE = 2 * FEW  # and so many in the longer crawl
ROUNDS = 3
LIMIT = 0.25
PATHS = [str(ROOT), str(ROOT / "benchmarks")]
UNWRITTEN = f"import sys; sys.path[:0] = {PATHS}; import unwritten; unwritten.main()"
WINNOW = {"winnow": ["-m", "winnow"], "unwritten": ["-c", UNWRITTEN]}


def crawl(way: str, site: loopback.Site) -> float:
    """CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        sources = seed(site, Path(folder) / "site.toml")
        archive = ["--archive", f"{folder}/archive"]
        command = [sys.executable, *WINNOW[way], *archive, "crawl", "--jobs", "0", str(sources)]
        return watch.run(command, ROOT).cpu


def fetch(way: str, site: loopback.Site) -> float:
    """CPU seconds; starting is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.json"
        pages.write_text(json.dumps(site.pages))
        return measure(way, pages)["cpu"]


def main() -> int:
    bodies = loopback.real_pages(FEW + MORE)
    bodies = bodies if len(bodies) == FEW + MORE else loopback.made_pages(FEW + MORE)
    ratios = {}
    with loopback.serving(bodies[:FEW]) as few, loopback.serving(bodies) as many:
        for part in (crawl, fetch):
            # Other work on the machine only ever adds: the least of some rounds is the cost.
            least: dict[tuple[str, int], float] = {}
            for _ in range(ROUNDS):
                for site in (few, many):
                    for way in WINNOW:
                        key = way, len(site.pages)
                        least[key] = min(part(way, site), least.get(key, math.inf))
            page = {way: 1000 * (least[way, FEW + MORE] - least[way, FEW]) / MORE for way in WINNOW}
            said = ", ".join(f"{way} {ms:.2f} ms CPU a page" for way, ms in page.items())
            print(f"  {part.__name__}: {said}", flush=True)
            ratios[part] = page["winnow"] / page["unwritten"] - 1
    good = tell("writing WARC, more CPU a page of a crawl", ratios[crawl], limit=LIMIT)
    tell("writing WARC, more CPU a page of fetching alone", ratios[fetch])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
