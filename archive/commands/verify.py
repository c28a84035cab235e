"""`winnow verify`."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import click

from archive import open_archive
from archive.captures.capture import WAITING
from archive.checks.fault import Fault, Progress
from archive.checks.files import file_faults
from archive.checks.rows import row_faults
from archive.database import sqlite3
from archive.display import json_line, one_line
from archive.errors import DamageError
from archive.folder import Archive
from archive.progress import Progress as Show
from archive.progress import progress_bar

MOST = 200  # faults printed one by one


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fault, then the sums.")
@click.pass_obj
def verify_command(folder: Path, /, *, as_json: bool) -> None:
    """Check the whole archive: every record, every row, every index.

    Each record of each WARC file is read and compared with its own digests and with its row; each
    text with its digest; the full-text index with the texts; the database with itself. Each fault
    is one line, and the command ends with 6 then.

    Nothing is changed. A crawl may go on meanwhile: what it has not written down yet is no fault.
    Captures that wait to be cleaned are no fault either: they are counted, and the command that
    cleans them is named.
    """
    progress = Progress()
    count = 0
    with open_archive(folder) as archive:
        with progress_bar() as show:
            for found in _faults(archive, progress, show):
                count += 1
                if as_json:
                    click.echo(json_line(dataclasses.asdict(found)))
                elif count <= MOST:
                    click.echo(one_line(str(found)))
        progress.captures, waiting = archive.conn.execute(
            f"select count(*), coalesce(sum(state = '{WAITING}'), 0) from captures"
        ).fetchone()
    if as_json:
        sums = dataclasses.asdict(progress)
        click.echo(json_line(sums | {"waiting": waiting, "faults": count}))
    else:
        if count > MOST:
            click.echo(f"... and {count - MOST} more")
        click.echo(
            f"{_many(progress.records, 'record')} in {_many(progress.files, 'WARC file')}, "
            f"{_many(progress.captures, 'capture')}, {_many(progress.versions, 'text')}: "
            + (_many(count, "fault") if count else "all as it should be")
        )
        if waiting:
            click.echo(
                f"{_many(waiting, 'capture')} still to be cleaned: the next `winnow crawl` or"
                " `winnow import` begins with that"
            )
    if count:
        raise DamageError(f"{_many(count, 'fault')} in {folder}")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _size(archive: Archive) -> int:
    """Bytes of all WARC files, as the rows have them."""
    asked = "select coalesce(sum(size), 0) from warc_files"
    size: int = archive.conn.execute(asked).fetchone()[0]
    return size


def _texts(archive: Archive) -> int:
    count: int = archive.conn.execute("select count(*) from versions").fetchone()[0]
    return count


def _faults(archive: Archive, progress: Progress, show: Show) -> Iterator[Fault]:
    size, texts = _size(archive), _texts(archive)
    show("checking database", 0, 0)
    try:
        yield from row_faults(
            archive.conn,
            archive.folder,
            progress,
            lambda done: show("checking texts", done, texts),
        )
    except sqlite3.DatabaseError as error:  # the WARC files are looked at all the same
        yield Fault("archive.db", f"{error}; `winnow rebuild` makes it anew")
    show("checking database", 1, 1)
    yield from file_faults(
        archive.conn, archive.shelf, progress, lambda done: show("checking bytes", done, size)
    )
