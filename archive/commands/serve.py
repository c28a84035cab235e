"""`winnow serve`."""

import webbrowser
from importlib.util import find_spec
from pathlib import Path

import click

from archive import open_archive
from archive.errors import ArchiveError


@click.command("serve")
@click.argument("packed", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Where to listen; 0 takes a free one.",
)
@click.option("--open", "browse", is_flag=True, help="Open it in the web browser.")
@click.pass_obj
def serve_command(folder: Path, /, *, packed: Path | None, port: int, browse: bool) -> None:
    """Browse and query the archive with Datasette, on this machine only.

    Tables and views are described, with facets and a search box. Questions are ready to ask: who
    edited what, what was removed and why, which pages failed, which sources went quiet. The
    archive is opened read-only, so a crawl may go on meanwhile. Ctrl-C ends it. With FILE a
    packed archive is served instead of the folder.
    """
    if packed and not packed.exists():
        raise ArchiveError(f"{packed}: no such file")
    with open_archive(packed or folder) as archive:  # is it one? else one clear line
        path = archive.path
        present = {name for (name,) in archive.conn.execute("select name from sqlite_master")}
    if find_spec("datasette") is None:
        raise ArchiveError("serve needs Datasette: pip install 'winnow-archive[datasette]'")
    from archive.datasette.server import HOST, free_port, serve  # noqa: PLC0415 - an extra

    port = free_port(port)
    url = f"http://{HOST}:{port}/archive"
    click.echo(f"{url}  (Ctrl-C ends it)")
    if browse:
        webbrowser.open(url)
    serve(path, port, present)
