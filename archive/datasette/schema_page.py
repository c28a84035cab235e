"""The body of docs/schema.md: every view, table and column, from the migrations and about.toml."""

from collections.abc import Iterator
from typing import Any

from archive.database import sqlite3
from archive.datasette.metadata import about

SHADOWS = ("_data", "_idx", "_docsize", "_config")  # FTS5's own tables
TYPES = {"": "", "integer": "number", "text": "text", "real": "number"}


def schema_page(conn: sqlite3.Connection) -> str:
    """Markdown: the views, the tables, the ready questions, each with what about.toml says.

    Raises KeyError for a table, view or column that nobody has described.
    """
    words = about()
    lines: list[str] = []
    for kind, heading in (("view", "## Views"), ("table", "## Tables")):
        lines += [heading, ""]
        for name in _names(conn, kind):
            lines += _described(conn, name, words["table"][name])
    lines += ["## Ready questions", ""]
    lines += [
        f"- `{name}`: **{query['title']}**. {query['description']}"
        for name, query in words["query"].items()
    ]
    return "\n".join(lines) + "\n"


def _names(conn: sqlite3.Connection, kind: str) -> Iterator[str]:
    """In the order of about.toml, then what it has forgotten."""
    found = [
        name
        for (name,) in conn.execute("select name from sqlite_master where type = ?", (kind,))
        if not name.startswith(("sqlite_", "versions_fts_"))
    ]
    order = list(about()["table"])
    yield from sorted(found, key=lambda name: order.index(name) if name in order else len(order))


def _described(conn: sqlite3.Connection, name: str, words: dict[str, Any]) -> Iterator[str]:
    yield from (f"### {name}", "", f"**{words['title']}.** {words['description']}", "")
    yield from ("| column | type | meaning |", "| --- | --- | --- |")
    keys = {row[3]: row[2] for row in conn.execute(f'pragma foreign_key_list("{name}")')}
    for _, column, kind, *_ in conn.execute(f'pragma table_info("{name}")'):
        shown = TYPES.get(kind.lower(), kind.lower())
        if column in keys:
            shown += f" -> {keys[column]}"
        yield f"| `{column}` | {shown} | {words['columns'][column]} |"
    yield ""
