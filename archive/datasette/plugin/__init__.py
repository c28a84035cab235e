"""What Winnow adds to Datasette: reading pages, raw records, forgiving search, strict headers.

Only hooks that Datasette 0.65 and 1.0 share; metadata alone (about.toml) is useful without them.
"""

import sqlite3
from collections.abc import Callable, Generator
from typing import Any

from datasette import Request, hookimpl
from datasette.app import Datasette
from datasette.handle_exception import handle_exception as answer
from markupsafe import Markup

from archive.datasette.plugin.mistakes import mistake
from archive.datasette.plugin.pages import ARTICLE, CAPTURE, article_page, capture_download
from archive.datasette.plugin.shield import shielded
from archive.search.query import parse

NOTHING = '""'  # a query that FTS5 takes and that matches no row
LONGEST = 64 << 20  # bytes of one value: zeroblob(1e9) would keep the server busy for a minute


@hookimpl(trylast=True)  # after Datasette's own, which it replaces
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's search boxes and our ready questions take what `winnow search` takes."""
    conn.create_function("escape_fts", 1, expression, deterministic=True)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The reading page of an article and the records of a capture."""
    return [(ARTICLE, article_page), (CAPTURE, capture_download)]


@hookimpl
def render_cell(  # noqa: PLR0917 - Datasette's signature
    row: sqlite3.Row,
    value: object,
    column: str,
    table: str | None,
    database: str,
    datasette: Datasette,
) -> Markup | None:
    """Numbers and titles of articles lead to their reading page, captures to their records."""
    if value is None or database != "archive":
        return None
    names = row.keys()
    base = datasette.urls.database(database)
    if table in {"articles", "documents"} and column in {"id", "title"} and "id" in names:
        return _link(f"{base}/-/article/{row['id']}", value)
    if column == "title" and "article" in names:
        return _link(f"{base}/-/article/{row['article']}", value)
    if column == "article" and isinstance(value, int):
        version = f"?version={row['version']}" if "version" in names and row["version"] else ""
        return _link(f"{base}/-/article/{value}{version}", value)
    if column == "capture" and isinstance(value, int):
        return _link(f"{base}/-/capture/{value}.warc", value)
    return None


@hookimpl
def extra_css_urls(datasette: Datasette) -> list[str]:
    """The descriptions of columns in a small box, so that rows come into view."""
    return [datasette.urls.static_plugins(__name__, "tables.css")]


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Headers that keep archived text from doing anything but being read."""
    return shielded


@hookimpl(wrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, list[Any], list[Any]]:
    """A hand-made address gets a 400 and a line, not a 500 and a traceback in the terminal."""
    answers = yield
    wrong = mistake(request, exception)
    return [answer(datasette, request, wrong)] if wrong else answers


def expression(text: object) -> str:
    """What FTS5 is asked for a text of the search box; site: and a lone -word match nothing."""
    return parse(str(text or "")).match or NOTHING


def _link(url: str, text: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)
