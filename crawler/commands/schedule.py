"""`winnow schedule`."""

import re
import shlex
import sys
from pathlib import Path

import click

CRON = """\
# Winnow looks every {minutes} minutes whether a source is due. Missed runs collapse into one; a run
# that finds another one at work leaves at once with exit code 4. Mail comes only on failures.
# Add these lines with `crontab -e`:
*/{minutes} * * * * cd {here} && {crawl} 2>&1 >/dev/null | grep -v '{locked}'
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
Description=Winnow: look every {minutes} minutes whether a source is due

[Timer]
OnCalendar=*:0/{minutes}
Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now winnow.timer
"""


PLAIN = re.compile(r"[\w@%+=:,./$-]+")  # needs no quotes
LOCKED = "is being written by"  # of archive.lock's line, which is no reason for a mail


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
    type=click.IntRange(1, 59),
    default=5,
    show_default=True,
    help="How often to look.",
)
@click.option(
    "--contact",
    envvar="WINNOW_CONTACT",
    default="",
    help="As for `winnow crawl`: a timer does not see what your shell has set.",
)
@click.pass_obj
def schedule_command(folder: Path, /, *, form: str, minutes: int, contact: str) -> None:
    """Print what makes cron or systemd crawl what is due.

    The due times are in the archive; the timer only looks. In a container, `winnow crawl --loop`
    does the same without a timer.
    """
    command = [sys.executable, "-m", "winnow", "--archive", str(folder.absolute())]
    crawl = [*command, "crawl", "--due", *(["--contact", contact] if contact else [])]
    here = str(Path.cwd())
    if form == "cron":  # a bare % is the end of the line there
        text, here = CRON, shlex.quote(here).replace("%", "\\%")
        lines = [shlex.join(words).replace("%", "\\%") for words in (crawl, command)]
    else:  # % and $ have a meaning of their own, quotes around a word are the only ones
        text, here = SYSTEMD, here.replace("%", "%%")
        lines = [" ".join(map(_unit_word, words)) for words in (crawl, command)]
    crawl_line, line = lines
    click.echo(
        text.format(here=here, crawl=crawl_line, command=line, minutes=minutes, locked=LOCKED),
        nl=False,
    )


def _unit_word(word: str) -> str:
    """A word of a command line as systemd reads it (systemd.service(5), "Command lines")."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(sign, written)
    return word if PLAIN.fullmatch(word) else f'"{word}"'
