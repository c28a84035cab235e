"""`winnow sources`."""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from archive import open_archive
from archive.display import json_line, many, minute, one_line
from crawler.health import Health, healths, spoken
from crawler.preview import previews, print_previews
from crawler.sources import Source, check, load
from crawler.trial import misjudged, robots_say, verdicts

SEEDS = Path("seeds")
UNHEALTHY = 7  # exit code


@click.command("sources")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[SEED.toml|FOLDER]...")
@click.option("--check-files", is_flag=True, help="Only check the source files and their examples.")
@click.option(
    "--check", "check_health", is_flag=True, help="Print what is wrong; exit code 7 then."
)
@click.option("--try", "url", metavar="URL", help="Say what each source makes of a URL, and why.")
@click.option("--preview", is_flag=True, help="Say what a run would fetch now; send nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def sources_command(
    folder: Path,
    /,
    *,
    paths: tuple[Path, ...],
    check_files: bool,
    check_health: bool,
    url: str | None,
    preview: bool,
    as_json: bool,
) -> None:
    """Health of each source, or a check of the source files.

    Without options it prints a table: how many articles each source has, when the last new one
    came, the usual gap between two, the last run, and what is wrong. With --check it prints only
    what is wrong, for a mail from cron.
    """
    asked = {
        "--check-files": check_files,
        "--check": check_health,
        "--try": url is not None,
        "--preview": preview,
    }
    modes = [name for name, given in asked.items() if given]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(modes)} are two questions: ask one at a time")
    files = paths or (SEEDS,)
    if check_files:
        raise click.exceptions.Exit(print_files(files, as_json=as_json))
    sources = load(files)
    if url is not None:
        print_verdicts(folder, url, sources, as_json=as_json)
        return
    if preview:
        print_previews(
            previews(folder, sources, time.time(), due_only=False), None, as_json=as_json
        )
        return
    with open_archive(folder) as archive:
        found = healths(archive.conn, sources, time.time())
    if as_json:
        for each in found:
            click.echo(json_line(each.row()))
    elif check_health:
        print_problems(found)
    else:
        print_table(found)
    if check_health and any(each.problems for each in found):
        raise click.exceptions.Exit(UNHEALTHY)


def print_verdicts(folder: Path, url: str, sources: Sequence[Source], *, as_json: bool) -> None:
    """What each source makes of a URL, and whether the site lets us have it, if that is known."""
    barred = None
    if (folder / "archive.db").is_file():
        with open_archive(folder) as archive:
            barred = robots_say(archive.conn, url)
    for source, decision in verdicts(url, sources):
        if as_json:
            row = {"source": source.id, "url": url, "kind": decision.kind, "why": decision.why}
            click.echo(json_line(row | {"robots": barred if decision.kind else None}))
            continue
        click.echo(f"{source.id}: {decision.kind or 'not taken'} ({decision.why})")
        if decision.kind is not None and barred:
            click.echo(f"{'':{len(source.id)}}  {barred}")


def print_files(files: Sequence[Path], *, as_json: bool) -> int:
    """The exit code; every fault of the files is printed."""
    sources, faults = check(files)
    faults += [fault for source in sources for fault in misjudged(source)]
    for fault in faults:
        click.echo(json_line({"fault": fault}) if as_json else fault)
    if as_json:
        click.echo(json_line({"sources": [source.id for source in sources], "faults": len(faults)}))
    elif not faults:
        names = ", ".join(source.id for source in sources)
        click.echo(f"{many(len(sources), 'source')}, nothing wrong: {names}")
    return 1 if faults else 0


def print_problems(found: Sequence[Health]) -> None:
    """Nothing when all is well: cron sends a mail only when something is printed."""
    ill = [each for each in found if each.problems]
    if ill:
        click.echo(f"winnow: {len(ill)} of {len(found)} sources need a look")
    for each in ill:
        name = f" ({one_line(each.name)})" if each.name else ""
        click.echo(f"\n{each.source}{name}")
        for problem in each.problems:
            click.echo(f"  {one_line(problem)}")
        if each.last_run:
            newest = minute(each.newest) if each.newest else "none"
            click.echo(f"  last run {minute(each.last_run)}, newest article {newest}")


def print_table(found: Sequence[Health]) -> None:
    """A table for people; on a narrow terminal lines break, in a pipe they do not."""
    if not found:
        click.echo("no active source; copy seeds/template.toml and make it yours")
    width = max((len(each.source) for each in found), default=0)
    click.echo(f"{'source':<{width}}  articles  last new          usual gap   last run")
    for each in found:
        newest = minute(each.newest)[:16] if each.newest else "-"
        usual = spoken(each.usual) if each.usual else "-"
        last = minute(each.last_run)[:16] if each.last_run else "-"
        click.echo(f"{each.source:<{width}}  {each.articles:>8}  {newest:<16}  {usual:<10}  {last}")
        if each.under_way:
            click.echo(
                f"{'':<{width}}  its first crawl began {minute(each.under_way)}, not ended yet"
            )
        for problem in each.problems:
            click.echo(f"{'':<{width}}  ! {one_line(problem)}")
