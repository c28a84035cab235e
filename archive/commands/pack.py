"""`winnow pack`."""

from pathlib import Path

import click

from archive import open_archive
from archive.commands.import_ import many
from archive.packing import pack
from archive.progress import progress_bar


@click.command("pack")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def pack_command(folder: Path, /, *, target: Path) -> None:
    """Write the whole archive into one SQLite file, raw records included.

    The file can be queried as the archive's own database; `winnow unpack` makes the folder again,
    its WARC files byte for byte.
    """
    with open_archive(folder, write=True) as archive, progress_bar() as show:
        count = pack(archive, target, show)
    click.echo(f"{many(count, 'WARC file')} packed into {target}")
