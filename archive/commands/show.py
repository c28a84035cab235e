"""`winnow show`."""

import dataclasses
import sys
from pathlib import Path

import click

from archive import open_archive
from archive.articles.stored import StoredArticle, UnknownArticleError, find, known_article
from archive.commands.numbers import COUNT
from archive.display import json_line, minute, one_line, safe, wrapped
from archive.folder import Archive
from cleaners.article import Article, Block, Removal


@click.command("show")
@click.argument("article", metavar="ID|URL")
@click.option("--removed", is_flag=True, help="Show what was removed, in its place, and why.")
@click.option("--version", "number", type=COUNT, help="A text by its number; 1 is the oldest.")
@click.option(
    "--raw",
    is_flag=True,
    help="Write the raw record, as it stands in the WARC; of any URL that was captured.",
)
@click.option(
    "--exchange",
    is_flag=True,
    help="The same with the request, what the crawler knew, and the original of a revisit.",
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Write the article as Markdown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show_command(
    folder: Path,
    /,
    *,
    article: str,
    removed: bool,
    number: int | None,
    raw: bool,
    exchange: bool,
    as_markdown: bool,
    as_json: bool,
) -> None:
    """Show an article: as it reads, with its debris, or as it came over the wire.

    The article is named by its id (the number before a hit) or any spelling of its URL. With
    --removed each line starts with a space when it was kept and with a minus when it was removed,
    followed by the reason and the rule.
    """
    shapes = {"--removed": removed, "--markdown": as_markdown, "--json": as_json}
    other = next((name for name, asked in reversed(shapes.items()) if asked), None)
    if (raw or exchange) and other:
        name = "--raw" if raw else "--exchange"
        raise click.UsageError(f"{name} writes the record as it stands: leave {other} out")
    if as_markdown and (removed or as_json):
        raise click.UsageError(
            f"--markdown holds the article alone: leave {'--json' if as_json else '--removed'} out"
        )
    with open_archive(folder) as archive:
        if raw or exchange:
            _copy_raw(archive, article, number, whole=exchange)
            return
        stored = known_article(archive.conn, article, number)
    if as_json:
        row = dataclasses.asdict(stored)
        click.echo(json_line(row | {"sha256": stored.sha256}))
        return
    if as_markdown:
        click.echo(_markdown(stored), nl=False)
        return
    click.echo(_head(stored))
    click.echo()
    body = stored.in_place() if removed else list(stored.blocks)
    click.echo("\n\n".join(_block(block, marked=removed) for block in body))


def _copy_raw(archive: Archive, article: str, number: int | None, *, whole: bool) -> None:
    """The record of the version's first capture; of the last capture when a URL is no article."""
    if sys.stdout.isatty():
        raise click.UsageError(
            "this writes bytes that may upset a terminal: send them to a file or a pipe"
        )
    from archive.captures.records import copy_records, exchange_of  # noqa: PLC0415 - only --raw reads WARCs

    captures = archive.captures("u.url = ? order by c.id desc limit 1", [article])
    if not captures or find(archive.conn, article) is not None:
        stored = known_article(archive.conn, article, number)
        captures = archive.captures("c.id = ?", [stored.capture])
    elif number is not None:
        raise UnknownArticleError(f"{one_line(article)} is no article: it has no versions")
    capture = captures[0]
    original = archive.capture(capture.revisit_of) if capture.revisit_of else None
    pieces = exchange_of(capture, original, archive.shelf)
    copy_records(pieces if whole else pieces[:1], sys.stdout.buffer)


def _markdown(stored: StoredArticle) -> str:
    from cleaners.markdown import markdown  # noqa: PLC0415 - seldom needed

    article = Article(
        title=stored.title, byline=stored.byline, published=stored.published, blocks=stored.blocks
    )
    return safe(markdown(article))


def _head(stored: StoredArticle) -> str:
    title = click.style(one_line(stored.title or "(no title)"), bold=True)
    facts = [stored.byline, stored.site, (stored.published or "")[:10], stored.language]
    seen = f"fetched {minute(stored.fetched_at)}"
    lines = [
        title,
        " · ".join(one_line(fact) for fact in facts if fact),
        one_line(stored.url),
        f"article {stored.id}, version {stored.version} of {stored.version_count}, {seen}",
        f"{stored.word_count} words, {len(stored.removals)} blocks removed",
    ]
    if stored.story_id is not None:
        lines.append(f"in story {stored.story_id}: `winnow stories {stored.story_id}`")
    if stored.fallback:
        lines.append(click.style(f"not cleaned: {one_line(stored.fallback)}", fg="yellow"))
    return "\n".join(line for line in lines if line)


def _block(block: Block | Removal, *, marked: bool) -> str:
    text = safe(block.text)
    if isinstance(block, Removal):
        why = click.style(f"[{one_line(block.reason)}, rule {one_line(block.rule)}]", dim=True)
        *lines, last = [click.style(line, fg="red") for line in text.split("\n")]
        return "\n".join(wrapped(line, indent="- ") for line in [*lines, f"{last}  {why}"])
    if block.kind == "heading":
        text = click.style(text, bold=True)
    indent = "  " if marked else ""
    return "\n".join(wrapped(line, indent=indent) for line in text.split("\n"))
