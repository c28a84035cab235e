"""`winnow unpack`."""

from pathlib import Path

import click

from archive.care.packing import unpack
from archive.display import many
from archive.progress import progress_bar


@click.command("unpack")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def unpack_command(folder: Path, /, *, source: Path) -> None:
    """Make an archive folder from a packed file; --archive names the new folder."""
    with progress_bar() as show:
        count = unpack(source, folder, show)
    click.echo(f"{many(count, 'WARC file')} restored in {folder}")
