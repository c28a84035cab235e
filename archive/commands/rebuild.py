"""`winnow rebuild`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.care.rebuilding import gone_files, rebuild
from archive.commands.import_ import all_good, summary, tell_damages
from archive.commands.numbers import JOBS
from archive.display import json_line, many, one_line
from archive.errors import DamageError
from archive.progress import progress_bar


@click.command("rebuild")
@click.option("--jobs", type=JOBS, help="Cleaner processes; default: all cores.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_obj
def rebuild_command(folder: Path, /, *, jobs: int | None, as_json: bool) -> None:
    """Make the database anew from the WARC files alone.

    Articles, versions, removals and captures come out as the crawls and imports made them. The
    present database stays in use until the new one is whole, and is kept as archive.db.old.
    Articles keep the numbers that they have in it, as far as it can be read; without it they are
    numbered in the order of the WARC files.

    What the crawler planned is in no WARC. The queue, the due times, the outcomes of single tries
    and the notes on what was wrong with a feed begin anew, and the next crawl asks for its start
    pages first. Damaged stretches and files that are gone are named; the command ends with 6 then.
    """
    gone = gone_files(folder)
    with progress_bar() as show:
        report = rebuild(folder, jobs=jobs, progress=show)
    tell_damages(report)
    with open_archive(folder) as archive:
        articles = archive.conn.execute("select count(*) from documents").fetchone()[0]
    if as_json:
        click.echo(json_line(dataclasses.asdict(report) | {"articles": articles, "missing": gone}))
    else:
        click.echo(summary(report, articles))
    for name in gone:
        click.echo(
            f"winnow: missing: {one_line(name)}; its articles are in archive.db.old", err=True
        )
    if gone:
        raise DamageError(f"{many(len(gone), 'WARC file')} missing: the others are read in")
    if report.damages:
        raise DamageError(all_good(report))
