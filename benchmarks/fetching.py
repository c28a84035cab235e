"""The fetch side with tap, guard, robots gate and WARC on, against bare Scrapy dropping the pages.

Same pages, same server, same run, A B A B; once with charsets in the headers and once without,
because Scrapy's guess at the charset of a compressed body costs it half its speed there.
Floor: 0.75 x bare Scrapy, with charsets and without.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import loopback
import watch
from figures import tell
from shared import ROOT

PAGES = 1000
TIMES = 2  # each page is fetched so often
ROUNDS = 3
FLOOR = 0.75


def measure(way: str, pages: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(ROOT), str(ROOT / "benchmarks")]
        job = (way, str(pages), folder)
        code = f"import sys; sys.path[:0] = {paths}; import fetchers; fetchers.fetch{job}"
        cost = watch.run([sys.executable, "-c", code], ROOT)
    result: dict[str, float] = json.loads(cost.output.splitlines()[-1])
    assert result["pages"] == len(json.loads(pages.read_text())), cost.output
    return result


def compare(kind: str, mime: str, bodies: list[bytes]) -> bool:
    """Whether our fetch side is fast enough, as a multiple of bare Scrapy."""
    ratios, cpu = [], []
    with tempfile.TemporaryDirectory() as folder, loopback.serving(bodies, mime) as site:
        pages = Path(folder) / "pages.json"
        pages.write_text(json.dumps(site.pages * TIMES))
        for _ in range(ROUNDS):
            results = {way: measure(way, pages) for way in ("bare", "winnow")}
            for way, result in results.items():
                print(
                    f"  {kind:16} {way:7} {result['pages'] / result['seconds']:6.1f} pages/s, "
                    f"{1000 * result['cpu'] / result['pages']:5.2f} ms CPU a page"
                )
            ratios.append(results["bare"]["seconds"] / results["winnow"]["seconds"])
            cpu.append(results["bare"]["cpu"] / results["winnow"]["cpu"])
    print(f"  {kind}: by CPU seconds {median(cpu):.2f} x")
    return tell(f"fetching, {kind}", median(ratios), "x bare Scrapy", floor=FLOOR)


def main() -> int:
    bodies = loopback.real_pages(PAGES)
    made = len(bodies) < PAGES
    bodies = loopback.made_pages(PAGES) if made else bodies
    print(
        f"{PAGES} {'made' if made else 'real'} pages, {TIMES} times, on {len(loopback.HOSTS)} hosts"
    )
    good = [
        compare("with charset", "text/html; charset=utf-8", bodies),
        compare("without charset", "text/html", bodies),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
