"""`winnow import`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.captures.capture import SKIPPED
from archive.captures.rows import MISSING
from archive.commands.numbers import JOBS
from archive.display import json_line, many, one_line
from archive.errors import ArchiveError, DamageError
from archive.intake.importing import Imported, import_files
from archive.progress import progress_bar

SHOWN = 5  # damages that are printed


@click.command("import")
@click.argument(
    "paths", metavar="FILE|DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--jobs", type=JOBS, help="Cleaner processes; default: all cores.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_obj
def import_command(
    folder: Path, /, *, paths: tuple[Path, ...], jobs: int | None, as_json: bool
) -> None:
    """Bring in WARC, ARC and WACZ files, in any compression.

    The files are copied into the archive, each page is cleaned and indexed. What is here already
    is skipped, so importing twice adds nothing. A directory stands for the WARC files in it.

    Damaged stretches are named and skipped; all good records before and after them come in, and the
    command ends with 6. A file of another kind is named; the command ends with 1 then, if nothing
    was damaged.
    """
    if not any(path.exists() for path in paths):  # a slip of the hand makes no archive
        raise ArchiveError("; ".join(f"{path}: no such file" for path in paths))
    with open_archive(folder, write=True, create=True) as archive, progress_bar() as show:
        report = import_files(archive, paths, jobs=jobs, progress=show)
        states = dict(
            archive.conn.execute("select state, count(*) from captures group by state").fetchall()
        )
        articles = archive.conn.execute("select count(*) from documents").fetchone()[0]
        lacking = archive.conn.execute(
            "select count(*) from captures where state = ? and reason = ?", (SKIPPED, MISSING)
        ).fetchone()[0]
    tell_damages(report)
    if as_json:
        row = dataclasses.asdict(report) | {"articles": articles, "states": states}
        click.echo(json_line(row | {"without_original": lacking}))
    else:
        click.echo(summary(report, articles))
        if lacking:
            click.echo(f"{many(lacking, 'revisit')} without a text: {MISSING}; import its file too")
    refused = "; ".join(one_line(line) for line in report.refused)
    if report.damages:
        raise DamageError("; ".join(filter(None, [refused, all_good(report)])))
    if refused:
        raise ArchiveError(refused)


def tell_damages(report: Imported) -> None:
    """The first damaged stretches on standard error: file, place, length, cause."""
    for damage in report.damages[:SHOWN]:
        click.echo(f"winnow: damaged: {one_line(str(damage))}", err=True)
    more = len(report.damages) - SHOWN
    if more > 0:
        click.echo(f"winnow: and {many(more, 'damaged stretch', 'es')} more", err=True)


def all_good(report: Imported) -> str:
    """What is to be said of damaged files whose good records were read."""
    return f"{many(len(report.damages), 'damaged stretch', 'es')}: all good records are in"


def summary(report: Imported, articles: int) -> str:
    """The counts of an import or rebuild, a line each."""
    damaged = sum(damage.length for damage in report.damages)
    known = f", {report.known_files:,} known already" if report.known_files else ""
    lines = [
        f"{many(report.files, 'file')} and {many(report.records, 'record')} read{known}",
        f"{many(report.captures, 'capture')} added, {report.known:,} known already",
        f"{many(report.cleaned, 'capture')} cleaned or looked through",
        f"{many(articles, 'article')} in the archive",
    ]
    if report.barred:
        lines.insert(2, f"{many(report.barred, 'capture')} of pages that were taken down left out")
    if report.damages:
        stretches = many(len(report.damages), "damaged stretch", "es")
        lines.insert(1, f"{stretches}, {many(damaged, 'byte')} passed over")
    return "\n".join(lines)
