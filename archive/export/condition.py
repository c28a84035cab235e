"""A condition that a person wrote in SQL, for --where: one expression, nothing around it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from archive.database import sqlite3
from archive.display import one_line
from archive.errors import ArchiveError

_PIECE = re.compile(
    r"""
    '(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\]   # strings and quoted names
    | (?P<bad> ' | " | ` | \[ | -- | /\* | ; | \x00 )  # open ends, comments, a second statement
    | (?P<bracket> [()] )
    | [^'"`\[\-/;()\x00]+ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"'": "an open string", '"': "an open name", "`": "an open name", "[": "an open name"}


class ConditionError(ArchiveError):
    """The condition is no SQL expression over the columns there are."""

    exit_code = 2


def check_condition(conn: sqlite3.Connection, view: str, condition: str) -> None:
    """Nothing when the condition is one expression over the columns of the view.

    Raises ConditionError, one line with what is wrong. The connection should be read-only: then
    no expression can do harm, and this check is about a clear message.
    """
    depth = 0
    for piece in _PIECE.finditer(condition):
        if piece["bad"]:
            found = _WORDS.get(piece["bad"], repr(piece["bad"]))
            raise ConditionError(f"--where: {found} does not belong in one SQL expression")
        depth += {"(": 1, ")": -1}.get(piece["bracket"], 0)
        if depth < 0:
            raise ConditionError("--where: a bracket closes that was not opened")
    if depth or not condition.strip():
        raise ConditionError("--where: a bracket is not closed" if depth else "--where is empty")
    try:
        # explain compiles the expression and runs none of it
        conn.execute(f'explain select 1 from "{view}" where ({condition})').fetchall()
    except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError) as error:
        raise failed(_reason(conn, view, str(error))) from error


@contextmanager
def at_any_row(condition: str | None) -> Iterator[None]:
    """What a condition that compiles meets at some row comes out as ConditionError."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DataError) as error:
        if condition is None:
            raise
        raise failed(str(error)) from error


def failed(message: str) -> ConditionError:
    """The error for a condition that SQLite refuses, when it is compiled or at some row."""
    return ConditionError(f"--where: {one_line(message)}")


def _reason(conn: sqlite3.Connection, view: str, message: str) -> str:
    unknown = re.fullmatch(r"no such column: (?:\w+\.)?(.+)", message)
    if not unknown:
        return message
    columns = [row[1] for row in conn.execute(f'pragma table_info("{view}")')]
    near = get_close_matches(unknown[1], columns, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(columns)}"
    return f"{message}; {hint}"
