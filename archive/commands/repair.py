"""`winnow repair`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.care.repairing import repair_archive
from archive.display import json_line, many, one_line
from archive.progress import progress_bar

SHOWN = 20  # lost addresses that are printed of a file


@click.command("repair")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file that was mended.")
@click.pass_obj
def repair_command(folder: Path, /, *, as_json: bool) -> None:
    """Make damaged WARC files good, and point the rows at the good records.

    A new file is written beside the damaged one, which moves to warcs/damaged/ as it is. Articles
    whose raw record is lost keep their text. For a damaged database there is `winnow rebuild`.
    """
    with open_archive(folder, write=True) as archive, progress_bar() as show:
        found = repair_archive(archive, show)
    for one in found:
        if as_json:
            click.echo(json_line(dataclasses.asdict(one)))
            continue
        click.echo(one_line(str(one)))
        for url in one.lost[:SHOWN]:
            click.echo(f"  lost: {one_line(url)}")
        if len(one.lost) > SHOWN:
            click.echo(f"  and {len(one.lost) - SHOWN} more")
    click.echo(f"{many(len(found), 'file')} mended", err=as_json)
