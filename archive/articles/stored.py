"""Articles as they are stored: any version, its kept and removed blocks, and its raw record."""

import hashlib
import json
from dataclasses import dataclass, field
from operator import index
from typing import Any
from urllib.parse import urljoin

from archive.addresses.identity import hash_of, page_key
from archive.cleaning.blocks import restored
from archive.database import sqlite3
from archive.display import minute, one_line
from archive.errors import ArchiveError
from cleaners.article import Block, Removal

MISSING_TITLE = "(no title)"


class UnknownArticleError(ArchiveError):
    """The archive has no such article or version."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One version of an article: all that the archive knows of it."""

    id: int
    url: str
    title: str | None
    byline: str | None
    published: str | None
    modified: str | None
    site: str | None
    source: str | None
    language: str | None
    word_count: int
    version: int
    version_count: int
    first_seen: str
    last_seen: str
    fetched_at: str  # when this text was first seen
    capture: int  # the capture that showed it first
    story_id: int | None
    fallback: str | None  # why this is only the visible text of the page
    text: str
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]
    about: dict[str, Any] = field(default_factory=dict)  # site name, section, images, provenance

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return text_digest(self.text)

    def in_place(self) -> list[Block | Removal]:
        """Kept and removed blocks together, in the order of the page."""
        return sorted([*self.blocks, *self.removals], key=lambda block: block.position)


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find(conn: sqlite3.Connection, id_or_url: int | str) -> int | None:
    """The id of an article by its number or any spelling of its URL; None when there is none."""
    if not isinstance(id_or_url, str) or id_or_url.isdecimal():
        row = conn.execute("select id from documents where id = ?", (_id(id_or_url),)).fetchone()
        return row[0] if row else None
    return _by_url(conn, id_or_url)


def article(
    conn: sqlite3.Connection, id_or_url: int | str, version: int | None = None
) -> StoredArticle | None:
    """The article as it stands now, or one version of it (1 is the oldest); None when unknown."""
    found = find(conn, id_or_url)
    if found is None:
        return None
    which = "v.id = d.current_version_id" if version is None else "v.number = :version"
    row = conn.execute(
        "select d.id, u.url, v.title, v.byline, v.published, v.modified, s.host, src.key, "
        "v.language, v.word_count, v.number, d.version_count, d.first_seen, d.last_seen, "
        "v.seen_at, v.capture_id, d.story_id, v.fallback, v.text, v.blocks, v.about, v.id "
        "from documents d join versions v on v.document_id = d.id and v.replaced_by is null "
        "join urls u on u.id = d.url_id left join sites s on s.id = d.site_id "
        f"left join sources src on src.id = d.source_id where d.id = :id and {which}",
        {"id": found, "version": version},
    ).fetchone()
    if row is None:
        return None
    *columns, text, blocks, about, version_id = row
    removals = _removals(conn, version_id)
    return StoredArticle(
        *(*columns, text, restored(text, blocks), removals, json.loads(about or "{}"))
    )


def known_article(
    conn: sqlite3.Connection, id_or_url: int | str, version: int | None = None
) -> StoredArticle:
    """The same, for people: raises UnknownArticleError, one line that says what there is."""
    stored = article(conn, id_or_url, version)
    if stored is not None:
        return stored
    found = find(conn, id_or_url)
    if found is None:
        asked = one_line(str(id_or_url))
        raise UnknownArticleError(f"no article {asked}: {_why_not(conn, id_or_url)}")
    (count,) = conn.execute("select version_count from documents where id = ?", (found,)).fetchone()
    raise UnknownArticleError(f"article {found} has no version {version}: expected 1 to {count}")


def _why_not(conn: sqlite3.Connection, id_or_url: int | str) -> str:
    """What became of a URL that is no article; what was expected when it was never captured."""
    row = conn.execute(
        "select c.fetched_at, c.status, c.state, c.reason from captures c "
        "join urls u on u.id = c.url_id where u.url = ? order by c.id desc limit 1",
        (str(id_or_url),),
    ).fetchone()
    if row is None:
        return _taken_down(conn, str(id_or_url)) or (
            "expected the id of a hit, or a URL that was captured"
        )
    fetched_at, status, state, reason = row
    facts = dict.fromkeys([f"status {status}" if status else "", state, reason or ""])
    told = f"captured {minute(fetched_at)}, {', '.join(filter(None, facts))}"
    return f"{told}; `winnow show --raw URL` writes its record"


def _taken_down(conn: sqlite3.Connection, url: str) -> str | None:
    row = conn.execute(
        "select substr(removed_at, 1, 10) from takedowns where url_hash = ?",
        (hash_of(page_key(conn)(url)),),
    ).fetchone()
    return f"it was taken down on {row[0]}" if row else None


def _id(text: int | str) -> int:
    number = int(text) if isinstance(text, str) else index(text)  # TypeError for what is no number
    return number if -(2**63) <= number < 2**63 else -1  # SQLite's integers end there


def _by_url(conn: sqlite3.Connection, url: str, hops: int = 5) -> int | None:
    key = page_key(conn)(url)
    row = conn.execute(
        "select id from documents where key = ?1"
        " union all select document_id from aliases where key = ?1 limit 1",
        (key,),
    ).fetchone()
    if row or not hops:
        return row[0] if row else None
    # A redirect that was captured leads to the article, as it did for the crawler.
    target = conn.execute(
        "select c.location from captures c join urls u on u.id = c.url_id "
        "where u.url = ? and c.location is not null order by c.fetched_at desc limit 1",
        (url,),
    ).fetchone()
    return _by_url(conn, urljoin(url, target[0]), hops - 1) if target else None


def _removals(conn: sqlite3.Connection, version_id: int) -> tuple[Removal, ...]:
    rows = conn.execute(
        "select text, position, rule, reason from removed where version_id = ? order by position",
        (version_id,),
    )
    return tuple(Removal(*row) for row in rows)
