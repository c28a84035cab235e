"""Fingerprints in the database: which texts share numbers, and which articles wait."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from archive.stories.prints import count, fingerprint, unpacked
from archive.stories.relation import Compared

HOLDERS = 50  # of a number that count, the oldest: phrases that everybody uses lead to few texts
SHARED = 3  # numbers that two texts share before they are compared
SHARE, SHARE_AT_HOME = 0.04, 0.3  # ... of those of the shorter; at one site only copies are told

# What of an article is compared, as the index documents_uncompared has it.
_STATE = "current_version_id || ' ' || first_seen || ' ' || ifnull(site_id, 0)"
_WAITING = f"compared is not ({_STATE})"
_FRESH = f"""
select d.id, d.key, d.first_seen, d.site_id, d.state, t.numbers, t.age, v.text, v.fallback
from (select *, {_STATE} as state from documents where {_WAITING} and id > ?) d
join versions v on v.id = d.current_version_id
left join story_texts t on t.document_id = d.id
where t.state is not d.state
order by d.id limit ?
"""


@dataclass(frozen=True, slots=True)
class Print:
    """The fingerprint of an article, as it is stored."""

    article: int
    age: int
    site: int | None
    numbers: list[int]


def waiting(conn: sqlite3.Connection) -> int:
    """How many articles are not compared yet."""
    found: int = conn.execute(f"select count(*) from documents where {_WAITING}").fetchone()[0]
    return found


def waiting_by_age(conn: sqlite3.Connection) -> list[int]:
    """The articles that are not compared yet, the oldest first."""
    rows = conn.execute(
        "select d.id from (select id from documents where "
        f"{_WAITING}) d cross join story_texts t on t.document_id = d.id order by t.age, d.id"
    )
    return [row[0] for row in rows]


def compared(conn: sqlite3.Connection, article: int) -> None:
    """Note that an article waits no longer."""
    conn.execute(f"update documents set compared = {_STATE} where id = ?", (article,))


def take_prints(conn: sqlite3.Connection, after: int, most: int) -> int | None:
    """The last article of those that got new fingerprints; None when no other needs any.

    An article whose number of holders changes what is found of others makes them wait, too: what
    comes out in the end depends on the texts alone, not on the order in which they came.
    """
    last = None
    newest: int = conn.execute("select coalesce(max(age), 0) from story_texts").fetchone()[0]
    for row in conn.execute(_FRESH, (after, most)).fetchall():
        last = row["id"]
        if row["numbers"] is not None:
            _drop(conn, last, row["age"], unpacked(row["numbers"]))
        # Of a page that could not be cleaned there is only all its visible text, menus and all.
        found = b"" if row["fallback"] else fingerprint(Compared(row["text"]).words)
        numbers = unpacked(found)
        age = _age(row["first_seen"], row["key"])
        conn.execute(
            "insert or replace into story_texts(document_id, state, age, site_id, numbers)"
            " values (?, ?, ?, ?, ?)",
            (last, row["state"], age, row["site_id"], found),
        )
        conn.executemany(
            "insert or ignore into story_prints(number, age, document_id) values (?, ?, ?)",
            [(number, age, last) for number in numbers],
        )
        if age <= newest:  # no other stands behind the youngest
            _wake(conn, age, last, numbers)
        newest = max(newest, age)
    return last


def print_of(conn: sqlite3.Connection, article: int) -> Print | None:
    """The stored fingerprint of an article, if it has one."""
    row = conn.execute(
        "select age, site_id, numbers from story_texts where document_id = ?", (article,)
    ).fetchone()
    return Print(article, row[0], row[1], unpacked(row[2])) if row else None


def forget_print(conn: sqlite3.Connection, article: int) -> None:
    """Take the fingerprint of an article away."""
    if (found := print_of(conn, article)) is not None:
        _drop(conn, article, found.age, found.numbers)
        conn.execute("delete from story_texts where document_id = ?", (article,))


def candidates(conn: sqlite3.Connection, mine: Print) -> Iterator[tuple[int, int, bool]]:
    """Articles that may be copies or rewordings: number, age, and whether at the same site.

    A number counts for two texts when the older of them is among its oldest holders.
    """
    found: Counter[tuple[int, int]] = Counter()
    me = (mine.age, mine.article)
    for number in _held(conn, mine):
        holders = _oldest(conn, number)
        found.update(holders)
        if len(holders) < HOLDERS:
            continue
        if me in holders:
            found.update(_after(conn, number, holders[-1]))
    del found[me]
    for (age, article), shared in found.items():
        if shared < SHARED:
            continue
        row = conn.execute(
            "select site_id, length(numbers) from story_texts where document_id = ?", (article,)
        ).fetchone()
        if row is None:
            continue
        site, size = row
        home = site is not None and site == mine.site
        least = SHARE_AT_HOME if home else SHARE
        if shared >= least * min(len(mine.numbers), count(size)):
            yield article, age, home


def _held(conn: sqlite3.Connection, mine: Print) -> list[int]:
    """Those of its numbers that another article has, too."""
    rows = conn.execute(
        "select value from json_each(?) where exists ("
        "select 1 from story_prints where number = value and document_id <> ?)",
        (json.dumps(mine.numbers), mine.article),
    )
    return [row[0] for row in rows]


def _oldest(conn: sqlite3.Connection, number: int) -> list[tuple[int, int]]:
    return [
        (row[0], row[1])
        for row in conn.execute(
            "select age, document_id from story_prints where number = ?"
            " order by age, document_id limit ?",
            (number, HOLDERS),
        )
    ]


def _after(
    conn: sqlite3.Connection, number: int, last: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    rows = conn.execute(
        "select age, document_id from story_prints where number = ?"
        " and (age, document_id) > (?, ?)",
        (number, *last),
    )
    return ((row[0], row[1]) for row in rows)


def _drop(conn: sqlite3.Connection, article: int, age: int, numbers: list[int]) -> None:
    _wake(conn, age, article, numbers)
    conn.executemany(
        "delete from story_prints where number = ? and age = ? and document_id = ?",
        [(number, age, article) for number in numbers],
    )


def _wake(conn: sqlite3.Connection, age: int, article: int, numbers: list[int]) -> None:
    """Make those wait that stand behind the last holder that counts, where this one counts:
    it has just put them there, or will make room for them.
    """
    for number in numbers:
        row = conn.execute(
            "select age, document_id from story_prints where number = ?"
            " order by age, document_id limit 1 offset ?",
            (number, HOLDERS),
        ).fetchone()
        if row is not None and (row[0], row[1]) > (age, article):
            conn.execute("update documents set compared = null where id = ?", (row[1],))


def _age(first_seen: str, key: str) -> int:
    """A number in the order of time; what came in the same second, by address, in any archive."""
    second = int(re.sub(r"\D", "", first_seen)[:14].ljust(14, "0"))
    return second << 16 | int.from_bytes(sha256(key.encode("utf-8", "replace")).digest()[:2])
