"""Articles cleaned again by newer rules: new texts beside the old ones, document by document."""

import json
import os
import sqlite3
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.addresses.identity import page_key
from archive.articles.aliases import forms_of
from archive.articles.history import Run, replace_history, runs_of
from archive.articles.texts import Showing, alike
from archive.captures.capture import Capture
from archive.captures.rows import select_captures
from archive.cleaning.pool import Limits, schedule, start_pool, stop_pool, why_it_died
from archive.cleaning.reading import Job
from archive.cleaning.siterules import cleaners_by_source
from archive.cleaning.worker import read_capture
from archive.errors import ArchiveError
from archive.folder import Archive
from archive.indexing import job_of
from archive.progress import Progress
from archive.stories.finding import find_stories
from cleaners.debris.rule import rules

WINDOW = 64  # documents that are out with the workers
_STALE = """
select d.id, d.version_count, u.url, d.current_version_id from documents d
join urls u on u.id = d.url_id
where exists (
    select 1 from versions v join captures c on c.id = v.capture_id
    where v.document_id = d.id and v.replaced_by is null and v.cleaner_id <> coalesce(
        (select value from json_each(?) where key = cast(c.source_id as text)), ?)
)
order by d.id
"""
# The present cleaners get their rows in a table of this connection alone, which hides the stored
# one: a dry run needs no right to write, and a crawl may go on.
_ASIDE = """
pragma temp_store = memory;
create temp table cleaners (id integer primary key, version text, fingerprint text unique);
insert into cleaners select id, version, fingerprint from main.cleaners;
"""


@dataclass(frozen=True, slots=True)
class Change:
    """An article that newer rules read otherwise."""

    article: int
    url: str
    change: float  # share of its words that differ, 0 to 1
    words_before: int
    words_after: int
    versions_before: int
    versions_after: int


@dataclass(slots=True)
class Recleaned:
    """What cleaning again did, or would do."""

    articles: int = 0  # looked at
    changes: list[Change] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # one line each; they keep their text
    damaged: int = 0  # of these: their records are not as they should be


@dataclass(slots=True)
class _Task:
    document: sqlite3.Row
    captures: list[Capture]
    which: list[int]  # for each capture, which of the readings is its
    future: Any


def reclean(archive: Archive, *, jobs: int | None, dry_run: bool, progress: Progress) -> Recleaned:
    """What changed, largest change first.

    Only articles with a text by other rules than the present ones. Each is one transaction, so a
    killed run goes on where it was. Old texts stay in the table `versions` until `prune`.
    A dry run needs an archive that is open to read, no more. Raises ArchiveError for a packed one.
    """
    rules()  # a rule that is wrong is an error here, and not a fallback on every page
    report = Recleaned()
    limits = Limits()
    if archive.path == archive.folder:  # its workers read files
        raise ArchiveError(
            f"{archive.path} is a packed archive: `winnow unpack` it to clean it again"
        )
    if dry_run:
        archive.conn.executescript(_ASIDE)
    with archive.atomic() as conn:
        cleaners = cleaners_by_source(conn)
    stale = archive.conn.execute(_STALE, (json.dumps(cleaners), cleaners[0])).fetchall()
    pool = start_pool(jobs or os.cpu_count() or 1, limits)
    line: deque[_Task] = deque()
    todo = iter(stale)
    try:
        while True:
            while len(line) < WINDOW and (document := next(todo, None)) is not None:
                line.append(_task(archive, pool, document, limits))
            if not line:
                break
            task = line.popleft()
            report.articles += 1
            _finish(archive, task, report, limits, dry_run=dry_run)
            progress("cleaned again", report.articles, len(stale))
    finally:
        stop_pool(pool)
        if dry_run:
            archive.conn.execute("drop table temp.cleaners")
    if not dry_run:
        find_stories(archive, progress)
    report.changes.sort(key=lambda one: (-one.change, one.article))
    return report


def prune(archive: Archive) -> int:
    """How many texts went that newer rules had replaced; with them goes what they had removed."""
    count = 0
    while True:
        with archive.atomic() as conn:
            gone = conn.execute(
                "delete from versions where id in (select id from versions"
                " where replaced_by is not null order by id limit 200)"
            ).rowcount
        if not gone:
            return count
        count += gone


def _task(archive: Archive, pool: Any, document: sqlite3.Row, limits: Limits) -> _Task:  # noqa: ANN401
    captures = select_captures(
        archive.conn,
        "c.version_id in (select id from versions where document_id = ? and replaced_by is null)"
        " order by c.fetched_at, c.id",
        [document["id"]],
    )
    # Revisits lie where their original lies: each body is read once.
    jobs = [job_of(archive, capture, links=False) for capture in captures]
    bodies = {_body(job): job for job in jobs}
    places = {place: number for number, place in enumerate(bodies)}
    future = schedule(pool, read_capture, list(bodies.values()), limits)
    return _Task(document, captures, [places[_body(job)] for job in jobs], future)


def _body(job: Job) -> tuple[str, int, int, str, int]:
    return (str(job.path), job.offset, job.inner, job.url, job.cleaner)


def _finish(
    archive: Archive, task: _Task, report: Recleaned, limits: Limits, *, dry_run: bool
) -> None:
    document = task.document
    try:
        readings = task.future.result()
    except Exception as error:  # noqa: BLE001 - whatever a page does to a worker costs it alone
        report.failed.append(f"{document['url']}: {why_it_died(error, limits)}")
        return
    showings = [
        Showing(capture, reading.article, reading.text, reading.cleaner)
        for capture, number in zip(task.captures, task.which, strict=True)
        if (reading := readings[number]).text is not None
    ]
    if len(showings) < len(task.captures):
        why = next((one.reason for one in readings if one.text is None and one.reason), None)
        report.failed.append(f"{document['url']}: {why or 'no text any more'}")
        report.damaged += any(one.failed for one in readings)
        return
    is_form = forms_of(archive.conn, document["id"], page_key(archive.conn))
    runs = runs_of(showings, is_form)
    change = _change(archive.conn, document, runs)
    if change is not None:
        report.changes.append(change)
    if not dry_run:
        with archive.atomic() as conn:
            replace_history(conn, document["id"], runs)


def _change(conn: sqlite3.Connection, document: sqlite3.Row, runs: Sequence[Run]) -> Change | None:
    """How the article would differ; None when every text and title stays."""
    old = conn.execute(
        "select title, byline, text_hash, word_count, text from versions"
        " where document_id = ? and replaced_by is null order by number",
        (document["id"],),
    ).fetchall()
    new = [run[0] for run in runs]
    before = [(row["title"], row["byline"], row["text_hash"]) for row in old]
    after = [(*showing.headline[:2], showing.text.text_hash) for showing in new]
    if before == after:
        return None
    return Change(
        article=document["id"],
        url=document["url"],
        change=round(1 - alike(old[-1]["text"], new[-1].text.text), 4),
        words_before=old[-1]["word_count"],
        words_after=new[-1].text.word_count,
        versions_before=len(old),
        versions_after=len(new),
    )
