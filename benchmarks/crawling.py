"""Crawls of 1,000 pages on twenty loopback hosts: against bare Scrapy, and against two cores.

Floors: the fetch side 0.7 x bare Scrapy; the complete job (fetched, in WARC, cleaned, searchable)
0.85 x what two cores allow, that is 2 divided by the CPU seconds a page of all parts.
"""

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median

import loopback
import watch
from figures import tell
from shared import ROOT

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 1000  # `crawling.py 200` for a short look
ROUNDS = 2
FETCH_FLOOR = 0.7
COMPLETE_FLOOR = 0.85
CORES = 2


def seed(site: loopback.Site, path: Path) -> Path:
    sources = [
        f'[[source]]\nid = "host{n}"\nname = "Host {n}"\nstart = []\nfeeds = []\n'
        f'sitemaps = ["{sitemap}"]\nscope = "page"\ndelay = 0.0\nconcurrency = 8\n'
        'allow_addresses = ["127.0.0.0/8"]\n'
        for n, sitemap in enumerate(site.sitemaps)
    ]
    path.write_text("\n".join(sources))
    return path


def bare(site: loopback.Site, folder: Path) -> watch.Cost:
    pages = folder / "pages.json"
    pages.write_text(json.dumps(site.pages))
    spider = ROOT / "benchmarks" / "bare.py"
    command = [sys.executable, "-m", "scrapy", "runspider", spider, "-a", f"pages={pages}"]
    return watch.run(command, folder)


def crawl(site: loopback.Site, folder: Path, *options: str) -> watch.Cost:
    sources = seed(site, folder / "site.toml")
    winnow = [sys.executable, "-m", "winnow", "--archive", folder / "archive"]
    cost = watch.run([*winnow, "crawl", *options, sources], ROOT)
    with closing(sqlite3.connect(folder / "archive" / "archive.db")) as db:
        count = "select count(*), sum(state = 'waiting') from captures where kind = 'page'"
        captured, waiting = db.execute(count).fetchone()
    assert captured == PAGES, f"{captured} pages captured\n{cost.output}"
    assert bool(waiting) == bool(options), f"{waiting} pages wait for cleaning\n{cost.output}"
    return cost


def main() -> int:
    bodies = loopback.real_pages(PAGES)
    kind = "real" if len(bodies) == PAGES else "made"
    bodies = bodies if kind == "real" else loopback.made_pages(PAGES)
    size = sum(map(len, bodies)) / PAGES / 1000
    print(f"{PAGES} {kind} pages of {size:.0f} kB on {len(loopback.HOSTS)} hosts, A B C A B C")
    fetched, complete = [], []
    with loopback.serving(bodies) as site:
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as name:
                plain = bare(site, Path(name))
            with tempfile.TemporaryDirectory() as name:
                fetch = crawl(site, Path(name), "--jobs", "0")
            served = watch.cpu(site.pid)
            with tempfile.TemporaryDirectory() as name:
                whole = crawl(site, Path(name))
            server = watch.cpu(site.pid) - served
            bound = CORES * PAGES / (whole.cpu + server)
            fetched.append(plain.wall / fetch.wall)
            complete.append(PAGES / whole.wall / bound)
            for name, cost in [("bare Scrapy", plain), ("fetch side", fetch), ("complete", whole)]:
                print(
                    f"  {name:12} {PAGES / cost.wall:6.1f} pages/s, "
                    f"{1000 * cost.cpu / PAGES:6.2f} ms CPU a page"
                )
            print(f"  {'two cores':12} {bound:6.1f} pages/s would be possible")
    good = [
        tell("fetch side", median(fetched), "x bare Scrapy", floor=FETCH_FLOOR),
        tell("complete job", median(complete), f"x what {CORES} cores allow", floor=COMPLETE_FLOOR),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
