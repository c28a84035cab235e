"""The import of a 2,000-page WARC against a plain loop of warcio + trafilatura.extract.

The loop runs in one process and only extracts; the import uses the machine's cores and also
cleans, records removals, indexes and commits. Floor: 1.8 x on two cores.
"""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import loopback
import watch
from figures import tell
from shared import ROOT

from archive.warc.exchange import Exchange
from archive.warc.writer import WarcWriter

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 2000  # `importing.py 200` for a short look
ROUNDS = 2
FLOOR = 1.8

LOOP = """
import sys
import trafilatura
from warcio.archiveiterator import ArchiveIterator
count = 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        if record.rec_type == "response":
            text = trafilatura.extract(record.content_stream().read())
            count += text is not None
print(count)
"""


def written(folder: Path, bodies: list[bytes]) -> Path:
    """A WARC file with these pages, each under a URL of its own, gzip-coded as servers send."""
    writer = WarcWriter(folder, prefix="pages")
    for number, body in enumerate(bodies):
        host = f"host{number % 50}.example"
        path = f"/page/{number}"
        writer.write(
            Exchange(
                url=f"http://{host}{path}",
                started_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number),
                request=f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
                response=loopback.answer(body, "text/html"),
            )
        )
    writer.close()
    (path,) = folder.glob("*.warc.gz")
    return path


def main() -> int:
    real = loopback.real_pages(PAGES)
    bodies = list(islice(cycle(real or loopback.made_pages(500)), PAGES))
    print(
        f"{PAGES} pages, {len(real) or 500} of them different, {'real' if real else 'made'}; ABAB"
    )
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warc = written(folder / "pages", bodies)
        for number in range(ROUNDS):
            plain = watch.run([sys.executable, "-c", LOOP, warc], ROOT)
            archive = ["--archive", folder / f"archive{number}"]
            ours = watch.run([sys.executable, "-m", "winnow", *archive, "import", warc], ROOT)
            ratios.append(plain.wall / ours.wall)
            for what, cost in (("plain loop", plain), ("import", ours)):
                print(
                    f"  {what:10} {PAGES / cost.wall:6.1f} pages/s, "
                    f"{1000 * cost.cpu / PAGES:5.1f} ms CPU a page"
                )
    return 0 if tell("import", median(ratios), "x the plain loop", floor=FLOOR) else 1


if __name__ == "__main__":
    sys.exit(main())
