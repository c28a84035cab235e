"""Where an archive speaks of a page: its captures, what leads to it, what repeats its body."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.addresses.identity import Key, page_key
from archive.addresses.urls import host_of
from archive.captures.capture import Capture
from archive.captures.grouping import address_of
from archive.captures.rows import select_captures
from archive.folder import Archive
from archive.warc.record import Record

REMOVED = "[removed]"
_TOLD_IN = (
    ("crawls", "name"),
    ("crawls", "settings"),
    ("crawls", "stats"),
    ("sources", "told"),
    ("source_checks", "problems"),
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """A page with all that belongs to it alone, and where else its address stands."""

    keys: tuple[str, ...]  # of its address, and of other addresses of the same article
    spellings: tuple[str, ...]  # every way in which its address was written, longest first
    gone: tuple[Capture, ...]  # its captures, redirects to it, parts of it
    twins: tuple[Capture, ...]  # captures of other addresses that repeat a body of it
    vias: tuple[str, ...]  # as which the crawler noted it as the way to other pages
    led: tuple[Capture, ...]  # the captures of those
    told: tuple[str, ...]  # WARC files of crawls whose name, settings or counts have its address
    key: Key  # of any address, in this archive

    def is_about(self, record: Record) -> bool:
        """Whether a record has the page for its target."""
        return self.key(address_of(record)) in self.keys

    def without(self, text: str | None) -> str | None:
        """The text with its address blotted out."""
        return self._pattern().sub(REMOVED, text) if text else text

    def mentioned_in(self, pieces: Iterable[bytes]) -> bool:
        """Whether its address stands in a text that comes in pieces."""
        pattern = self._pattern()
        before = ""
        for piece in pieces:
            text = before + piece.decode("utf-8", "replace")
            if pattern.search(text):
                return True
            before = text[-4000:]
        return False

    def _pattern(self) -> re.Pattern[str]:
        """Each spelling, where no longer address goes on."""
        every = "|".join(map(re.escape, self.spellings))
        return re.compile(rf"(?<![\w-])(?:{every})(?![\w%/?&=.~-]*[\w%/=~-])")


def find_page(archive: Archive, url: str) -> Mentions:
    """All that the archive has of a page, by any spelling of its address."""
    conn = archive.conn
    key = page_key(conn)
    keys = _keys(conn, key(url))
    gone = {c.id: c for c in _on_its_sites(conn, [url, *keys]) if key(c.url) in keys}
    for capture in select_captures(conn, "c.location is not null"):
        if key(capture.target or "") in keys:
            gone[capture.id] = capture
    known = conn.execute("select distinct via from captures where via is not null")
    vias = tuple(via for (via,) in known if key(via) in keys)
    led = [c for via in vias for c in select_captures(conn, "c.via = ?", [via])]
    gone |= {capture.id: capture for capture in led if capture.kind == "part"}
    twins = tuple(
        twin
        for twin in select_captures(conn, "c.revisit_of is not null order by c.id")
        if twin.revisit_of in gone and twin.id not in gone
    )
    urls = {url, *vias, *(c.url for c in gone.values() if key(c.url) in keys)}
    found = Mentions(
        tuple(sorted(keys)),
        spelled({url.partition("#")[0], *urls}, keys),
        tuple(gone[number] for number in sorted(gone)),
        twins,
        vias,
        tuple(capture for capture in led if capture.id not in gone),
        (),
        key,
    )
    return replace(found, told=_told(conn, found))


def _keys(conn: sqlite3.Connection, key: str) -> set[str]:
    """The key of an address, with those of the article that has it as one of several."""
    rows = conn.execute(
        "select d.key, a.key from documents d left join aliases a on a.document_id = d.id"
        " where d.key = :key or d.id in (select document_id from aliases where key = :key)",
        {"key": key},
    )
    return {key} | {one for row in rows for one in row if one}


def spelled(urls: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Addresses, and keys that are long enough to be told from ordinary words, longest first."""
    bare = (key for key in keys if "/" in key.rstrip("/"))
    return tuple(sorted({*urls, *bare}, key=len, reverse=True))


def _on_its_sites(conn: sqlite3.Connection, urls: Iterable[str]) -> list[Capture]:
    """The captures of its sites: their keys say which are of the page."""
    found: list[Capture] = []
    hosts = {host_of(url if "//" in url else f"http://{url}").removeprefix("www.") for url in urls}
    for host in sorted(hosts):
        of_site = "u.site_id = (select id from sites where host = ?)"
        found += select_captures(conn, f"{of_site} order by c.id", [host])
    for url in urls:
        found += select_captures(conn, "u.url = ?", [url])
    return found


def _told(conn: sqlite3.Connection, page: Mentions) -> tuple[str, ...]:
    crawls = [
        row["id"]
        for row in conn.execute("select id, name, settings, stats from crawls")
        if any(page.without(row[name]) != row[name] for name in ("name", "settings", "stats"))
    ]
    files = {
        path
        for crawl in crawls
        for (path,) in conn.execute(
            "select distinct w.path from captures c join warc_files w on w.id = c.warc_file_id"
            " where c.crawl_id = ?",
            (crawl,),
        )
    }
    return tuple(sorted(files))


def drop_mentions(conn: sqlite3.Connection, page: Mentions) -> None:
    """Rows that name the page as the way to others, or in passing."""
    conn.executemany("update captures set via = null where via = ?", [(via,) for via in page.vias])
    for table, column in _TOLD_IN:
        rows = conn.execute(f"select rowid, {column} from {table} where {column} is not null")
        for number, text in rows.fetchall():
            if (told := page.without(text)) != text:
                conn.execute(f"update {table} set {column} = ? where rowid = ?", (told, number))
    if conn.execute("select 1 from sqlite_master where name = 'frontier_urls'").fetchone():
        _drop_frontier(conn, page)


def _drop_frontier(conn: sqlite3.Connection, page: Mentions) -> None:
    """The crawler forgets the address; the tombstone keeps it from coming back."""
    rows = conn.execute("select id, key, url from frontier_urls").fetchall()
    mine = [(row["id"],) for row in rows if {row["key"], page.key(row["url"])} & set(page.keys)]
    conn.executemany("delete from frontier_outcomes where url_id = ?", mine)
    conn.executemany("update frontier_urls set via_id = null where via_id = ?", mine)
    conn.executemany("delete from frontier_urls where id = ?", mine)
    for row in conn.execute(
        "select crawl_id, url_id, detail from frontier_outcomes where detail is not null"
    ).fetchall():
        if (told := page.without(row["detail"])) != row["detail"]:
            conn.execute(
                "update frontier_outcomes set detail = ? where crawl_id = ? and url_id = ?",
                (told, row["crawl_id"], row["url_id"]),
            )
