"""An archive of many captures and their texts, made without a crawl: to measure its care."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from isal import igzip
from loopback import made_pages, real_pages

from archive import open_archive
from archive.articles.versions import commit_readings
from archive.cleaning.reading import Reading
from archive.cleaning.worker import finish
from archive.indexing import job_of
from archive.warc.exchange import Exchange
from cleaners.article import Article, Block, Removal

START = datetime(2026, 3, 1, tzinfo=UTC)
DIFFERENT = 500  # pages; each comes again with another number in it
LOT = 500


def exchanges(count: int) -> Iterator[Exchange]:
    """Pages of usual size on fifty hosts, gzip-coded as servers send them, no two the same."""
    pages = real_pages(DIFFERENT) or made_pages(DIFFERENT)
    for number in range(count):
        body = igzip.compress(pages[number % len(pages)] + b"<!-- %d -->" % number, 3)
        host, path = f"host{number % 50}.example", f"/story/{number}"
        head = (
            "HTTP/1.1 200 OK\r\nServer: loopback\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield Exchange(
            url=f"http://{host}{path}",
            started_at=START + timedelta(seconds=number),
            request=f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
            response=head.encode() + body,
            ip="127.0.0.1",
            context={"source": host, "via": f"http://{host}/", "depth": "1"},
        )


def article(number: int, words: list[str]) -> Article:
    """A text of twenty paragraphs, with ten lines beside it that were removed."""
    chance = random.Random(number)

    def line(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize() + "."

    kept = tuple(Block(line(40), position) for position in range(1, 21))
    gone = tuple(Removal(line(6), place, "made", "navigation") for place in (0, *range(21, 30)))
    return Article(title=line(8), byline="A Clerk", language="en", blocks=kept, removals=gone)


def make_archive(folder: Path, count: int) -> None:
    """Fill the folder with so many captures, each with an article of its own."""
    chance = random.Random(5)
    words = ["".join(chance.choices("aeiounrstlmdk", k=chance.randint(2, 9))) for _ in range(3000)]
    source = exchanges(count)
    number = 0
    with open_archive(folder, write=True, create=True) as archive:
        crawl = archive.begin_crawl("made", {})
        while lot := list(islice(source, LOT)):
            with archive.append(lot) as captures:
                readings = []
                for capture in captures:
                    number += 1
                    job = job_of(archive, capture, links=False)
                    digest = capture.payload_digest
                    reading = Reading(capture.id, payload_digest=digest, cleaner=job.cleaner)
                    readings.append((capture, finish(job, reading, article(number, words))))
                commit_readings(archive.conn, readings)
        archive.end_crawl(crawl, "done", {})
