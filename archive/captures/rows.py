"""Rows of captures: how they are written, with their URLs, sites and sources, and read back."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from archive.addresses.surt import surt
from archive.addresses.urls import host_of
from archive.captures.capture import SKIPPED, WAITING, Capture

MISSING = "original not in this archive"  # reason of a revisit
_SAME = tuple(  # columns that are called as in Capture
    field.name
    for field in fields(Capture)
    if field.name not in {"id", "url", "source", "file", "offset", "length", "inner"}
)
_INSERT = (
    f"insert into captures(id, url_id, source_id, warc_file_id, warc_offset, warc_length,"
    f" warc_inner, {', '.join(_SAME)}) values ({', '.join('?' * (7 + len(_SAME)))})"
)
_SELECT = (
    "select c.id, u.url, src.key as source, w.path as file, c.warc_offset as offset,"
    " c.warc_length as length, c.warc_inner as inner, "
    + ", ".join(f"c.{name}" for name in _SAME)
    + " from captures c join urls u on u.id = c.url_id"
    " join warc_files w on w.id = c.warc_file_id left join sources src on src.id = c.source_id"
)


def insert_captures(conn: sqlite3.Connection, captures: Sequence[Capture]) -> list[Capture]:
    """The captures with their new ids, in the order given, which is the order of the ids.

    Inside the caller's transaction. `revisit_of` must be set already (see `find_original`).
    """
    first = conn.execute("select coalesce(max(id), 0) + 1 from captures").fetchone()[0]
    urls = url_ids(conn, [capture.url for capture in captures])
    sources = key_ids(conn, "sources", "key", {c.source for c in captures if c.source})
    files = key_ids(conn, "warc_files", "path", {c.file for c in captures})
    stored = [replace(capture, id=first + n) for n, capture in enumerate(captures)]
    conn.executemany(
        _INSERT,
        [
            (
                c.id,
                urls[c.url],
                sources[c.source] if c.source else None,
                files[c.file],
                c.offset,
                c.length,
                c.inner,
                *(getattr(c, name) for name in _SAME),
            )
            for c in stored
        ],
    )
    return stored


def select_captures(
    conn: sqlite3.Connection, where: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[Capture]:
    """The captures that a condition chooses; it may end in `order by` and `limit`.

    Names: c = captures, u = urls, w = warc_files, src = sources.
    """
    return [Capture(**dict(row)) for row in conn.execute(f"{_SELECT} where {where}", values)]


def url_ids(conn: sqlite3.Connection, urls: Iterable[str]) -> dict[str, int]:
    """The row id of each URL; new ones get a row, with their site and sort key."""
    wanted = list(dict.fromkeys(urls))
    found = lookup(conn, "urls", "url", wanted)
    new = [url for url in wanted if url not in found]
    if new:
        hosts = {url: site_host(url) for url in new}
        sites = key_ids(conn, "sites", "host", [host for host in hosts.values() if host])
        conn.executemany(
            "insert into urls(url, surt, site_id) values (?, ?, ?)",
            [(url, surt(url), sites.get(hosts[url])) for url in new],
        )
        found |= lookup(conn, "urls", "url", new)
    return found


def key_ids(
    conn: sqlite3.Connection, table: str, column: str, keys: Iterable[str], **others: str
) -> dict[str, int]:
    """The row id of each key of a table of names; new ones get a row, with the `others` in it."""
    wanted = list(dict.fromkeys(keys))
    found = lookup(conn, table, column, wanted)
    new = [key for key in wanted if key not in found]
    if new:
        names = ", ".join([column, *others])
        marks = ", ".join("?" * (1 + len(others)))
        conn.executemany(
            f"insert into {table}({names}) values ({marks})",
            [(key, *others.values()) for key in new],
        )
        found |= lookup(conn, table, column, new)
    return found


def lookup(
    conn: sqlite3.Connection, table: str, column: str, keys: Sequence[str]
) -> dict[str, int]:
    """The row ids of those keys that have one."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = conn.execute(
            f"select {column}, id from {table} where {column} in ({marks})", list(some)
        )
        found.update((key, number) for key, number in rows)
    return found


def site_host(url: str) -> str:
    """The name under which all addresses of a site are counted: host and port, without www."""
    return host_of(url).removeprefix("www.")


def find_original(
    conn: sqlite3.Connection,
    *,
    url: str | None = None,
    fetched_at: str | None = None,
    record_id: str | None = None,
    payload_digest: str | None = None,
) -> int | None:
    """The id of the capture whose body a revisit repeats, or None; never a revisit's own id.

    Tried in this order: record id; URI and date; the oldest complete capture with the digest.
    """
    tries: list[tuple[str, tuple[str, ...]]] = []
    if record_id:
        tries.append(("record_id = ?", (record_id,)))
    if url and fetched_at:
        by_url = "url_id = (select id from urls where url = ?) and fetched_at = ?"
        tries.append((by_url, (url, fetched_at)))
    if payload_digest:
        tries.append(
            ("payload_digest = ? and record_type <> 'revisit' and status = 200", (payload_digest,))
        )
    for condition, values in tries:
        row = conn.execute(
            "select id, record_type, revisit_of from captures"
            f" where {condition} order by (record_type = 'revisit'), id limit 1",
            values,
        ).fetchone()
        if row is not None:
            found: int | None = row["revisit_of"] if row["record_type"] == "revisit" else row["id"]
            if found is not None:
                return found
    return None


def settle_revisit(capture: Capture, original: int | None) -> Capture:
    """A revisit that knows its original, or one that says that the original is not here."""
    if original is None and capture.state == WAITING:
        return replace(capture, state=SKIPPED, reason=MISSING)
    return replace(capture, revisit_of=original)
