"""`winnow crawl`."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from archive import open_archive
from archive.commands.numbers import COUNT
from archive.display import one_line, plain_name
from archive.errors import ArchiveError
from crawler import values
from crawler.browser.program import require
from crawler.loop import run_forever
from crawler.plan import Plan
from crawler.sources import Source, SourceError, adhoc, load

SEEDS = Path("seeds")
STOPPED, NOTHING = 3, 1  # exit codes


class Duration(click.ParamType[float]):
    """A length of time on the command line, in seconds."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            return values.duration(value).total_seconds()
        except ValueError as expected:
            self.fail(f"{value}: expected {expected}", param, ctx)


class Network(click.ParamType[str]):
    """A range of addresses on the command line."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            return values.network(value)
        except ValueError as expected:
            self.fail(f"{value}: expected {expected}", param, ctx)


ALLOWED = click.option(
    "--allow-address",
    "allowed",
    multiple=True,
    type=Network(),
    help="Let the URLs given here reach this range of addresses, such as 127.0.0.0/8.",
)


def _contact(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """The text as it is. BadParameter for what cannot stand in a header line."""
    if not value.isprintable():
        raise click.BadParameter(f"{value!r}: expected text on one line")
    return value


CONTACT = click.option(
    "--contact",
    envvar="WINNOW_CONTACT",
    callback=_contact,
    default="",
    help="A web page or mail address at which you can be reached; every server sees it.",
)


@click.command("crawl")
@click.argument("targets", nargs=-1, metavar="[SEED.toml|FOLDER|URL]...")
@click.option("--due", is_flag=True, help="Only the sources whose time has come.")
@click.option("--loop", is_flag=True, help="Go on for ever with what is due; for containers.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched; send nothing.")
@click.option("--max-pages", type=COUNT, help="Stop after so many URLs.")
@click.option("--max-time", type=Duration(), help="Stop after this time: 90s, 10m, 2h.")
@click.option(
    "--jobs",
    type=click.IntRange(0, 64),
    default=2,
    show_default=True,
    help="Cleaner processes; 0 reads listings only and leaves pages to the next run.",
)
@ALLOWED
@CONTACT
@click.option("--verbose", is_flag=True, help="Log every step.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_obj
def crawl_command(
    folder: Path,
    /,
    *,
    targets: tuple[str, ...],
    due: bool,
    loop: bool,
    dry_run: bool,
    max_pages: int | None,
    max_time: float | None,
    jobs: int,
    allowed: tuple[str, ...],
    contact: str,
    verbose: bool,
    as_json: bool,
) -> None:
    """Crawl sources: all of seeds/, the ones named, or a URL.

    Fetches what is new or due, keeps every exchange in a WARC file, cleans the pages and makes them
    searchable. After a stop or a kill the same command goes on where the run ended.
    """
    if loop and dry_run:
        raise click.UsageError("--dry-run says what one run would do: leave --loop out")
    targets = without_graves(folder, targets)
    sources = chosen(targets, allowed)
    if dry_run:
        from crawler.preview import previews, print_previews  # noqa: PLC0415 - seldom needed

        found = previews(folder, sources, time.time(), due_only=due)
        print_previews(found, max_pages, as_json=as_json)
        return
    if loop:
        raise click.exceptions.Exit(run_forever(folder, sys.argv))
    name = plain_name(" ".join(["crawl", *targets]))
    plan = Plan(folder, tuple(sources), name, due, max_pages, max_time, jobs)
    carry_out(plan, contact=contact, verbose=verbose, as_json=as_json)


def chosen(targets: Sequence[str], allowed: tuple[str, ...]) -> list[Source]:
    """The sources that the command line names. SourceError when there are none."""
    urls = [target for target in targets if is_url(target)]
    paths = [Path(target) for target in targets if not is_url(target)]
    for target in targets:
        if not is_url(target) and not (target and Path(target).exists()):
            raise SourceError(
                f"{target or repr(target)}: no such file or folder; expected a source file"
                " (*.toml), a folder of them, or a URL that starts with https:// or http://"
            )
    if not targets:
        paths = [SEEDS]
    if allowed and not urls:
        raise click.UsageError(
            "--allow-address is for URLs named here; a source file says allow_addresses"
        )
    sources = load(paths) if paths else []
    for url in urls:
        try:
            sources.append(adhoc(url, allowed))
        except ValueError as expected:
            raise click.UsageError(f"{one_line(url)!r}: expected {expected}") from None
    if not sources:
        raise SourceError(
            f"{paths[0]}: no active source; copy template.toml there, or name a file or a URL"
        )
    return list({source.id: source for source in sources}.values())


def without_graves(folder: Path, targets: tuple[str, ...]) -> tuple[str, ...]:
    """The targets without URLs that were taken down here; each of those is named in a line.

    Raises ArchiveError when none is left. Nothing of them is written down: their names went.
    """
    urls = [target for target in targets if is_url(target)]
    "".join(urls).encode()  # bytes that are no text: the front door tells which
    if not (urls and (folder / "archive.db").is_file()):
        return targets
    from archive.takedowns.tombstones import graves  # noqa: PLC0415 - it reads WARC files; --help must not wait

    with open_archive(folder) as archive:
        found = graves(archive.conn, urls)
    lines = [
        f"{one_line(url)} was taken down on {day[:10]} and is not fetched;"
        " `winnow takedown --lift URL` lets it be archived again"
        for url, day in found.items()
    ]
    left = tuple(target for target in targets if target not in found)
    if not left:
        raise ArchiveError("\nwinnow: ".join(lines))
    for line in lines:
        click.echo(f"winnow: {line}", err=True)
    return left


def is_url(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def carry_out(plan: Plan, *, contact: str, verbose: bool, as_json: bool) -> None:
    """Run a plan, print what came of it, end with the exit code that says so."""
    require(plan.sources)
    from crawler.launch import launch  # noqa: PLC0415 - it loads Scrapy; --help must not wait
    from crawler.progress import Progress  # noqa: PLC0415 - the same
    from crawler.report import print_report  # noqa: PLC0415 - the same
    from crawler.run import Run  # noqa: PLC0415 - the same

    with Progress() as progress:
        run = launch(Run(plan, look=progress), contact=contact, verbose=verbose)
    report = run.report
    assert report is not None
    if as_json:
        click.echo(json.dumps(report.row(), ensure_ascii=False))
    else:
        print_report(report)
    if report.status == "stopped":
        raise click.exceptions.Exit(STOPPED)
    if report.urls and not report.answered:
        click.echo("winnow: no server answered", err=True)
        raise click.exceptions.Exit(NOTHING)
