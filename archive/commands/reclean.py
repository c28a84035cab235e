"""`winnow reclean`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.care.recleaning import prune, reclean
from archive.commands.numbers import JOBS
from archive.display import json_line, many, one_line
from archive.errors import DamageError
from archive.progress import progress_bar

SHOWN = 50  # articles that are printed; --json prints all


@click.command("reclean")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--prune", "pruning", is_flag=True, help="Also drop the texts that were replaced.")
@click.option("--jobs", type=JOBS, help="Cleaner processes; default: all cores.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article that changes.")
@click.pass_obj
def reclean_command(
    folder: Path, /, *, dry_run: bool, pruning: bool, jobs: int | None, as_json: bool
) -> None:
    """Clean again what older rules cleaned, from the raw records.

    Do so after an update of Winnow. Do so too after a change of the site rules in a source file,
    once the source was crawled again: new rules count from that crawl on. Until you do, a page that
    is fetched again may look edited where only the rules changed; this command puts such versions
    together.

    Prints which articles change, the largest change first. Their old texts stay in the table
    `versions`, marked by `replaced_by`, until --prune drops them. After a stop the same command
    goes on where it ended. With --dry-run the archive is only read: a crawl may go on meanwhile.
    What cannot be cleaned keeps its text and is named; where a raw record is damaged or gone, the
    command ends with 6.
    """
    if dry_run and pruning:
        raise click.UsageError("--dry-run changes nothing: leave --prune out")
    with open_archive(folder, write=not dry_run) as archive:
        with progress_bar() as show:
            report = reclean(archive, jobs=jobs, dry_run=dry_run, progress=show)
        pruned = prune(archive) if pruning else 0
    for change in report.changes if as_json else report.changes[:SHOWN]:
        if as_json:
            click.echo(json_line(dataclasses.asdict(change)))
        else:
            words = f"{change.words_before} -> {change.words_after} words"
            click.echo(f"{change.change:5.0%}  {words:>22}  {one_line(change.url)}")
    if not as_json and len(report.changes) > SHOWN:
        click.echo(f"... and {len(report.changes) - SHOWN} more")
    for line in report.failed[:SHOWN]:
        click.echo(f"winnow: kept as it was: {one_line(line)}", err=True)
    if len(report.failed) > SHOWN:
        click.echo(f"winnow: and {len(report.failed) - SHOWN} more kept as they were", err=True)
    verb = "would change" if dry_run else "changed"
    done = f"{many(report.articles, 'article')} by older rules, {len(report.changes):,} {verb}"
    click.echo(done + (f", {many(pruned, 'old text')} dropped" if pruned else ""), err=as_json)
    if report.damaged:
        raise DamageError(
            f"raw records of {many(report.damaged, 'article')} cannot be read: `winnow verify`"
            " names every fault, `winnow repair` mends WARC files"
        )
