"""`winnow demo`."""

import json
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from archive import open_archive
from archive.errors import NotAnArchiveError
from cleaners.errors import WinnowError

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "tests" / "site" / "server.py"
SEED = ROOT / "seeds" / "demo.toml"
FOLDER = Path("demo-archive")
PORT = 8765  # the one in the seed file; another one when it is taken
KNOWN = """
select u.url from captures c join urls u on u.id = c.url_id
join sources s on s.id = c.source_id where s.key = 'demo' order by c.id desc limit 1
"""
QUESTION = "wheelbarrow promised"


class DemoError(WinnowError):
    """The demo cannot run here."""


@click.command("demo")
@click.pass_context
def demo_command(ctx: click.Context, /) -> None:
    """Crawl a small local outlet, offline, and search it.

    Starts the invented newspaper of tests/site on this machine, crawls it into demo-archive/
    (or --archive), and asks the archive a question. Takes about ten seconds.
    """
    from archive.commands.search import search_command  # noqa: PLC0415 - --help must not wait
    from crawler.commands.crawl import crawl_command  # noqa: PLC0415 - the same

    folder = archive_folder(ctx)
    with newspaper(port_of(folder)) as url, tempfile.TemporaryDirectory() as scratch:
        click.echo(f"An invented newspaper, served at {url} while this runs.\n")
        seed = Path(scratch) / SEED.name
        text = SEED.read_text(encoding="utf-8")
        seed.write_text(text.replace(f"http://127.0.0.1:{PORT}/", url), encoding="utf-8")
        said(folder, "crawl seeds/demo.toml")
        code = crawl_command.main([str(seed)], standalone_mode=False, obj=folder)
    if code:
        raise click.exceptions.Exit(code)
    click.echo()
    said(folder, f'search "{QUESTION}"')
    search_command.main([QUESTION], standalone_mode=False, obj=folder)
    click.echo("The article, with what was removed from it, and why:")
    said(folder, f"show --removed {url}2026/03/bridge-reopens", indent="  ")
    click.echo("Browse and query all of it in Datasette:")
    said(folder, "serve", indent="  ")


def archive_folder(ctx: click.Context) -> Path:
    """The archive that was asked for, or the demo's own."""
    parent = ctx.parent
    if parent and parent.get_parameter_source("folder") is not ParameterSource.DEFAULT:
        return Path(ctx.obj)
    return FOLDER


def said(folder: Path, command: str, indent: str = "") -> None:
    """Print a command as a person would type it here."""
    program = Path(sys.argv[0])
    name = "winnow"
    if program.name == "winnow" and program.is_relative_to(Path.cwd()):
        name = str(program.relative_to(Path.cwd()))
    elif program.name == "winnow" and not program.is_absolute() and program.parent != Path():
        name = str(program)
    line = f"$ {name} --archive {shlex.quote(str(folder))} {command}"
    click.echo(indent + click.style(line, bold=True))


def port_of(folder: Path) -> int:
    """The port that the newspaper has in this archive already, else one that is free.

    The port is part of its address: another one would bring every article a second time.
    """
    try:
        with open_archive(folder) as archive:
            known = archive.conn.execute(KNOWN).fetchone()
    except NotAnArchiveError:
        known = None
    if known is None:
        return PORT if is_free(PORT) else 0
    port = urlsplit(known[0]).port or PORT
    if not is_free(port):
        raise DemoError(
            f"{folder} holds the newspaper of port {port}, which another program uses now: "
            "name another folder with --archive"
        )
    return port


@contextmanager
def newspaper(port: int) -> Iterator[str]:
    """The address of the outlet, which runs as a process of its own until the end."""
    if not SERVER.is_file() or not SEED.is_file():
        raise DemoError(f"{SERVER} is missing: the demo runs in a checkout of the project")
    command = [sys.executable, str(SERVER), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            line = server.stdout.readline() if server.stdout else ""
            if not line:
                raise DemoError("the demo's newspaper did not start; the lines above say why")
            yield str(json.loads(line)["url"])
        finally:
            server.terminate()


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
