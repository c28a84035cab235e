"""`winnow history`."""

from pathlib import Path

import click

from archive import open_archive
from archive.articles.stored import known_article
from archive.display import json_line, minute, one_line

_COLUMNS = "version, seen_at, title, byline, published, word_count, similarity, text_hash, capture"


@click.command("history")
@click.argument("article", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def history_command(folder: Path, /, *, article: str, as_json: bool) -> None:
    """List the versions of an article: each different headline or clean text, the oldest first.

    A change of layout, of debris or of the "most read" box makes no version; a changed word does,
    in the headline too.
    """
    with open_archive(folder) as archive:
        stored = known_article(archive.conn, article)
        rows = archive.conn.execute(
            f"select {_COLUMNS} from article_history where article = ? order by version",
            (stored.id,),
        ).fetchall()
    if not as_json:
        click.echo(f"{click.style(one_line(stored.title or '(no title)'), bold=True)}")
        click.echo(f"article {stored.id}, {one_line(stored.url)}\n")
    for row in rows:
        if as_json:
            click.echo(json_line(dict(row)))
            continue
        alike = f"{row['similarity']:.0%} as before" if row["similarity"] is not None else ""
        words = f"{row['word_count']} words"
        title = one_line(row["title"] or "")
        click.echo(
            f"{row['version']:>3}  {minute(row['seen_at'])}  {words:<12} {alike:<15}  {title}"
        )
