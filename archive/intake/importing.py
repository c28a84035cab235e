"""Other people's WARC, ARC and WACZ files: copied into the archive, taken in, cleaned."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.captures.crawls import end_interrupted
from archive.captures.files import IMPORTING, close_file, open_file
from archive.captures.grouping import group
from archive.captures.rows import MISSING
from archive.folder import Archive
from archive.indexing import Indexing
from archive.intake.foreign import NotAWarcError, Volume, bring_in, discard, warc_paths
from archive.intake.rows import Taken, learn_first, take_in
from archive.progress import Progress
from archive.stories.finding import find_stories
from archive.takedowns.purging import purge
from archive.warc.parser import NO_RECORD
from archive.warc.reader import read_warc
from archive.warc.record import Damage, Record

NOTED = 20  # damages of a file that its row names
STORIES = 100  # captures after which stories are sought while workers clean those that follow
MOMENT = 1.0  # seconds that this may take each time: workers have captures for longer


@dataclass(slots=True)
class Imported:
    """What an import did."""

    files: int = 0
    known_files: int = 0
    records: int = 0
    captures: int = 0  # new ones
    known: int = 0  # captures that the archive had already
    cleaned: int = 0  # captures that workers ended
    damages: list[Damage] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # files that are no WARC, one line each
    barred: int = 0  # captures of pages that were taken down: they stay out
    purging: list[str] = field(default_factory=list)  # files that hold records of such pages


def import_files(
    archive: Archive,
    paths: Iterable[Path],
    *,
    jobs: int | None = None,
    progress: Progress = lambda _what, _done, _of: None,
) -> Imported:
    """What was read, skipped and damaged. Files and folders; a bad record never ends a file.

    Reading goes on while workers clean; the archive's queue holds what they have not reached. A
    killed import is taken up by the next one.
    """
    report = Imported()
    folder = datetime.now(UTC).strftime("import-%Y%m%d%H%M%S")
    with Indexing(archive, jobs=jobs or os.cpu_count() or 1, links=False) as indexing:

        def took(taken: Taken) -> None:
            report.captures += taken.new
            report.known += taken.known
            report.damages += taken.damages
            done(indexing.step())

        def done(ended: int) -> None:
            before = report.cleaned
            count_cleaned(report, ended, progress)
            if before // STORIES < report.cleaned // STORIES:
                until = time.monotonic() + MOMENT
                find_stories(archive, stopping=lambda: time.monotonic() > until)

        files = warc_paths(paths, report.refused)
        learn_first(archive, files)
        _resume(archive, report, took)
        for path in files:
            try:
                for volume in bring_in(archive, path, folder):
                    _take(archive, volume, report, took)
            except NotAWarcError as error:
                report.refused.append(str(error))
        _look_again(archive)
        with archive.atomic() as conn:
            end_interrupted(conn)
        indexing.drain(done)
        if report.purging:
            purge(archive, report.purging)
            _close_purged(archive, report)  # only now: a killed import is to purge them again
            indexing.drain(done)
    find_stories(archive, progress)
    return report


def count_cleaned(report: Imported, ended: int, progress: Progress) -> None:
    """Count captures that workers ended, and show it."""
    report.cleaned += ended
    progress("cleaned", report.cleaned, report.captures)


def _take(
    archive: Archive, volume: Volume, report: Imported, took: Callable[[Taken], None]
) -> None:
    """Take in one file that lies in warcs/ by now."""
    if volume.known:
        report.known_files += 1
        return
    with archive.atomic() as conn:
        open_file(conn, volume.path, origin="import", state=IMPORTING, sha256=volume.sha256)
    before, known, purged = report.records, 0, False
    found: list[Damage] = list(volume.damages)
    report.damages += found

    def counted() -> Iterable[Record | Damage]:
        for record in read_warc(archive.warcs / volume.path, name=volume.name):
            report.records += isinstance(record, Record)
            yield record

    for taken in take_in(archive, group(counted(), volume.path)):
        found += taken.damages
        known += taken.known
        report.barred += taken.barred
        purged = purged or taken.barred + taken.naming > 0
        took(taken)
    if report.records == before:
        path, hint = archive.warcs / volume.path, ""
        if _is_something_else(path, found):
            del report.damages[len(report.damages) - len(found) :]
            hint = "; `winnow clean` cleans a page" if _is_page(path) else ""
        discard(archive, volume)
        report.refused.append(f"{volume.name}: no WARC or ARC record in it{hint}")
        return
    if purged:
        report.purging.append(volume.path)
        return
    if known and not _holds_captures(archive, volume.path):
        discard(archive, volume)  # every record of it is in other files of the archive
        report.known_files += 1
        return
    report.files += 1
    with archive.atomic() as conn:
        close_file(conn, archive.warcs, volume.path, note=_note(found))


def _is_something_else(path: Path, found: Sequence[Damage]) -> bool:
    """Whether nothing in a file is like a record: it is a page, a poem, and not damaged."""
    whole = sum(damage.length for damage in found if damage.why == NO_RECORD)
    return 0 < whole == path.stat().st_size


def _is_page(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(100).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _holds_captures(archive: Archive, path: str) -> bool:
    row = archive.conn.execute(
        "select 1 from captures where warc_file_id = (select id from warc_files where path = ?)",
        (path,),
    ).fetchone()
    return row is not None


def _close_purged(archive: Archive, report: Imported) -> None:
    """End the import of files that were purged; those in which nothing is left go."""
    rows = archive.conn.execute("select path from warc_files where state = ?", (IMPORTING,))
    for (path,) in rows.fetchall():
        if _holds_captures(archive, path):
            report.files += 1
            with archive.atomic() as conn:
                close_file(conn, archive.warcs, path)
        else:
            report.known_files += 1
            discard(archive, Volume(path, path, None))


def _resume(archive: Archive, report: Imported, took: Callable[[Taken], None]) -> None:
    """Go on with files that a killed import had copied but not taken in whole."""
    rows = archive.conn.execute(
        "select path, sha256 from warc_files where state = ? order by id", (IMPORTING,)
    ).fetchall()
    for row in rows:
        _take(archive, Volume(row["path"], row["path"], row["sha256"]), report, took)


def _look_again(archive: Archive) -> None:
    """Revisits whose original has come in meanwhile wait for a worker again."""
    with archive.atomic() as conn:
        conn.execute(
            "update captures set state = 'waiting', reason = null, revisit_of = o.id"
            " from captures o where captures.state = 'skipped'"
            " and captures.reason = ?"
            " and o.payload_digest = captures.payload_digest and o.record_type = 'response'"
            " and o.status = 200",
            (MISSING,),
        )


def _note(damages: Sequence[Damage]) -> str | None:
    lines = [f"{damage.offset}: {damage.why}, {damage.length} bytes" for damage in damages[:NOTED]]
    more = len(damages) - NOTED
    return "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])]) or None
