"""Sitemaps, sitemap indexes and news sitemaps (sitemaps.org), plain or compressed, streamed."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from crawler.feeds import Entry, read_feed

MAX_ENTRIES = 50_000  # as the protocol allows in a file
MAX_BYTES = 52_428_800  # the same, uncompressed


@dataclass(slots=True)
class Contents:
    """What a sitemap lists: pages, other sitemaps; and what is wrong with it, if anything is."""

    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)
    why: str | None = None


def read_sitemap(body: bytes, url: str) -> Contents:
    """The contents of a sitemap, index, news sitemap, feed, or list of URLs in plain text."""
    body = unzipped(body)
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        return Contents(why="empty sitemap: no bytes")
    if not text.startswith(b"<"):
        return plain(text)
    contents = Contents()
    root = gather(text, url, contents)
    if contents.pages or contents.sitemaps:
        return contents
    if root in {"urlset", "sitemapindex"}:
        return Contents(why="empty sitemap: no entries")
    pages, why = read_feed(body, url)
    return Contents(pages=pages, why="not a sitemap" if why else None)


def gather(text: bytes, url: str, contents: Contents) -> str:
    """The name of the root element; entries go into `contents`, those before a fault too."""
    root = ""
    told: dict[str, str] = {}
    try:
        for event, element in steps(text):
            name = local(element.tag)
            if event == "start":
                root = root or name
            elif name in {"loc", "lastmod", "publication_date"} and element.text:
                told.setdefault(name, element.text.strip())
            elif name in {"url", "sitemap"}:
                if loc := told.get("loc"):
                    listed = contents.sitemaps if name == "sitemap" else contents.pages
                    listed.append(dated(urljoin(url, loc), told))
                told = {}
                forget(element)
                if len(contents.pages) + len(contents.sitemaps) >= MAX_ENTRIES:
                    contents.why = f"only its first {MAX_ENTRIES} entries were read"
                    break
    except etree.XMLSyntaxError as error:
        contents.why = f"broken XML: {error.msg}"
    return root


def steps(text: bytes) -> Iterator[tuple[str, Any]]:
    """Elements as they begin and end; no entity is expanded and nothing else is loaded."""
    return iter(
        etree.iterparse(
            BytesIO(text),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
    )


def forget(element: Any) -> None:  # noqa: ANN401 - lxml is untyped
    """Free an element and what stood before it, so that a huge file needs no huge tree."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def dated(url: str, told: dict[str, str]) -> Entry:
    if date := told.get("publication_date"):
        return Entry(url, date, "news sitemap")
    return Entry(url, told.get("lastmod"), "sitemap" if told.get("lastmod") else None)


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def unzipped(body: bytes) -> bytes:
    """The body, unpacked when it is a gzip file; at most MAX_BYTES of it."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    except zlib.error:
        return b""


def plain(text: bytes) -> Contents:
    """A sitemap in plain text: one URL a line."""
    lines = text.decode("utf-8", "replace").split()
    pages = [Entry(line) for line in lines if line.startswith(("http://", "https://"))]
    if not pages:
        return Contents(why="not a sitemap")
    return Contents(pages=pages[:MAX_ENTRIES])
