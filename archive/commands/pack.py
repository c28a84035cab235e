"""`winnow pack`."""

from pathlib import Path

import click

from archive.care.packing import pack, standing_still
from archive.care.rebuilding import gone_files
from archive.display import many, one_line
from archive.errors import DamageError
from archive.progress import progress_bar


@click.command("pack")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def pack_command(folder: Path, /, *, target: Path) -> None:
    """Write the whole archive into one SQLite file, raw records included.

    The file can be queried like the archive's own database. `winnow unpack` makes the folder again,
    its WARC files byte for byte. Nothing may write to the archive meanwhile, because rows and files
    must be of one moment. An archive that can only be read is packed as it stands. WARC files that
    are gone are named; the command ends with 6 then, and the packed file holds all the rest.
    """
    with standing_still(folder) as archive, progress_bar() as show:
        count = pack(archive, target, show)
    gone = gone_files(folder)
    for name in gone:
        click.echo(f"winnow: missing: {one_line(name)}", err=True)
    click.echo(f"{many(count, 'WARC file')} packed into {target}")
    if gone:
        raise DamageError(f"{many(len(gone), 'WARC file')} missing: all others are packed")
