"""`winnow schedule`."""

import re
import shlex
import sys
from pathlib import Path

import click

from archive.errors import ArchiveError

CRON = """\
# Winnow looks every {often} whether a source is due. Missed runs collapse into one; a run
# that finds another one at work leaves at once with exit code 4. Mail comes only on failures.
# Add these lines with `crontab -e`:
{step} * * * * cd {here} && {crawl} 2>&1 >/dev/null | grep -v '{locked}'
17 6 * * * cd {here} && {command} sources --check
"""
SYSTEMD = """\
# ~/.config/systemd/user/winnow.service
[Unit]
Description=Winnow: crawl what is due
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={here}
ExecStart={crawl}
# 3: a budget or a stop left work for the next run; 4: another run is at work
SuccessExitStatus=3 4
Nice=5

# ~/.config/systemd/user/winnow.timer
[Unit]
Description=Winnow: look every {often} whether a source is due

[Timer]
OnCalendar=*:{step}
Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now winnow.timer
"""


PLAIN = re.compile(r"[\w@%+=:,./$-]+")  # needs no quotes
EVEN = [minutes for minutes in range(1, 61) if 60 % minutes == 0]
LOCKED = "is being written by"  # of archive.lock's line, which is no reason for a mail


class EvenMinutes(click.ParamType[int]):
    """Minutes that divide the hour: only with these do the lines mean "every so many"."""

    name = "minutes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        minutes = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
        if minutes in EVEN:
            return minutes
        why = f"{value}: expected minutes that divide the hour, such as 5"
        if minutes:
            near = [even for even in EVEN if even < minutes][-1:]
            near += [even for even in EVEN if even > minutes][:1]
            why = (
                f"{value} does not divide the hour, so runs would not be evenly apart;"
                f" the nearest that does: {' or '.join(map(str, near))}"
            )
        raise click.BadParameter(why, ctx, param)


@click.command("schedule")
@click.option(
    "--print",
    "form",
    type=click.Choice(["cron", "systemd"]),
    default="cron",
    show_default=True,
    help="What to print.",
)
@click.option(
    "--minutes",
    type=EvenMinutes(),
    default=5,
    show_default=True,
    help="How often to look: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60.",
)
@click.option(
    "--contact",
    envvar="WINNOW_CONTACT",
    default="",
    help="As for `winnow crawl`: a timer does not see what your shell has set.",
)
@click.pass_obj
def schedule_command(folder: Path, /, *, form: str, minutes: int, contact: str) -> None:
    """Print the lines that make cron or systemd crawl what is due.

    The due times are in the archive; the timer only looks. In a container, `winnow crawl --loop`
    does the same without a timer.
    """
    command = [sys.executable, "-m", "winnow", "--archive", str(folder.absolute())]
    crawl = [*command, "crawl", "--due", *(["--contact", contact] if contact else [])]
    here = str(Path.cwd())
    for name in (here, *crawl):
        if not name.isprintable():
            raise ArchiveError(
                f"no timer can be told {name!r}: its name is not plain text, rename it"
            )
    if form == "cron":  # a bare % is the end of the line there
        text, here = CRON, shlex.quote(here).replace("%", "\\%")
        lines = [shlex.join(words).replace("%", "\\%") for words in (crawl, command)]
    else:  # % and $ have a meaning of their own, quotes around a word are the only ones
        text, here = SYSTEMD, here.replace("%", "%%")
        lines = [" ".join(map(_unit_word, words)) for words in (crawl, command)]
    crawl_line, line = lines
    often = "minute" if minutes == 1 else f"{minutes} minutes"
    step = "0" if minutes == EVEN[-1] else f"{'*' if form == 'cron' else '0'}/{minutes}"
    told = {"here": here, "crawl": crawl_line, "command": line, "often": often, "step": step}
    click.echo(text.format(**told, locked=LOCKED), nl=False)


def _unit_word(word: str) -> str:
    """A word of a command line as systemd reads it (systemd.service(5), "Command lines")."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(sign, written)
    return word if PLAIN.fullmatch(word) else f'"{word}"'
