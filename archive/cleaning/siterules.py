"""Site rules: what a source says of its pages, kept with it, so that every road cleans alike."""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from archive.captures.rows import key_ids
from cleaners.debris.strips import Strip
from cleaners.version import VERSION, fingerprint

Strips = tuple[Strip, ...]


def told(strips: Sequence[Strip]) -> list[dict[str, Any]]:
    """The rules as plain values, as crawls note them in `settings["sources"][ID]["strips"]`."""
    return [
        {
            name: value
            for name, value in (
                ("css", strip.css),
                ("since", strip.since and strip.since.isoformat()),
                ("until", strip.until and strip.until.isoformat()),
                ("keep", strip.keep),
            )
            if value
        }
        for strip in strips
    ]


def site_rules(conn: sqlite3.Connection, source: str | None) -> tuple[int, Strips]:
    """The row id of the cleaner that reads pages of a source, and the source's rules for it."""
    row = None
    if source:
        row = conn.execute("select told from sources where key = ?", (source,)).fetchone()
    strips, mark = _rules(row[0] if row else None)
    found = fingerprint() + mark
    return key_ids(conn, "cleaners", "fingerprint", [found], version=VERSION)[found], strips


def obeys(conn: sqlite3.Connection, source: str | None) -> bool:
    """Whether pages of a source may ask not to be kept (wishes.py), as its file last said."""
    if source is None:
        return False
    row = conn.execute("select told from sources where key = ?", (source,)).fetchone()
    return '"robots_tags": "ignore"' not in ((row[0] if row else None) or "")


def cleaners_by_source(conn: sqlite3.Connection) -> dict[int, int]:
    """The present cleaner of each source, by row ids; of pages without a source under 0."""
    rows = conn.execute("select id, key from sources where told is not null").fetchall()
    return {0: site_rules(conn, None)[0]} | {
        row["id"]: site_rules(conn, row["key"])[0] for row in rows
    }


@lru_cache(maxsize=1000)
def _rules(told: str | None) -> tuple[Strips, str]:
    """The rules, and what they add to the fingerprint of the cleaner."""
    with suppress(ValueError, KeyError, TypeError, AttributeError):  # of a foreign WARC file
        rules = json.loads(told or "{}").get("strips") or []
        strips = tuple(
            Strip(one["css"], _day(one.get("since")), _day(one.get("until")), bool(one.get("keep")))
            for one in rules
        )
        mark = hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:8]
        return strips, f"-{mark}" if strips else ""
    return (), ""


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
