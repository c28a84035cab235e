"""`winnow takedown`."""

import dataclasses
import sys
from pathlib import Path

import click

from archive import open_archive
from archive.display import json_line, many, one_line
from archive.errors import ArchiveError
from archive.folder import Archive
from archive.progress import progress_bar
from archive.takedowns.takedown import Takedown, take_down
from archive.takedowns.tombstones import lift


@click.command("takedown")
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--reason", help="Kept with the tombstone.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--lift", "lifting", is_flag=True, help="Let the pages be archived again instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page.")
@click.pass_obj
def takedown_command(
    folder: Path,
    /,
    *,
    urls: tuple[str, ...],
    reason: str | None,
    yes: bool,
    lifting: bool,
    as_json: bool,
) -> None:
    """Remove pages for good: every capture, text and word, and the raw records.

    The WARC files that held a page, or its address as the way to others, are written anew without
    it. What stays is a tombstone: the hash of the address, the date and the reason. Crawls,
    imports, repairs and rebuilds do not bring the page back. Stretches of those
    WARC files that cannot be read are left out as well, and named.

    Other pages that speak of it stay, and so do the same bytes under other addresses; these are
    named. Exports and copies made before are yours to find.

    --lift takes a tombstone away, for an order that was withdrawn: from then on the page may be
    crawled and imported again. What was removed does not come back by it.
    """
    for text in (*urls, reason or ""):
        text.encode()  # what is no text is an error before anything is removed
    if lifting and reason:
        raise click.UsageError("--lift keeps no reason: leave --reason out")
    if lifting:
        with open_archive(folder, write=True) as archive:
            _lift(archive, urls, as_json=as_json)
        return
    if not yes:
        _ask(len(urls))
    absent = []
    with open_archive(folder, write=True) as archive:
        for url in urls:
            with progress_bar() as progress:
                done = take_down(archive, url, reason, progress)
            click.echo(json_line(dataclasses.asdict(done)) if as_json else _line(done))
            for damage in done.damages:
                click.echo(f"winnow: gone with the old file: {one_line(damage)}", err=True)
            if not done.captures:
                absent.append(one_line(url))
    if absent:
        raise ArchiveError(
            f"no capture of {', '.join(absent)} in {folder}; from now on none will be taken"
        )


def _ask(pages: int) -> None:
    """Nothing when somebody says yes. UsageError where nobody can; Abort after a signal."""
    question = f"Remove {many(pages, 'page')} for good? [y/N]: "
    click.echo(question, nl=False, err=True)
    answer = sys.stdin.readline()
    if not answer:
        click.echo(err=True)
        raise click.UsageError("nobody is there to ask: --yes removes without asking")
    if answer.strip().lower() not in {"y", "yes"}:
        raise ArchiveError("nothing was removed")


def _lift(archive: Archive, urls: tuple[str, ...], *, as_json: bool) -> None:
    absent = []
    for url in urls:
        with archive.atomic() as conn:
            lifted = lift(conn, archive.warcs, url)
        if not lifted:
            absent.append(one_line(url))
            continue
        row = {"url": url, "lifted": True}
        click.echo(json_line(row) if as_json else f"{one_line(url)}: may be archived again")
    if absent:
        raise ArchiveError(f"not taken down in {archive.folder}: {', '.join(absent)}")


def _line(done: Takedown) -> str:
    parts = [
        many(done.captures, "capture"),
        many(done.versions, "text"),
        many(done.records, "record"),
    ]
    line = f"{one_line(done.url)}: {', '.join(parts)} removed"
    if done.elsewhere:
        line += "; the same bytes stay under " + ", ".join(map(one_line, done.elsewhere))
    return line
