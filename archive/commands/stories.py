"""`winnow stories`."""

import dataclasses
from pathlib import Path

import click

from archive import open_archive
from archive.articles.stored import MISSING_TITLE, known_article
from archive.commands.numbers import COUNT
from archive.display import json_line, minute, one_line
from archive.folder import Archive
from archive.stories.grouping import FIRST
from archive.stories.relation import EXCERPT, EXTENDED, REWORDED, SAME, SHARED, VERSION
from archive.stories.rows import waiting
from archive.stories.telling import StoryLine, Telling, beside, members, newest_stories


@click.command("stories")
@click.argument("article", metavar="[ID|URL]", required=False)
@click.option("--limit", type=COUNT, default=20, show_default=True, help="How many stories.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def stories_command(folder: Path, /, *, article: str | None, limit: int, as_json: bool) -> None:
    """List stories: articles that are the same text, or the same report in other words.

    The story with the newest article comes first. With the number of a story, or the number or URL
    of any article in it, its articles are listed, the oldest first: what each is to the one that
    it was compared to, and how much of each is found in the other. The oldest is the first that
    this archive saw: whether it is the origin, its dates and its text have to tell.

    Articles are compared at the end of crawl, import, rebuild and reclean. What the words mean, and
    how far to trust them: docs/stories.md.
    """
    with open_archive(folder) as archive:
        if article is None:
            _list(archive, limit, as_json=as_json)
        else:
            _tell(archive, article, as_json=as_json)
        if count := waiting(archive.conn):
            are = "article is" if count == 1 else "articles are"
            click.echo(
                f"winnow: {count:,} {are} not compared yet: the next crawl or import goes on with"
                " that, `winnow reclean` does all of it",
                err=True,
            )


def _list(archive: Archive, limit: int, *, as_json: bool) -> None:
    found = newest_stories(archive.conn, limit)
    for story in found:
        click.echo(json_line(dataclasses.asdict(story)) if as_json else _line(story))
    if not found:
        click.echo("no article is a copy or a rewording of another", err=True)


def _tell(archive: Archive, asked: str, *, as_json: bool) -> None:
    stored = known_article(archive.conn, asked)
    found = [] if stored.story_id is None else members(archive.conn, stored.story_id)
    others = beside(archive.conn, stored.id, stored.story_id)
    if as_json:
        for one in (*found, *others):
            click.echo(json_line(dataclasses.asdict(one)))
        return
    if found:
        sites = len({one.site for one in found})
        click.echo(_title(found[0].title))
        click.echo(
            f"story {found[0].story}: {_many(len(found), 'article')} at {_many(sites, 'site')}"
        )
        click.echo("\n".join(["", *map(_member, found)]))
    else:
        click.echo(f"article {stored.id} is in no story: no copy or rewording of it is known")
    if others:
        click.echo(f"\nbeside the story of article {stored.id}:\n" if found else "")
        click.echo("\n".join(map(_member, others)))


def _line(story: StoryLine) -> str:
    facts = [
        f"{_many(story.articles, 'article')} at {_many(story.sites, 'site')}",
        f"first seen {minute(story.first_seen)}",
        f"last {minute(story.newest)}",
    ]
    head = f"{story.story}  {_title(story.title)}"
    return f"{head}\n    {' · '.join(facts)}\n    {one_line(story.hosts or '')}\n"


def _member(one: Telling) -> str:
    dated = f"published {one_line(one.published[:10])}" if one.published else "undated"
    facts = [one_line(one.site or ""), dated, f"first seen {minute(one.first_seen)}"]
    lines = [
        f"{one.article}  {_title(one.title)}",
        f"    {' · '.join(facts)}",
        f"    {_relation(one)}",
        f"    {one_line(one.url)}",
    ]
    return "\n".join(lines) + "\n"


def _relation(one: Telling) -> str:
    """In words: what the article is to the other, and the shares that say so."""
    other = one.compared_to
    if one.relation == FIRST:
        return "the first that this archive saw"
    shares = f"{one.share:.0%} of it in {other}, {one.other_share:.0%} of {other} in it"
    if one.relation == REWORDED:
        return (
            f"reworded, beside {other}: {one.aligned:.0%} of its sentences match in order,"
            f" {one.other_aligned:.0%} of those of {other}; {shares} word for word"
        )
    words = {
        SAME: f"same as {other}, word for word",
        EXCERPT: f"excerpt of {other}: {shares}",
        EXTENDED: f"extended, with {other} in it: {shares}",
        VERSION: f"version of {other} at the same site: {shares}",
        SHARED: f"passage shared with {other}: {shares}",
    }
    return words.get(one.relation, f"copy, beside {other}: {shares}")


def _title(title: str | None) -> str:
    return click.style(one_line(title or MISSING_TITLE), bold=True)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
