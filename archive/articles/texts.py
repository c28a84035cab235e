"""The rows of a version: its text and metadata, its place in the history, what was removed."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.captures.capture import Capture
from archive.cleaning.reading import Text
from cleaners.article import Article

ROWS = 40  # versions a statement: one INSERT of many rows costs FTS half of many INSERTs
_COLUMNS = (
    "id document_id number capture_id cleaner_id seen_at published modified language word_count"
    " fallback text_hash title byline blocks about text cjk"
)
_NAMES = tuple(_COLUMNS.split())


@dataclass(slots=True)
class Showing:
    """A clean text that a capture showed, and which version of which article it became."""

    capture: Capture
    article: Article | None
    text: Text
    cleaner: int  # row id of what cleaned it
    version_id: int = 0
    document_id: int = 0
    number: int = 0

    def place(self, version_id: int, document_id: int, number: int) -> None:
        """Give it its place in the history of an article."""
        self.version_id, self.document_id, self.number = version_id, document_id, number

    @property
    def title(self) -> str | None:
        """The headline. It is part of a version: who changes it, changes what readers are told."""
        return self.article.title if self.article else None

    @property
    def headline(self) -> tuple[str | int | None, ...]:
        """Title, byline, published, modified, language, word count, fallback: the narrow row."""
        a = self.article or Article()
        words = self.text.word_count
        return (a.title, a.byline, a.published, a.modified, a.language, words, a.fallback)

    def row(self) -> tuple[str | int | None, ...]:
        """The values of the table `versions`, in the order of its insert."""
        title, byline, published, modified, language, words, fallback = self.headline
        t = self.text
        place = (self.version_id, self.document_id, self.number, self.capture.id, self.cleaner)
        about = (self.capture.fetched_at, published, modified, language, words, fallback)
        return (*place, *about, t.text_hash, title, byline, t.blocks, t.about, t.text, t.cjk)


def insert_texts(conn: sqlite3.Connection, showings: Sequence[Showing]) -> None:
    """Insert versions with what was removed from them; the search index follows by trigger."""
    marks = f"({', '.join('?' * len(_NAMES))})"
    for start in range(0, len(showings), ROWS):
        some = showings[start : start + ROWS]
        conn.execute(
            f"insert into versions({', '.join(_NAMES)}) values {', '.join([marks] * len(some))}",
            [value for showing in some for value in showing.row()],
        )
    _insert_removals(conn, showings)


def replace_removals(conn: sqlite3.Connection, showings: Sequence[Showing]) -> None:
    """Note anew what was removed from texts that stay."""
    conn.executemany(
        "delete from removals where version_id = ?", [(s.version_id,) for s in showings]
    )
    _insert_removals(conn, showings)


def _insert_removals(conn: sqlite3.Connection, showings: Sequence[Showing]) -> None:
    rules = _rule_ids(conn, {(r[1], r[2]) for s in showings for r in s.text.removals})
    conn.executemany(
        "insert into removal_texts(id, text) values (?, ?) on conflict do nothing",
        {(r[3], r[4]) for s in showings for r in s.text.removals},
    )
    conn.executemany(
        "insert into removals(version_id, position, rule_id, text_id) values (?, ?, ?, ?)",
        [(s.version_id, r[0], rules[r[1], r[2]], r[3]) for s in showings for r in s.text.removals],
    )


def load_text(conn: sqlite3.Connection, version_id: int, capture: Capture) -> Showing:
    """A stored text, for another capture that shows it again."""
    row = conn.execute("select * from versions where id = ?", (version_id,)).fetchone()
    removals = conn.execute(
        "select r.position, rules.rule, rules.reason, r.text_id, t.text from removals r"
        " join rules on rules.id = r.rule_id join removal_texts t on t.id = r.text_id"
        " where r.version_id = ? order by r.position",
        (version_id,),
    )
    text = Text(
        text=row["text"],
        text_hash=row["text_hash"],
        cjk=row["cjk"],
        word_count=row["word_count"],
        blocks=row["blocks"],
        about=row["about"],
        removals=tuple(tuple(removal) for removal in removals),
    )
    names = ("title", "byline", "published", "modified", "language", "fallback")
    about = json.loads(row["about"]) if row["about"] else {}
    head = {name: row[name] for name in names} | {"canonical_url": about.get("canonical_url")}
    return Showing(capture, Article(**head), text, row["cleaner_id"])


def compare_with_last(conn: sqlite3.Connection, document_id: int, number: int) -> None:
    """Note how alike a version is to the one before it, where there are both."""
    conn.execute(
        "update versions set similarity = ? where document_id = ? and number = ?"
        " and replaced_by is null",
        (_similarity(conn, document_id, number), document_id, number),
    )


def _similarity(conn: sqlite3.Connection, document_id: int, number: int) -> float | None:
    """How much of its words a version shares with the one before: 0 to 1, by word counts."""
    texts = conn.execute(
        "select text from versions where document_id = ? and number in (?, ?)"
        " and replaced_by is null",
        (document_id, number - 1, number),
    ).fetchall()
    if len(texts) < 2:
        return None
    return round(alike(texts[0][0], texts[1][0]), 4)


def alike(one: str, other: str) -> float:
    """The share of words that two texts have in common, 0 to 1; their order does not count."""
    old, new = Counter(one.split()), Counter(other.split())
    both = old.total() + new.total()
    return 2 * (old & new).total() / both if both else 1.0


def next_id(conn: sqlite3.Connection, table: str) -> int:
    """The row id that the next row gets; there is one writer, so nobody else takes it."""
    found: int = conn.execute(f"select coalesce(max(id), 0) + 1 from {table}").fetchone()[0]
    return found


def _rule_ids(conn: sqlite3.Connection, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    def known() -> dict[tuple[str, str], int]:
        return {
            (row[0], row[1]): row[2] for row in conn.execute("select rule, reason, id from rules")
        }

    new = sorted(wanted - known().keys())
    conn.executemany("insert into rules(rule, reason) values (?, ?)", new)
    return known()
