"""Captures that come in later than newer ones: a text put where it belongs in the history."""

import sqlite3

from archive.articles.texts import Showing, compare_with_last, insert_texts, load_text, next_id
from archive.captures.rows import select_captures

_HISTORY = (
    "select c.id, c.fetched_at, c.version_id, v.text_hash, v.title, v.number from captures c"
    " join versions v on v.id = c.version_id"
    " where v.document_id = ? and v.replaced_by is null order by c.fetched_at, c.id"
)


def place_late_text(
    conn: sqlite3.Connection, document_id: int, showing: Showing, *, form: bool = False
) -> int:
    """The version that a capture from the past shows; a new one is numbered by its time.

    Inside the caller's transaction. A version is a run of captures with one text and headline: the
    new capture joins the run before or after it, or becomes a run between, and may cut one in two.
    The headline of another form (AMP) of the article does not count.
    """
    capture = showing.capture
    when = (capture.fetched_at, capture.id)
    history = conn.execute(_HISTORY, (document_id,)).fetchall()
    before = [row for row in history if (row["fetched_at"], row["id"]) < when]
    after = [row for row in history if (row["fetched_at"], row["id"]) > when]
    if not before:
        conn.execute(
            "update documents set first_seen = ? where id = ?", (capture.fetched_at, document_id)
        )
    if before and _shows(before[-1], showing, form=form):
        return int(before[-1]["version_id"])
    if after and _shows(after[0], showing, form=form):
        version = int(after[0]["version_id"])
        conn.execute(
            "update versions set capture_id = ?, seen_at = ? where id = ?",
            (capture.id, capture.fetched_at, version),
        )
        return version
    number = before[-1]["number"] + 1 if before else 1
    cut = bool(before and after and before[-1]["version_id"] == after[0]["version_id"])
    _make_room(conn, document_id, number, 2 if cut else 1)
    showing.place(next_id(conn, "versions"), document_id, number)
    insert_texts(conn, [showing])
    if cut:
        _second_half(conn, document_id, number + 1, after)
    for place in (number, number + 1, number + 2):
        compare_with_last(conn, document_id, place)
    return showing.version_id


def _shows(row: sqlite3.Row, showing: Showing, *, form: bool) -> bool:
    """Whether the version of a stored capture is what this one shows."""
    same = row["text_hash"] == showing.text.text_hash
    return same and (form or row["title"] == showing.title)


def _make_room(conn: sqlite3.Connection, document_id: int, number: int, places: int) -> None:
    """Number the versions from `number` on `places` higher; in two steps, as numbers are unique."""
    chosen = "document_id = ? and replaced_by is null and number"
    conn.execute(
        f"update versions set number = -(number + ?) where {chosen} >= ?",
        (places, document_id, number),
    )
    conn.execute(f"update versions set number = -number where {chosen} < 0", (document_id,))
    conn.execute(
        "update documents set version_count = version_count + ? where id = ?",
        (places, document_id),
    )


def _second_half(
    conn: sqlite3.Connection,
    document_id: int,
    number: int,
    after: list[sqlite3.Row],
) -> None:
    """The captures of a run that a late text cut in two show the same text, as a later version."""
    old = after[0]["version_id"]
    run = [row["id"] for row in after if row["version_id"] == old]
    first = run[0]
    again = load_text(conn, old, select_captures(conn, "c.id = ?", [first])[0])
    again.place(next_id(conn, "versions"), document_id, number)
    insert_texts(conn, [again])
    conn.executemany(
        "update captures set version_id = ? where id = ?", [(again.version_id, one) for one in run]
    )
    conn.execute(
        "update documents set current_version_id = ? where id = ? and current_version_id = ?",
        (again.version_id, document_id, old),
    )
