"""Stories: what finding them costs beside cleaning, what is found, and what is wrongly found.

`python benchmarks/stories.py [PAGES]`. The cost is CPU in one process: the same pages cleaned,
then their stories found, in an archive that holds them all. Found: parts and edits of gold texts,
made here. Wrongly found: links between gold texts of different sites. The five seed documents
have to fall into the two stories that they are.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from figures import tell
from loopback import made_pages, real_pages
from made_archive import START, timedelta
from shared import shared

from archive import open_archive
from archive.articles.versions import commit_readings
from archive.cleaning.reading import Reading
from archive.cleaning.worker import finish
from archive.folder import Archive
from archive.indexing import job_of
from archive.stories.finding import find_stories
from archive.stories.grouping import JOINING
from archive.warc.exchange import Exchange
from cleaners import clean, clean_text
from cleaners.article import Article, Block

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 400
EDITED = 150  # gold texts of which edits are made
LEAST_WORDS = 250
COST_LIMIT = 0.1  # of the CPU of cleaning the same pages
FOUND_FLOOR = 0.97  # of the edits that are to be found


def shelve(archive: Archive, articles: Iterable[tuple[str, Article]]) -> None:
    """Store articles, each under an address of this host, as a crawl would have them."""
    articles = list(articles)
    lot = [
        Exchange(
            url=f"http://{host}/{number}",
            started_at=START + timedelta(seconds=number),
            request=f"GET /{number} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
            response=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        )
        for number, (host, _article) in enumerate(articles)
    ]
    with archive.append(lot) as captures:
        readings = []
        for capture, (_host, article) in zip(captures, articles, strict=True):
            job = job_of(archive, capture, links=False)
            readings.append(
                (capture, finish(job, Reading(capture.id, cleaner=job.cleaner), article))
            )
        commit_readings(archive.conn, readings)


def text_of(text: str) -> Article:
    lines = [line for line in text.split("\n") if line.strip()]
    return Article(blocks=tuple(Block(line, place) for place, line in enumerate(lines)))


def cost() -> float:
    """CPU of finding stories, as a share of that of cleaning."""
    pages = real_pages(PAGES) or made_pages(PAGES)
    clean(pages[0])
    began = time.process_time()
    articles = [clean(page, url="http://a.example/") for page in pages]
    cleaning = time.process_time() - began
    with (
        tempfile.TemporaryDirectory() as name,
        open_archive(name, write=True, create=True) as archive,
    ):
        shelve(archive, ((f"h{n}.example", article) for n, article in enumerate(articles)))
        began = time.process_time()
        count = find_stories(archive)
        finding = time.process_time() - began
        words = archive.conn.execute("select sum(word_count) from documents").fetchone()[0]
        size = archive.conn.execute("select sum(length(numbers)) / 6 from story_texts").fetchone()[
            0
        ]
    print(
        f"{count} articles of {words // count} words: cleaned in {1000 * cleaning / count:.1f} ms,"
        f" compared in {1000 * finding / count:.2f} ms each, {size / count:.0f} numbers"
    )
    return finding / cleaning


def gold(name: str) -> list[dict]:
    """The texts of a set."""
    lines = (shared("extraction") / name / "gold.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def edits(text: str, other: str, chance: random.Random) -> dict[str, str]:
    """What others make of a text."""
    words, around = text.split(" "), other.split(" ")
    third = words[: len(words) * 3 // 10]
    kept = words[: len(words) // 2]
    changed = [chance.choice(around) if chance.random() < 0.05 else word for word in kept]
    return {
        "first sixth": " ".join(words[: max(80, len(words) // 6)]),
        "a third in another": " ".join([*around[:150], *third, *around[150:]]),
        "half, with 5 % of its words changed": " ".join(changed),
    }


def found() -> float:
    """The share of edits that are linked with their model."""
    chance = random.Random(4)
    texts = [one["text"] for name in ("fundus_dev", "wcxb_dev") for one in gold(name)]
    texts = [text for text in texts if len(text.split()) >= LEAST_WORDS]
    chance.shuffle(texts)
    models, others = texts[:EDITED], texts[EDITED : 2 * EDITED]
    kinds: list[str] = [""] * len(models)
    articles = [(f"m{n}.example", text_of(text)) for n, text in enumerate(models)]
    for number, (text, other) in enumerate(zip(models, others, strict=False)):
        for kind, edited in edits(text, other, chance).items():
            kinds.append(f"{kind}\n{number + 1}")
            articles.append((f"e{len(kinds)}.example", text_of(edited)))
    with (
        tempfile.TemporaryDirectory() as name,
        open_archive(name, write=True, create=True) as archive,
    ):
        shelve(archive, articles)
        find_stories(archive)
        pairs = {
            (row[0], row[1])
            for row in archive.conn.execute("select younger_id, older_id from story_pairs")
        }
    hits: dict[str, list[bool]] = {}
    for article, kind in enumerate(kinds, 1):
        if kind:
            what, model = kind.split("\n")
            hits.setdefault(what, []).append((article, int(model)) in pairs)
    for what, each in hits.items():
        print(f"  {what}: {sum(each) / len(each):.3f} of {len(each)} found")
    every = [one for each in hits.values() for one in each]
    return sum(every) / len(every)


def wrong() -> int:
    """Links that make stories between gold texts of different sites: by reading, none is one."""
    texts = [one for name in ("fundus_dev", "wcxb_dev", "zh") for one in gold(name)]
    with (
        tempfile.TemporaryDirectory() as name,
        open_archive(name, write=True, create=True) as archive,
    ):
        shelve(archive, ((host(one, n), text_of(one["text"])) for n, one in enumerate(texts)))
        find_stories(archive)
        rows = archive.conn.execute(
            "select l.relation, a.site, b.site from story_pairs l join articles a"
            " on a.id = younger_id join articles b on b.id = older_id"
        ).fetchall()
    joining = [tuple(row) for row in rows if row[0] in JOINING]
    print(f"  {len(texts)} texts, {len(rows)} links, {len(joining)} of which join: {joining}")
    return len(joining)


def host(one: dict, number: int) -> str:
    return urlsplit(one["url"] or "").hostname or f"h{number}.example"


def seeds_apart() -> int:
    """How many of the seed documents are not in the story that they belong to."""
    paths = sorted(shared("seed-documents").glob("*.txt"))
    articles = [(f"s{n}.example", clean_text(p.read_text("utf-8"))) for n, p in enumerate(paths)]
    with (
        tempfile.TemporaryDirectory() as name,
        open_archive(name, write=True, create=True) as archive,
    ):
        shelve(archive, articles)
        find_stories(archive)
        rows = archive.conn.execute("select id, story_id from documents order by id").fetchall()
    return sum(row[1] != story for row, story in zip(rows, (1, 1, 3, 3, 3), strict=True))


def main() -> int:
    good = tell("stories", cost(), "of the CPU of cleaning", limit=COST_LIMIT)
    shared("extraction")
    good &= tell("copies found", found(), floor=FOUND_FLOOR)
    good &= tell("links between reports that are none", wrong(), limit=0)
    good &= tell("seed documents not in their story", seeds_apart(), limit=0)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
