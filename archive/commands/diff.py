"""`winnow diff`."""

from pathlib import Path

import click

from archive import open_archive
from archive.articles.stored import StoredArticle, known_article
from archive.articles.wording import Paragraph, Piece, compare
from archive.commands.numbers import COUNT
from archive.display import json_line, minute, safe, wrapped

COLORS = {"gone": "red", "new": "green", "same": None}
SIGNS = {"gone": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}  # as wdiff and git write them


@click.command("diff")
@click.argument("article", metavar="ID|URL")
@click.argument("old", metavar="[A]", type=COUNT, required=False)
@click.argument("new", metavar="[B]", type=COUNT, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: a paragraph.")
@click.pass_obj
def diff_command(
    folder: Path, /, *, article: str, old: int | None, new: int | None, as_json: bool
) -> None:
    """Show what changed between two versions of an article, word by word.

    Without numbers it shows the last change; with one, what changed from that version to the
    present one. Words that went are written [-so-], words that came {+so+}, in red and green on a
    terminal.
    """
    with open_archive(folder) as archive:
        after = known_article(archive.conn, article, new)
        before = known_article(archive.conn, article, old or max(after.version - 1, 1))
    changes = [
        *compare(_facts(before), _facts(after)),
        *compare([block.text for block in before.blocks], [block.text for block in after.blocks]),
    ]
    if as_json:
        for paragraph in changes:
            pieces = [{"change": piece.change, "text": piece.text} for piece in paragraph.pieces]
            click.echo(json_line({"change": paragraph.change, "pieces": pieces}))
        return
    if after.version == before.version:
        only = "has no other version" if after.version_count == 1 else "is compared with itself"
        click.echo(f"article {after.id}, version {after.version}: {only}", err=True)
        return
    for stored in (before, after):
        click.echo(f"version {stored.version} of {minute(stored.fetched_at)}")
    for line in _lines(changes):
        click.echo(f"\n{line}")


def _facts(stored: StoredArticle) -> list[str]:
    return [fact for fact in (stored.title, stored.byline, stored.published) if fact]


def _lines(changes: list[Paragraph]) -> list[str]:
    """The changed paragraphs, and how many between them stayed."""
    lines: list[str] = []
    same = 0
    for paragraph in [*changes, None]:
        if paragraph is not None and paragraph.change == "same":
            same += 1
            continue
        if same:
            lines.append(click.style(f"({same} unchanged)", dim=True))
        same = 0
        if paragraph is not None:
            lines.append(wrapped("".join(_marked(piece) for piece in paragraph.pieces), indent=""))
    return lines


def _marked(piece: Piece) -> str:
    begin, end = SIGNS[piece.change]
    text = f"{begin}{' '.join(safe(piece.text).splitlines())}{end}"
    color = COLORS[piece.change]
    return click.style(text, fg=color) if color else text
