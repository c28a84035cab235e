"""`winnow schedule`."""

import shlex
import sys
from pathlib import Path

import click

CRON = """\
# Winnow looks every {minutes} minutes whether a source is due. Missed runs collapse into one; a run
# that finds another one at work leaves at once with exit code 4. Mail comes only on failures.
# Add these lines with `crontab -e`:
*/{minutes} * * * * cd {here} && {command} crawl --due 2>&1 >/dev/null | grep -v '{locked}'
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
ExecStart={command} crawl --due
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
@click.pass_obj
def schedule_command(folder: Path, /, *, form: str, minutes: int) -> None:
    """Print what makes cron or systemd crawl what is due.

    The due times are in the archive; the timer only looks. In a container, `winnow crawl --loop`
    does the same without a timer.
    """
    command = [sys.executable, "-m", "winnow", "--archive", str(folder.absolute())]
    here = str(Path.cwd())
    if form == "cron":
        text, here = CRON, shlex.quote(here)
    else:
        text = SYSTEMD
    click.echo(
        text.format(here=here, command=shlex.join(command), minutes=minutes, locked=LOCKED),
        nl=False,
    )
