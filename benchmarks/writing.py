"""What the WARC files cost a crawl: CPU a page with them against the same crawl without.

Fetch side alone (robots gate, guard and tap on, nothing cleaned), same pages, same server, A B A B;
`unwritten` drops each exchange where `winnow` writes it. Limit: 25 % more.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import loopback
from fetching import measure
from figures import tell

PAGES = 1000  # each is fetched fetching.TIMES times
ROUNDS = 3
LIMIT = 0.25


def main() -> int:
    bodies = loopback.real_pages(PAGES)
    bodies = bodies if len(bodies) == PAGES else loopback.made_pages(PAGES)
    more = []
    with tempfile.TemporaryDirectory() as folder, loopback.serving(bodies) as site:
        pages = Path(folder) / "pages.json"
        pages.write_text(json.dumps(site.pages * 2))
        for _ in range(ROUNDS):
            cost = {way: measure(way, pages) for way in ("unwritten", "winnow")}
            each = {way: 1000 * one["cpu"] / one["pages"] for way, one in cost.items()}
            print("  " + ", ".join(f"{way} {ms:.2f} ms CPU a page" for way, ms in each.items()))
            more.append(each["winnow"] / each["unwritten"] - 1)
    return 0 if tell("writing WARC, more CPU a page", median(more), limit=LIMIT) else 1


if __name__ == "__main__":
    sys.exit(main())
