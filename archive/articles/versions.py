"""Clean texts as rows: which capture shows a new version of an article, and which a known one."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.addresses.identity import Key, page_key
from archive.articles.aliases import (
    ALIKE,
    CANONICAL,
    NAMED,
    SHORTEST,
    TEXT,
    canonical_key,
    same_words,
    twin_key,
    twin_mark,
)
from archive.articles.late import place_late_text
from archive.articles.texts import (
    Showing,
    alike,
    compare_with_last,
    insert_texts,
    load_text,
    next_id,
)
from archive.captures.capture import DONE, FAILED, SKIPPED, Capture
from archive.captures.rows import key_ids, site_host, url_ids
from archive.cleaning.reading import Reading

_PAGES = (
    "select d.key, d.id, d.version_count as count, d.first_seen, d.last_seen,"
    " d.current_version_id as current, v.text_hash, v.title, u.url{more} from documents d"
    " join versions v on v.id = d.current_version_id join urls u on u.id = d.url_id {where}"
)
_OWN = _PAGES.format(more="", where="where d.key in ({})")
_ALIASES = _PAGES.format(
    more=", a.key as alias, a.because",
    where="join aliases a on a.document_id = d.id where a.key in ({})",
)
FORM = "another form of an article: its canonical address is another"


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
    title: str | None
    url: str  # its own address, which other addresses of it do not change
    latest: Showing | None = None  # what became its newest version in this batch
    is_new: bool = False


@dataclass(slots=True)
class _Batch:
    """Rows of one transaction before they are written."""

    key: Key
    pages: dict[str, _Page]
    next_page: int
    next_version: int
    showings: list[Showing] = field(default_factory=list)
    touched: dict[str, _Page] = field(default_factory=dict)
    ended: dict[int, tuple[Reading, int | None]] = field(default_factory=dict)  # by capture
    aliases: dict[str, str] = field(default_factory=dict)  # key: why it is another page's
    told: dict[str, tuple[int, str]] = field(default_factory=dict)  # key: document id, why
    cut: list[str] = field(default_factory=list)  # keys that are no aliases any more
    twins: dict[tuple[str, str | None, str], _Page] = field(default_factory=dict)


def commit_readings(conn: sqlite3.Connection, found: Sequence[tuple[Capture, Reading]]) -> None:
    """Store what workers found out, inside the caller's transaction; in the order of captures.

    A text or headline that differs from the article's at that time becomes a version, the same
    only moves `last_seen`. A capture that is older than what is known is put where it belongs, so
    that versions do not depend on the order in which files are imported.
    """
    key = page_key(conn)
    batch = _begin(conn, key, [key(c.url) for c, r in found if r.text or r.same_as])
    for capture, reading in found:
        version = None
        ended = reading
        if reading.same_as is not None:
            version = _repeat(conn, batch, capture, reading.same_as)
        elif reading.text is not None:
            showing = Showing(capture, reading.article, reading.text, reading.cleaner)
            version = _fold(conn, batch, showing)
            if version is None:
                ended = replace(reading, reason=FORM)
        batch.ended[capture.id] = (ended, version)
    _write(conn, batch)


def _begin(conn: sqlite3.Connection, key: Key, keys: Iterable[str]) -> _Batch:
    batch = _Batch(key, {}, next_id(conn, "documents"), next_id(conn, "versions"))
    _load(conn, batch, keys)
    return batch


def _load(conn: sqlite3.Connection, batch: _Batch, keys: Iterable[str]) -> None:
    """Fetch the articles of these addresses, which may be other addresses of the same ones."""
    wanted = list(dict.fromkeys(keys))
    pages = {page.id: page for page in batch.pages.values()}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        for row in conn.execute(_ALIASES.format(marks), some):
            values = dict(row)
            alias, batch.aliases[alias] = values.pop("alias"), values.pop("because")
            page = pages.setdefault(values["id"], _Page(**values))
            batch.pages[page.key] = batch.pages[alias] = page
        for row in conn.execute(_OWN.format(marks), some):
            page = pages.setdefault(row["id"], _Page(**dict(row)))
            batch.pages[page.key] = page
            batch.aliases.pop(page.key, None)


def _repeat(conn: sqlite3.Connection, batch: _Batch, capture: Capture, original: int) -> int | None:
    """The version that a revisit shows: the text of its original, shown again."""
    if original in batch.ended:
        _write(conn, batch)
    row = conn.execute(
        "select v.id, v.text_hash, v.title from captures c join versions v on v.id = c.version_id"
        " where c.id = ?",
        (original,),
    ).fetchone()
    if row is None:
        return None
    page = batch.pages.get(batch.key(capture.url))
    same = page is not None and (page.text_hash, page.title) == (row["text_hash"], row["title"])
    if page and same and capture.fetched_at >= page.last_seen:
        page.last_seen = capture.fetched_at
        batch.touched[page.key] = page
        return page.current
    _write(conn, batch)
    return _fold(conn, batch, load_text(conn, row["id"], capture))


def _fold(conn: sqlite3.Connection, batch: _Batch, showing: Showing) -> int | None:
    """The version that a capture shows: the article's present one, a new one, or a late one; None
    for another form (AMP) of an article, whose words are not compared with the article's own.
    """
    capture = showing.capture
    key = batch.key(capture.url)
    canonical = canonical_key(showing, batch.key)
    page, because = _page_of(conn, batch, showing, key, canonical)
    if page is not None:
        form = because == CANONICAL and canonical != key
        if form and page.text_hash != showing.text.text_hash:
            return None
        if capture.fetched_at < page.last_seen:
            return _late(conn, batch, page, showing, form=form)
        same = page.text_hash == showing.text.text_hash and (form or page.title == showing.title)
    else:
        first, same = capture.fetched_at, False
        page = _Page(key, batch.next_page, 0, first, first, 0, "", None, capture.url, is_new=True)
        batch.next_page += 1
        batch.pages[key] = page
        if canonical not in {None, key} and canonical not in batch.pages:
            _tell(batch, str(canonical), page, NAMED)
    batch.touched[page.key] = page
    page.last_seen = capture.fetched_at
    if because != TEXT and canonical in {None, key}:
        page.url = capture.url
    if same:
        return page.current
    page.count += 1
    showing.place(batch.next_version, page.id, page.count)
    batch.next_version += 1
    batch.showings.append(showing)
    page.current, page.latest = showing.version_id, showing
    page.text_hash, page.title = showing.text.text_hash, showing.title
    batch.twins[twin_mark(showing)] = page
    return page.current


def _page_of(
    conn: sqlite3.Connection, batch: _Batch, showing: Showing, key: str, canonical: str | None
) -> tuple[_Page | None, str]:
    """The article that a capture shows, if there is one, and why it is that of another address."""
    if canonical is not None and canonical != key and canonical not in batch.pages:
        _load(conn, batch, [canonical])
    main = batch.pages.get(canonical or "")
    page = batch.pages.get(key)
    if page is not None:
        because = batch.aliases.get(key, "")
        if because and not _is_form(conn, page, showing):
            _cut(batch, key)
        else:
            if because == NAMED:
                _tell(batch, key, page, CANONICAL)
                page.url = showing.capture.url
            seen = main is page and (
                page.key == canonical or batch.aliases.get(str(canonical)) == CANONICAL
            )
            return page, CANONICAL if seen and canonical != key else because
    if main is not None and canonical != key and _is_form(conn, main, showing):
        _tell(batch, key, main, CANONICAL)
        return main, CANONICAL
    if showing.text.word_count >= SHORTEST:
        mark = twin_mark(showing)
        twin = batch.twins.get(mark)
        if (twin is None or twin.text_hash != mark[0]) and (other := twin_key(conn, showing)):
            if other not in batch.pages:
                _load(conn, batch, [other])
            twin = batch.pages[other]
        if twin is not None and twin.text_hash == mark[0]:
            _tell(batch, key, twin, TEXT)
            return twin, TEXT
    return None, ""


def _is_form(conn: sqlite3.Connection, page: _Page, showing: Showing) -> bool:
    if page.text_hash == showing.text.text_hash:
        return True
    if page.latest is not None:
        return alike(page.latest.text.text, showing.text.text) >= ALIKE
    return same_words(conn, page.current, showing.text.text)


def _tell(batch: _Batch, key: str, page: _Page, because: str) -> None:
    batch.pages[key] = page
    batch.aliases[key] = because
    batch.told[key] = (page.id, because)


def _cut(batch: _Batch, key: str) -> None:
    del batch.pages[key], batch.aliases[key]
    batch.told.pop(key, None)
    batch.cut.append(key)


def _late(
    conn: sqlite3.Connection, batch: _Batch, page: _Page, showing: Showing, *, form: bool
) -> int:
    """A text from before what is known: put where it belongs."""
    _write(conn, batch)
    version = place_late_text(conn, page.id, showing, form=form)
    again = _begin(conn, batch.key, batch.pages)
    batch.pages, batch.next_version = again.pages, again.next_version
    batch.aliases, batch.twins = again.aliases, {}
    return version


def _write(conn: sqlite3.Connection, batch: _Batch) -> None:
    """Insert and update what was folded so far, many rows a statement."""
    pages = list(batch.touched.values())
    latest = [page for page in pages if page.latest]
    urls = url_ids(conn, [page.url for page in pages])
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
        [(p.id, p.key, urls[p.url], p.first_seen, p.last_seen) for p in new if p.latest],
    )
    insert_texts(conn, batch.showings)
    for showing in batch.showings:
        if showing.number > 1:
            compare_with_last(conn, showing.document_id, showing.number)
    conn.executemany(
        "update documents set url_id = ?, site_id = ?, source_id = ?, title = ?, byline = ?,"
        " published = ?, modified = ?, language = ?, word_count = ?, fallback = ?,"
        " version_count = ?, current_version_id = ? where id = ?",
        [
            (
                urls[page.url],
                sites.get(site_host(page.url)),
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
    conn.executemany("delete from aliases where key = ?", [(key,) for key in batch.cut])
    conn.executemany(
        "insert or replace into aliases(key, document_id, because) values (?, ?, ?)",
        [(key, *why) for key, why in batch.told.items()],
    )
    _end_captures(conn, batch.ended)
    for page in pages:
        page.latest, page.is_new = None, False
    batch.touched.clear()
    batch.showings.clear()
    batch.ended.clear()
    batch.told.clear()
    batch.cut.clear()


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
