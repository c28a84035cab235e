"""What the WARC files cost a crawl: CPU a page with them against the same crawl without.

The same `winnow crawl`, which cleans nothing yet, of the same pages from the same server, A B A B;
`unwritten.py` is the one that drops what `winnow` writes. Limit: 25 % more. Below it, without a
limit, the same for the fetch side by itself, without frontier and rows.
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

PAGES = 1000
ROUNDS = 3
LIMIT = 0.25
PATHS = [str(ROOT), str(ROOT / "benchmarks")]
UNWRITTEN = f"import sys; sys.path[:0] = {PATHS}; import unwritten; unwritten.main()"
WINNOW = {"winnow": ["-m", "winnow"], "unwritten": ["-c", UNWRITTEN]}


def crawl(way: str, site: loopback.Site) -> float:
    """Milliseconds of CPU a page."""
    with tempfile.TemporaryDirectory() as folder:
        sources = seed(site, Path(folder) / "site.toml")
        archive = ["--archive", f"{folder}/archive"]
        command = [sys.executable, *WINNOW[way], *archive, "crawl", "--jobs", "0", str(sources)]
        return 1000 * watch.run(command, ROOT).cpu / PAGES


def fetch(way: str, site: loopback.Site) -> float:
    """Milliseconds of CPU a page."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.json"
        pages.write_text(json.dumps(site.pages * 2))
        cost = measure(way, pages)
        return 1000 * cost["cpu"] / cost["pages"]


def main() -> int:
    bodies = loopback.real_pages(PAGES)
    bodies = bodies if len(bodies) == PAGES else loopback.made_pages(PAGES)
    more = {}
    with loopback.serving(bodies) as site:
        for part in (crawl, fetch):
            ratios = []
            for _ in range(ROUNDS):
                each = {way: part(way, site) for way in ("unwritten", "winnow")}
                said = ", ".join(f"{way} {ms:.2f} ms CPU a page" for way, ms in each.items())
                print(f"  {part.__name__}: {said}")
                ratios.append(each["winnow"] / each["unwritten"] - 1)
            more[part] = median(ratios)
    good = tell("writing WARC, more CPU a page of a crawl", more[crawl], limit=LIMIT)
    tell("writing WARC, more CPU a page of fetching alone", more[fetch])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
