"""The reading page of an article, with its removed blocks or its changes; raw records."""

import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, cast

from datasette import Request, Response
from datasette.app import Datasette
from datasette.database import Database

from archive.articles.stored import StoredArticle, article
from archive.articles.wording import Paragraph, compare
from archive.captures.records import copy_records, exchange_of
from archive.captures.rows import select_captures
from archive.display import minute, safe
from archive.errors import DamageError
from archive.warc.packed import shelf
from cleaners.article import Removal

ARTICLE = r"^/(?P<database>[^/]+)/-/article/(?P<id>\d+)$"
CAPTURE = r"^/(?P<database>[^/]+)/-/capture/(?P<id>\d+)\.warc$"

POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
LARGEST = 2**63 - 1  # of SQLite's integers
MOST_BYTES = 256 << 20  # of one download, decompressed
HELD = 1 << 20  # bytes of it in memory; a larger one waits in a temporary file
SHOWN_OPEN = 3  # longer runs of removed blocks are folded


async def article_page(request: Request, datasette: Datasette) -> Response:
    """The page of one article: ?removed=1, ?version=N, ?since=N (what changed since version N)."""
    database = _database(request, datasette)
    if database is None:
        return _missing("database")
    number = min(int(request.url_vars["id"][:20]), LARGEST)
    version, since = (_number(request.args.get(name)) for name in ("version", "since"))
    wanted = {"removed": request.args.get("removed") == "1", "since": since}
    found = await database.execute_fn(lambda conn: _context(conn, number, version, wanted))
    if found is None:
        return _missing("article or version")
    found |= {
        "base": datasette.urls.database(database.name),
        "css": datasette.urls.static_plugins(__package__, "winnow.css"),
    }
    page = await datasette.render_template("winnow_article.html", found, request=request)
    return Response.html(page, headers={"Content-Security-Policy": POLICY})


async def capture_download(request: Request, datasette: Datasette) -> Response:
    """The whole exchange of a capture, uncompressed, as a small WARC file.

    That is its answer, the request and what the crawler knew, and for a revisit the record that
    has the body.
    """
    database = _database(request, datasette)
    if database is None:
        return _missing("database")
    number = min(int(request.url_vars["id"][:20]), LARGEST)
    path = Path(database.path)
    out = cast("BinaryIO", tempfile.SpooledTemporaryFile(HELD))  # noqa: SIM115 - closed when sent

    def copy(conn: sqlite3.Connection) -> bool:
        found = select_captures(conn, "c.id = ?", [number])
        if found:
            original = select_captures(conn, "c.id = ?", [found[0].revisit_of])
            pieces = exchange_of(found[0], original[0] if original else None, shelf(conn, path))
            copy_records(pieces, out, most=MOST_BYTES)
        return bool(found)

    try:
        if not await database.execute_fn(copy):
            return _missing("capture")
    except (DamageError, OSError) as error:
        return Response.text(f"{error}\n", status=500)
    headers = {
        "Content-Disposition": f'attachment; filename="capture-{number}.warc"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Sent(out, headers)


class Sent(Response):  # type: ignore[misc]  # Datasette has no types
    """The answer whose body is a file, sent a piece at a time."""

    def __init__(self, file: BinaryIO, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, content_type="application/warc")
        self.file = file

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Called by Datasette."""
        fields = {**self.headers, "content-type": self.content_type}
        coded = [[name.lower().encode(), value.encode()] for name, value in fields.items()]
        await send({"type": "http.response.start", "status": 200, "headers": coded})
        with self.file as file:
            file.seek(0)
            while piece := file.read(HELD):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _database(request: Request, datasette: Datasette) -> Database | None:
    name = request.url_vars["database"]
    return datasette.get_database(name) if name in datasette.databases else None


def _missing(what: str) -> Response:
    return Response.text(f"There is no such {what} here.\n", status=404)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _context(
    conn: sqlite3.Connection, number: int, version: int | None, wanted: dict[str, Any]
) -> dict[str, Any] | None:
    stored = article(conn, number, version)
    before = article(conn, number, wanted["since"]) if wanted["since"] else None
    if stored is None or (wanted["since"] and before is None):
        return None
    history = conn.execute(
        "select version, seen_at, word_count, similarity from article_history "
        "where article = ? order by version",
        (number,),
    ).fetchall()
    # which captures showed this text, and where their records lie
    evidence = conn.execute(
        "select c.id, c.fetched_at, c.status, c.record_type, c.payload_digest, c.warc_offset, "
        "w.path from captures c join warc_files w on w.id = c.warc_file_id where c.version_id = "
        "(select version_id from article_history where article = ? and version = ?) "
        "order by c.fetched_at limit 100",
        (number, stored.version),
    ).fetchall()
    return {
        "article": stored,
        "plain": safe,
        "link": stored.url if stored.url.startswith(("http://", "https://")) else None,
        "history": [dict(row) | {"seen": minute(row["seen_at"])} for row in history],
        "evidence": [dict(row) | {"fetched": minute(row["fetched_at"])} for row in evidence],
        "fetched": minute(stored.fetched_at),
        "with_removed": wanted["removed"],
        "since": before and before.version,
        "changes": _changes(before, stored) if before else None,
        "parts": _parts(stored, wanted["removed"]),
    }


def _changes(before: StoredArticle, after: StoredArticle) -> list[Paragraph]:
    texts = (
        [stored.title or "", *(block.text for block in stored.blocks)] for stored in (before, after)
    )
    return compare(*texts)


def _parts(stored: StoredArticle, removed: bool) -> list[dict[str, Any]]:
    """The blocks in order; neighbors that were removed together as one part."""
    parts: list[dict[str, Any]] = []
    for gone, blocks in groupby(stored.in_place(), lambda block: isinstance(block, Removal)):
        if not gone:
            parts += [
                {
                    "kind": block.kind,
                    "level": min(block.level + 1, 6),
                    "text": block.text,
                    "number": block.number,
                    "more": block.more,
                }
                for block in blocks
                if not isinstance(block, Removal)
            ]
        elif removed:
            run = [block for block in blocks if isinstance(block, Removal)]
            reasons = list(dict.fromkeys(block.reason for block in run))
            parts.append(
                {"kind": "removed", "run": run, "reasons": reasons, "fold": len(run) > SHOWN_OPEN}
            )
    return parts
