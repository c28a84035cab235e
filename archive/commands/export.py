"""`winnow export`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from archive import open_archive
from archive.export import exported, write_csv, write_jsonl

WRITERS = {"jsonl": write_jsonl, "csv": write_csv}


@click.command("export")
@click.argument("path", metavar="PATH|-", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(WRITERS)),
    help="What to write; by default what the ending of PATH says, else jsonl.",
)
@click.option(
    "--where", metavar="SQL", help="Only these: an SQL condition over the view `articles`."
)
@click.pass_obj
def export_command(folder: Path, /, *, path: str, format_: str | None, where: str | None) -> None:
    r"""Write the articles as they stand now to a file, or to standard output (-).

    One article a line, oldest first; docs/export.md describes the keys. CSV is safe to open in a
    spreadsheet: text that would run as a formula gets an apostrophe in front. A file appears
    under its name only when it is complete.

    \b
    winnow export - | jq .title
    winnow export spring.csv --where "published >= '2026-03' and site like '%.example'"
    """
    chosen = format_ or Path(path).suffix.removeprefix(".").lower()
    write = WRITERS.get(chosen, write_jsonl)
    with open_archive(folder) as archive, _output(path) as out:
        count = write(exported(archive.conn, where), out)
    if path != "-":
        click.echo(f"{count} article{'s' * (count != 1)} written to {path}", err=True)


@contextmanager
def _output(path: str) -> Iterator[TextIO]:
    """A text file that gets its name when it is complete, or standard output."""
    if path == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    partial = Path(f"{path}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            yield out
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
