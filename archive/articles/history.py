"""The versions of one article made anew from all that its captures show."""

import sqlite3
from collections.abc import Callable, Sequence

from archive.articles.texts import (
    Showing,
    compare_with_last,
    insert_texts,
    next_id,
    replace_removals,
)

Run = list[Showing]  # captures that show one text and headline, one after the other


def runs_of(showings: Sequence[Showing], is_form: Callable[[Showing], bool]) -> list[Run]:
    """The captures of an article, in the order of their time, as versions: one text and headline.

    The headline of another form of it (AMP) does not count.
    """
    runs: list[Run] = []
    for showing in showings:
        last = runs[-1][0] if runs else None
        same = last is not None and last.text.text_hash == showing.text.text_hash
        if same and last and (last.title == showing.title or is_form(showing)):
            runs[-1].append(showing)
        else:
            runs.append([showing])
    return runs


def replace_history(conn: sqlite3.Connection, document_id: int, runs: Sequence[Run]) -> None:
    """Give an article these versions; inside the caller's transaction.

    A version whose rows stay as they are only changes its cleaner and what was removed. Another
    gets a new row, and the old one points at it: it stays until it is pruned.
    """
    old = conn.execute(
        "select * from versions where document_id = ? and replaced_by is null order by number",
        (document_id,),
    ).fetchall()
    for number, run in enumerate(runs, 1):
        same = _same(old, number, run[0], unmoved=len(old) == len(runs))
        run[0].place(same or 0, document_id, number)
    fresh = [run[0] for run in runs if not run[0].version_id]
    first = next_id(conn, "versions")
    for offset, showing in enumerate(fresh):
        showing.version_id = first + offset
    _make_way(conn, old, runs)
    insert_texts(conn, fresh)
    kept = [run[0] for run in runs if run[0].version_id < first]
    for showing in kept:
        conn.execute(
            "update versions set cleaner_id = ?, about = ? where id = ?",
            (showing.cleaner, showing.text.about, showing.version_id),
        )
    replace_removals(conn, kept)
    _point(conn, document_id, old, runs)


def _same(
    old: Sequence[sqlite3.Row], number: int, showing: Showing, *, unmoved: bool
) -> int | None:
    """The id of the version that already has all that a row of this text would say."""
    if not unmoved:
        return None
    row = old[number - 1]
    names = ("title", "byline", "published", "modified", "language", "word_count", "fallback")
    texts = (row["text_hash"], row["blocks"], row["capture_id"])
    wanted = (showing.text.text_hash, showing.text.blocks, showing.capture.id)
    stays = tuple(row[name] for name in names) == showing.headline and texts == wanted
    return int(row["id"]) if stays else None


def _make_way(conn: sqlite3.Connection, old: Sequence[sqlite3.Row], runs: Sequence[Run]) -> None:
    """Mark versions that get another row; a moment they point at themselves, for the index."""
    kept = {run[0].version_id for run in runs}
    conn.executemany(
        "update versions set replaced_by = id where id = ?",
        [(row["id"],) for row in old if row["id"] not in kept],
    )


def _point(
    conn: sqlite3.Connection, document_id: int, old: Sequence[sqlite3.Row], runs: Sequence[Run]
) -> None:
    """Old versions, captures and the article itself point at the new rows."""
    shows = {s.capture.id: run[0].version_id for run in runs for s in run}
    kept = {run[0].version_id for run in runs}
    conn.executemany(
        "update versions set replaced_by = ? where id = ?",
        [(shows[row["capture_id"]], row["id"]) for row in old if row["id"] not in kept],
    )
    conn.executemany(
        "update captures set version_id = ? where id = ?",
        [(version, capture) for capture, version in shows.items()],
    )
    latest = runs[-1][0]
    conn.execute(
        "update documents set title = ?, byline = ?, published = ?, modified = ?, language = ?,"
        " word_count = ?, fallback = ?, version_count = ?, current_version_id = ? where id = ?",
        (*latest.headline, len(runs), latest.version_id, document_id),
    )
    for number in range(2, len(runs) + 1):
        compare_with_last(conn, document_id, number)
