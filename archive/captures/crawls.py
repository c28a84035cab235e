"""Crawls: a row each, and the same facts in the warcinfo record, so that a rebuild knows them."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from archive.captures.capture import now

STARTED, SETTINGS = "winnow-started", "winnow-settings"  # fields of warcinfo
ENDED = "crawl"  # what the note at the end of a crawl is about
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
    """The id of a new crawl; inside the caller's transaction or on its own.

    `settings["sources"]`, by the id of each source, has its name and its site rules.
    """
    started = started_at or now()
    found = conn.execute(
        "insert into crawls(name, started_at, software, settings) values (?, ?, ?, ?)",
        (name, started, software(), _plain(settings)),
    )
    learn_sources(conn, settings, started)
    return int(found.lastrowid or 0)


def learn_sources(conn: sqlite3.Connection, settings: Mapping[str, Any], when: str) -> None:
    """Take over what a crawl that began at `when` says of its sources, unless a later one spoke."""
    sources = settings.get("sources")
    if not isinstance(sources, dict):
        return
    for key, about in sources.items():
        conn.execute(
            "insert into sources(key, name, told, told_at) values (:key, :name, :told, :when)"
            " on conflict (key) do update set name = coalesce(excluded.name, name),"
            " told = excluded.told, told_at = excluded.told_at"
            " where told_at is null or told_at <= excluded.told_at",
            {
                "key": key,
                "name": about.get("name") or None,
                "told": _plain(about),
                "when": when,
            },
        )


def end_fields(status: str, stats: Mapping[str, Any]) -> dict[str, str]:
    """What the note at the end of a crawl says: when and how it ended, with its counts."""
    return {"finished": now(), "status": status, "stats": _plain(stats)}


def end_crawl(conn: sqlite3.Connection, crawl_id: int, fields: Mapping[str, str]) -> None:
    """Take over what the note at the end of a crawl says."""
    conn.execute(
        "update crawls set finished_at = ?, status = ?, stats = ? where id = ?",
        (fields.get("finished"), fields.get("status"), fields.get("stats"), crawl_id),
    )


def end_interrupted(conn: sqlite3.Connection) -> None:
    """Crawls that nobody ended: they went on as far as their last capture."""
    conn.execute(
        "update crawls set status = 'interrupted', finished_at = coalesce(finished_at,"
        " (select max(fetched_at) from captures where crawl_id = crawls.id))"
        " where status in ('running', 'interrupted')"
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
    learn_crawl(conn, fields)
    return int(found.lastrowid or 0)


def learn_crawl(conn: sqlite3.Connection, fields: Mapping[str, str]) -> None:
    """Take over the site rules that the warcinfo record of a crawl tells of."""
    with suppress(
        ValueError, AttributeError, KeyError, TypeError
    ):  # a foreign file may say anything
        learn_sources(conn, json.loads(fields[SETTINGS]), fields[STARTED])


def _plain(settings: Mapping[str, Any]) -> str:
    return json.dumps(dict(settings), ensure_ascii=True, sort_keys=True, default=str)
