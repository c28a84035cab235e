"""A crawl that is killed again and again, and what has to be true of the archive afterward."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.command import started, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

START = 2.0  # seconds in which a command loads, recovers and asks for its first page
RECORDS = {"response", "revisit", "resource"}  # what a capture may be; all others belong to one


@dataclass(slots=True)
class Kills:
    """How often a crawl was killed, and what that cost."""

    refetches: list[int] = field(default_factory=list)  # pages asked for again, by kill
    rescued: int = 0  # captures whose record was written and whose row was not
    torn: int = 0  # bytes of records that were not written to their end

    def __str__(self) -> str:
        return (
            f"{len(self.refetches)} kills: {sum(self.refetches)} refetches, at most "
            f"{max(self.refetches)} a kill; {self.rescued} captures got their row at the next "
            f"start, {self.torn} torn bytes were set aside"
        )


def crawl_killed(folder: Path, pages: int, kills: int, latency: float, chance: int) -> Kills:
    """A crawl of a site of so many pages, killed so many times, and completed at last.

    The moments are thrown by dice: while the command starts or recovers (one in four), after some
    pages more, and once when all pages are fetched. Asserts that nothing is lost or double.
    """
    dice = random.Random(chance)
    archive = folder / "archive"
    told = Kills()
    with grinding(Mill(pages, latency)) as mill:
        source = seed(folder, mill.url)
        every = addresses(mill)
        kept: set[str] = set()
        anew = 0  # rounds that were over, so that the next crawl asked for the front page again
        for number in range(kills):
            before = again(mill)
            anew += round_ended(archive)
            left = len(every) - fetched(mill)
            if number == kills - 1:
                wait = left, dice.uniform(0, 0.5)
            elif dice.random() < 0.25:
                wait = 0, dice.uniform(0, START)
            else:
                wait = dice.randint(1, max(1, 2 * left // (kills - number))), dice.uniform(0, 0.2)
            note(told, kill(mill, archive, source, *wait))
            told.refetches.append(again(mill) - before)
            now = stored(archive)
            assert kept <= now, "a capture that was there before the kill is gone"
            kept = now
        before = again(mill)
        anew += round_ended(archive)
        last = winnow(archive, "crawl", source)
        assert last.returncode == 0, last.stderr
        note(told, last.stderr)
        # What a kill costs is asked for again in the run after it.
        told.refetches = [*told.refetches[1:], again(mill) - before]
        check(archive, every, kept, {mill.url: anew})
    return told


def kill(mill: Mill, archive: Path, source: Path, more: int, late: float) -> str:
    """What a crawl said until it was killed with all its children.

    The moment: when `more` new pages were asked for, and `late` seconds later. A crawl that ends
    before had nothing left to lose.
    """
    at = fetched(mill) + more
    running = started(archive, "crawl", source)
    assert running.stderr
    until = time.monotonic() + 60
    while fetched(mill) < at and running.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(late)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    errors = running.stderr.read().decode()
    running.stderr.close()
    assert running.returncode in {0, -signal.SIGKILL}, errors
    return errors


def note(told: Kills, errors: str) -> None:
    """Count what recovery says it did, one line a file."""
    for line in errors.splitlines():
        assert " was left by a run that did not end: " in line, line
        numbers = [int(word) for word in line.rpartition(": ")[2].split() if word.isdecimal()]
        added, dropped, torn = numbers
        assert dropped == 0, line  # rows are committed after their records are on the disk
        told.rescued += added
        told.torn += torn


def addresses(mill: Mill) -> set[str]:
    """Every page of the site."""
    stories = {f"{mill.url}story/{n}" for n in range(mill.pages)}
    return stories | {f"{mill.url}list/{n}" for n in range(10, mill.pages, 10)} | {mill.url}


def fetched(mill: Mill) -> int:
    """How many different pages were asked for."""
    return len(mill.asked.keys() - {"/robots.txt"})


def again(mill: Mill) -> int:
    """How many pages were asked for more than once, counting each time."""
    asked = dict(mill.asked)
    return sum(times - 1 for path, times in asked.items() if path != "/robots.txt")


def stored(archive: Path) -> set[str]:
    """The record of every capture that is committed."""
    try:
        with closing(sqlite3.connect(archive / "archive.db")) as conn:
            return {row[0] for row in conn.execute("select record_id from captures")}
    except sqlite3.OperationalError:
        return set()  # killed before the tables were made


def round_ended(archive: Path) -> bool:
    """Whether the last kill came too late: the next crawl begins anew, with the front page."""
    try:
        with closing(sqlite3.connect(archive / "archive.db")) as conn:
            rounds = conn.execute("select round_started from frontier_sources").fetchall()
    except sqlite3.OperationalError:
        return False  # killed before the tables were made
    return rounds == [(None,)]


def check(archive: Path, every: set[str], kept: set[str], anew: dict[str, int]) -> None:
    """All pages are there once, rows and records are the same, and `verify` finds no fault.

    `anew`: how often a page was due again, because a round was over.
    """
    with closing(sqlite3.connect(archive / "archive.db")) as conn:
        rows = conn.execute(
            "select u.url, count(*) from captures c join urls u on u.id = c.url_id"
            " where c.kind <> 'robots' group by 1"
        ).fetchall()
        articles = conn.execute("select url, text from articles").fetchall()
        undone = conn.execute("select count(*) from captures where state = 'waiting'").fetchone()
        files = conn.execute("select distinct state from warc_files").fetchall()
    twice = [url for url, count in rows if count > 1 + anew.get(url, 0)]
    assert not twice, f"stored twice: {twice}"
    assert {url for url, _count in rows} == every
    assert {url for url, _text in articles} == {url for url in every if "/story/" in url}
    assert all(f"number {url.rpartition('/')[2]}." in text for url, text in articles)
    assert (undone, files) == ((0,), [("closed",)])
    row_ids, record_ids = stored(archive), records(archive)
    assert kept <= row_ids
    assert sorted(record_ids) == sorted(row_ids), "rows and records are not the same"
    checked = winnow(archive, "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def records(archive: Path) -> Iterator[str]:
    """The id of every answer in the WARC files, as warcio reads them."""
    for path in sorted((archive / "warcs").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                if record.rec_type in RECORDS:
                    yield record.rec_headers.get_header("WARC-Record-ID").strip("<>")
