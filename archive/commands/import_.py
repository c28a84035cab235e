"""`winnow import`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.display import json_line, one_line
from archive.errors import ArchiveError
from archive.importing import Imported, import_files
from archive.progress import progress_bar

SHOWN = 20  # damages that are printed


@click.command("import")
@click.argument(
    "paths", metavar="FILE|DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--jobs", type=click.IntRange(1, 64), help="Cleaner processes; default: all cores.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_obj
def import_command(
    folder: Path, /, *, paths: tuple[Path, ...], jobs: int | None, as_json: bool
) -> None:
    """Bring in WARC, ARC and WACZ files, in any compression.

    The files are copied into the archive, each page is cleaned and indexed. What is here already
    is passed over, so importing twice adds nothing. Damaged stretches are named and skipped; all
    good records before and after them come in. A directory stands for the WARC files in it.
    """
    with open_archive(folder, write=True, create=True) as archive, progress_bar() as show:
        report = import_files(archive, paths, jobs=jobs, progress=show)
        states = dict(
            archive.conn.execute("select state, count(*) from captures group by state").fetchall()
        )
        articles = archive.conn.execute("select count(*) from documents").fetchone()[0]
    for damage in report.damages[:SHOWN]:
        click.echo(f"winnow: damaged: {one_line(str(damage))}", err=True)
    if len(report.damages) > SHOWN:
        click.echo(f"winnow: and {len(report.damages) - SHOWN} damaged stretches more", err=True)
    if as_json:
        row = dataclasses.asdict(report) | {"articles": articles, "states": states}
        click.echo(json_line(row))
    else:
        click.echo(summary(report, articles))
    if report.refused:
        raise ArchiveError("; ".join(one_line(line) for line in report.refused))


def summary(report: Imported, articles: int) -> str:
    """The counts of an import or rebuild, a line each."""
    damaged = sum(damage.length for damage in report.damages)
    lines = [
        f"{report.files} files read, {report.known_files} known already",
        f"{report.records} records read",
        f"{report.captures} captures added, {report.known} known already",
        f"{report.cleaned} captures cleaned or looked through",
        f"{len(report.damages)} damaged stretches, {damaged} bytes passed over",
        f"{articles} articles in the archive",
    ]
    return "\n".join(lines)
