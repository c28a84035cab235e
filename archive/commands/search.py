"""`winnow search`."""

import dataclasses
import sys
from pathlib import Path
from typing import Literal

import click

from archive import open_archive
from archive.commands.dates import DATE
from archive.commands.numbers import COUNT
from archive.display import highlighted, json_line, one_line, wrapped
from archive.search.hits import Hit
from archive.search.query import parse


# A word to leave out looks like an option (-monday): what is no option is part of the query.
@click.command(
    "search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=COUNT, default=20, show_default=True, help="How many.")
@click.option(
    "--sort",
    type=click.Choice(["newest", "rank"]),
    default="newest",
    show_default=True,
    help="Last archived first, or best match first.",
)
@click.option("--source", help="Only this source (its id) or site (its host, with subdomains).")
@click.option("--since", type=DATE, help="Published on this day or later: 2026, 2026-03-01, 7d.")
@click.option("--until", type=DATE, help="Published on this day or earlier.")
@click.option("--language", help="Only articles in this language: en, de, zh.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def search_command(
    folder: Path,
    /,
    *,
    query: tuple[str, ...],
    as_json: bool,
    limit: int,
    sort: Literal["newest", "rank"],
    source: str | None,
    since: str | None,
    until: str | None,
    language: str | None,
) -> None:
    """Search the clean text of all articles, earlier versions too.

    All words must be there. "a phrase" (in quotes for the shell too: '"a phrase"'), -word,
    word*, title:word, byline:word, site:gazette.example, this OR that. Chinese, Japanese, Korean
    and Thai need no spaces. The whole syntax: docs/search.md.
    """
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    with open_archive(folder) as archive:
        hits = archive.search(
            " ".join(query),
            limit=limit,
            sort=sort,
            source=source,
            since=since,
            until=until,
            language=language,
        )
    for hit in hits:
        click.echo(json_line(dataclasses.asdict(hit)) if as_json else _lines(hit))
    if sys.stderr.isatty() or not hits:
        click.echo(_summary(len(hits), limit, asked=bool(parse(" ".join(query)))), err=True)


def _lines(hit: Hit) -> str:
    """A hit as four lines: id and title, where it comes from, snippet, URL."""
    title = click.style(one_line(hit.title or "(no title)"), bold=True)
    facts = [hit.site, (hit.published or hit.first_seen)[:10], hit.byline, _version(hit)]
    if hit.fallback:
        facts.append(f"not cleaned: {hit.fallback}")
    about = click.style(" · ".join(one_line(fact) for fact in facts if fact), dim=True)
    snippet = wrapped(highlighted(hit.snippet, hit.marks), indent="    ")
    url = click.style(one_line(hit.url), dim=True)
    return f"{hit.id}  {title}\n    {about}\n{snippet}\n    {url}\n"


def _version(hit: Hit) -> str | None:
    if not hit.current:
        return f"only in version {hit.version} of {hit.version_count}"
    return f"{hit.version_count} versions" if hit.version_count > 1 else None


def _summary(count: int, limit: int, *, asked: bool) -> str:
    if not asked:
        return "nothing found: there is no word to look for"
    if not count:
        return "nothing found"
    more = f" (the first {limit}; --limit shows more)" if count == limit else ""
    return f"{count} article{'s' * (count > 1)}{more}. `winnow show ID [--removed]` reads one."
