"""Clean texts as rows: which capture shows a new version of an article, and which a known one."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.capture import DONE, FAILED, SKIPPED, Capture
from archive.captures import key_ids, site_host, url_ids
from archive.late import place_late_text
from archive.texts import Showing, insert_texts, load_text, next_id, similarity
from archive.urls import url_key
from archive.worker import Reading

_PAGES = (
    "select d.key, d.id, d.version_count as count, d.first_seen, d.last_seen,"
    " d.current_version_id as current, v.text_hash from documents d"
    " join versions v on v.id = d.current_version_id where d.key in ({})"
)


@dataclass(slots=True)
class _Page:
    """An article while captures are folded into it."""

    key: str
    id: int
    count: int
    first_seen: str
    last_seen: str
    current: int  # version id
    text_hash: str
    latest: Showing | None = None  # what became its newest version in this batch
    is_new: bool = False


@dataclass(slots=True)
class _Batch:
    """Rows of one transaction before they are written."""

    cleaner_id: int
    pages: dict[str, _Page]
    next_page: int
    next_version: int
    showings: list[Showing] = field(default_factory=list)
    touched: dict[str, _Page] = field(default_factory=dict)
    ended: dict[int, tuple[Reading, int | None]] = field(default_factory=dict)  # by capture


def commit_readings(
    conn: sqlite3.Connection, found: Sequence[tuple[Capture, Reading]], cleaner_id: int
) -> None:
    """Store what workers found out, inside the caller's transaction; in the order of captures.

    A text that differs from the article's text at that time becomes a version, the same text only
    moves `last_seen`. A capture that is older than what is known is put where it belongs, so that
    versions do not depend on the order in which files are imported.
    """
    batch = _begin(conn, [url_key(c.url) for c, r in found if r.text or r.same_as], cleaner_id)
    for capture, reading in found:
        version = None
        if reading.same_as is not None:
            version = _repeat(conn, batch, capture, reading.same_as)
        elif reading.text is not None:
            version = _fold(conn, batch, Showing(capture, reading.article, reading.text))
        batch.ended[capture.id] = (reading, version)
    _write(conn, batch)


def _begin(conn: sqlite3.Connection, keys: Iterable[str], cleaner_id: int) -> _Batch:
    wanted = list(dict.fromkeys(keys))
    pages: dict[str, _Page] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = conn.execute(_PAGES.format(", ".join("?" * len(some))), some)
        pages.update((row["key"], _Page(**dict(row))) for row in rows)
    return _Batch(cleaner_id, pages, next_id(conn, "documents"), next_id(conn, "versions"))


def _repeat(conn: sqlite3.Connection, batch: _Batch, capture: Capture, original: int) -> int | None:
    """The version that a revisit shows: the text of its original, shown again."""
    if original in batch.ended:
        _write(conn, batch)
    row = conn.execute(
        "select v.id, v.text_hash from captures c join versions v on v.id = c.version_id"
        " where c.id = ?",
        (original,),
    ).fetchone()
    if row is None:
        return None
    page = batch.pages.get(url_key(capture.url))
    if page and page.text_hash == row["text_hash"] and capture.fetched_at >= page.last_seen:
        page.last_seen = capture.fetched_at
        batch.touched[page.key] = page
        return page.current
    _write(conn, batch)
    return _fold(conn, batch, load_text(conn, row["id"], capture))


def _fold(conn: sqlite3.Connection, batch: _Batch, showing: Showing) -> int:
    """The version that a capture shows: the article's present one, a new one, or a late one."""
    capture = showing.capture
    key = url_key(capture.url)
    page = batch.pages.get(key)
    if page is not None and capture.fetched_at < page.last_seen:
        _write(conn, batch)
        version = place_late_text(conn, page.id, showing, batch.cleaner_id)
        again = _begin(conn, batch.pages, batch.cleaner_id)
        batch.pages, batch.next_version = again.pages, again.next_version
        return version
    if page is None:
        page = _Page(
            key, batch.next_page, 0, capture.fetched_at, capture.fetched_at, 0, "", is_new=True
        )
        batch.next_page += 1
        batch.pages[key] = page
    batch.touched[key] = page
    page.last_seen = capture.fetched_at
    if page.text_hash == showing.text.text_hash:
        return page.current
    page.count += 1
    showing.place(batch.next_version, page.id, page.count)
    batch.next_version += 1
    batch.showings.append(showing)
    page.current, page.text_hash, page.latest = showing.version_id, showing.text.text_hash, showing
    return page.current


def _write(conn: sqlite3.Connection, batch: _Batch) -> None:
    """Insert and update what was folded so far, many rows a statement."""
    pages = list(batch.touched.values())
    latest = [page for page in pages if page.latest]
    urls = url_ids(conn, [page.latest.capture.url for page in latest if page.latest])
    sites = key_ids(conn, "sites", "host", filter(None, map(site_host, urls)))
    sources = key_ids(
        conn,
        "sources",
        "key",
        [s.capture.source for p in latest if (s := p.latest) and s.capture.source],
    )
    new = [page for page in pages if page.is_new]
    conn.executemany(
        "insert into documents(id, key, url_id, first_seen, last_seen) values (?, ?, ?, ?, ?)",
        [
            (p.id, p.key, urls[p.latest.capture.url], p.first_seen, p.last_seen)
            for p in new
            if p.latest
        ],
    )
    insert_texts(conn, batch.showings, batch.cleaner_id)
    _compare(conn, batch.showings)
    conn.executemany(
        "update documents set url_id = ?, site_id = ?, source_id = ?, title = ?, byline = ?,"
        " published = ?, modified = ?, language = ?, word_count = ?, fallback = ?,"
        " version_count = ?, current_version_id = ? where id = ?",
        [
            (
                urls[s.capture.url],
                sites.get(site_host(s.capture.url)),
                sources.get(s.capture.source or ""),
                *s.headline,
                page.count,
                page.current,
                page.id,
            )
            for page in latest
            if (s := page.latest)
        ],
    )
    conn.executemany(
        "update documents set last_seen = ? where id = ?", [(p.last_seen, p.id) for p in pages]
    )
    _end_captures(conn, batch.ended)
    for page in pages:
        page.latest, page.is_new = None, False
    batch.touched.clear()
    batch.showings.clear()
    batch.ended.clear()


def _compare(conn: sqlite3.Connection, showings: Sequence[Showing]) -> None:
    """Note how alike each later version is to the one before."""
    for showing in showings:
        if showing.number > 1:
            conn.execute(
                "update versions set similarity = ? where id = ?",
                (similarity(conn, showing.document_id, showing.number), showing.version_id),
            )


def _end_captures(conn: sqlite3.Connection, ended: dict[int, tuple[Reading, int | None]]) -> None:
    conn.executemany(
        "update captures set state = ?, reason = ?, version_id = ?,"
        " payload_digest = coalesce(payload_digest, ?),"
        " content_digest = coalesce(content_digest, ?) where id = ?",
        [
            (
                _state(reading),
                reading.reason,
                version,
                reading.payload_digest,
                reading.content_digest,
                capture,
            )
            for capture, (reading, version) in ended.items()
        ],
    )


def _state(reading: Reading) -> str:
    if reading.failed:
        return FAILED
    if reading.reason and not (reading.text or reading.article or reading.same_as):
        return SKIPPED
    return DONE
