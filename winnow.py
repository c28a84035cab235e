"""The front door: names every command and imports a room only when its command runs."""

import errno
import os
import select
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import FrameType

import click

from cleaners.errors import WinnowError

# command: (room, what it does). The help page is printed from here, so that it costs no import.
COMMANDS = {
    "crawl": ("crawler", "Crawl sources: all of seeds/, the ones named, or a URL."),
    "fetch": ("crawler", "Archive just these pages."),
    "sources": ("crawler", "Health of each source, or a check of the source files."),
    "schedule": ("crawler", "Print the lines that make cron or systemd crawl what is due."),
    "demo": ("crawler", "Crawl a small local outlet, offline, and search it."),
    "import": ("archive", "Bring in WARC, ARC and WACZ files."),
    "search": ("archive", "Search the clean text."),
    "show": ("archive", "Show an article, what was removed from it, or its raw record."),
    "history": ("archive", "List the versions of an article."),
    "diff": ("archive", "Show what changed between two versions, word by word."),
    "stories": ("archive", "List copies and rewordings of articles, with scores."),
    "verify": ("archive", "Check every record, row and index of the archive."),
    "repair": ("archive", "Make damaged WARC files good."),
    "rebuild": ("archive", "Make the database anew from the WARC files."),
    "reclean": ("archive", "Clean again what older rules cleaned."),
    "takedown": ("archive", "Remove a page for good: rows, index and raw records."),
    "export": ("archive", "Write articles as JSON lines, CSV, Parquet, WARC or WACZ."),
    "pack": ("archive", "Write the whole archive into one SQLite file."),
    "unpack": ("archive", "Make an archive folder from a packed file."),
    "serve": ("archive", "Browse and query the archive with Datasette."),
    "clean": ("cleaners", "Clean one page or text; no archive needed."),
}

# A rule that does not hold ends these before a page is cleaned.
CLEANING = frozenset(["crawl", "fetch", "demo", "import", "rebuild", "reclean", "clean"])

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE}
CANNOT_WRITE = 5


class Rooms(click.Group):
    """The commands of all rooms, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{COMMANDS[cmd_name][0]}.cli")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """What the command gave; click itself would end with 1 when `| head` has seen enough."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            if not _reader_left():
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:
            if type(error).__module__ != "sqlite3":
                raise
            from archive.database import plain_errors  # noqa: PLC0415 - sqlite3 is loaded by now

            with plain_errors(Path(ctx.params["folder"]) / "archive.db"):
                raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_room, text) in COMMANDS.items()])


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="winnow-archive")
@click.option(
    "--archive",
    "folder",
    type=click.Path(path_type=Path),
    envvar="WINNOW_ARCHIVE",
    default=Path("data"),
    show_default=True,
    help="The archive folder.",
)
@click.pass_context
def cli(ctx: click.Context, folder: Path) -> None:
    """Winnow: fetch pages, keep the evidence, strip the debris, search the text."""
    ctx.obj = folder
    if ctx.invoked_subcommand in CLEANING:
        from cleaners.debris.proof import prove  # noqa: PLC0415 - a search needs no rules

        prove()


def _reader_left() -> bool:
    """Whether nobody reads our output any more (`winnow search x | head`): nothing is wrong."""
    output = select.poll()
    output.register(sys.stdout, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in output.poll(0))


def _no_text() -> list[str]:
    """Words of the command line that hold bytes which are no UTF-8: the names of files may."""
    return [word for word in sys.argv[1:] if any("\ud800" <= sign <= "\udfff" for sign in word)]


def _open_streams() -> None:
    """A stream that is closed leads nowhere, so that no file of ours gets its number; one that
    cannot say a letter says its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115 - the same
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _stop(number: int, _frame: FrameType | None) -> None:
    """SIGTERM stops a command in the same good order as Ctrl-C; a second one ends it at once."""
    signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt


def main() -> None:
    """The exit code of one command (docs/exit-codes.md); no failure ends in a traceback."""
    _open_streams()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = cli.main(standalone_mode=False)  # what click.Exit carries
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("winnow: stopped", err=True)
        sys.exit(3)
    except WinnowError as error:
        click.echo(f"winnow: {error}", err=True)
        sys.exit(error.exit_code)
    except UnicodeEncodeError:
        if not (words := _no_text()):
            raise
        click.echo(f"winnow: {words[0]}: expected text in UTF-8", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"winnow: {error.filename or 'input/output'}: {error.strerror}", err=True)
        sys.exit(CANNOT_WRITE if error.errno in NO_ROOM else 1)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
