"""Crawls: a row each, and the same facts in the warcinfo record, so that a rebuild knows them."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from archive.capture import now

STARTED, SETTINGS = "winnow-started", "winnow-settings"  # fields of warcinfo
NAMED = {"robots": "robots", "user_agent": "http-header-user-agent", "operator": "operator"}


def software() -> str:
    """Name and version of this program, as warcinfo records have it."""
    from importlib.metadata import (  # noqa: PLC0415 - a search should not wait for it
        PackageNotFoundError,
        version,
    )

    try:
        return f"winnow/{version('winnow-archive')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "winnow"


def begin_crawl(
    conn: sqlite3.Connection, name: str, settings: Mapping[str, Any], started_at: str | None = None
) -> int:
    """The id of a new crawl; inside the caller's transaction or on its own."""
    found = conn.execute(
        "insert into crawls(name, started_at, software, settings) values (?, ?, ?, ?)",
        (name, started_at or now(), software(), _plain(settings)),
    )
    return int(found.lastrowid or 0)


def end_crawl(
    conn: sqlite3.Connection, crawl_id: int, status: str, stats: Mapping[str, Any]
) -> None:
    """Note how a crawl ended: done, stopped or failed, with its counts."""
    conn.execute(
        "update crawls set finished_at = ?, status = ?, stats = ? where id = ?",
        (now(), status, _plain(stats), crawl_id),
    )


def crawl_fields(conn: sqlite3.Connection, crawl_id: int) -> dict[str, str]:
    """The warcinfo fields of a crawl."""
    row = conn.execute("select * from crawls where id = ?", (crawl_id,)).fetchone()
    settings = json.loads(row["settings"] or "{}")
    fields = {"software": row["software"], "isPartOf": row["name"], STARTED: row["started_at"]}
    fields |= {NAMED[key]: str(value) for key, value in settings.items() if key in NAMED and value}
    return fields | {SETTINGS: row["settings"] or "{}"}


def find_crawl(conn: sqlite3.Connection, fields: Mapping[str, str]) -> int | None:
    """The crawl that a warcinfo record tells of, new or known; None when it tells of none."""
    name, started = fields.get("isPartOf"), fields.get(STARTED)
    if not name or not started:
        return None
    row = conn.execute(
        "select id from crawls where name = ? and started_at = ?", (name, started)
    ).fetchone()
    if row is not None:
        return int(row[0])
    found = conn.execute(
        "insert into crawls(name, started_at, status, software, settings)"
        " values (?, ?, 'interrupted', ?, ?)",
        (name, started, fields.get("software"), fields.get(SETTINGS)),
    )
    return int(found.lastrowid or 0)


def _plain(settings: Mapping[str, Any]) -> str:
    return json.dumps(dict(settings), ensure_ascii=True, sort_keys=True, default=str)
