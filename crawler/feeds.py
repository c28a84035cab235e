"""RSS, Atom and JSON Feed: the entries of a feed, however broken it is."""

import json
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser

MAX_ENTRIES = 5000
MAX_BYTES = 4 << 20  # of a feed in XML; whole entries only: reading one costs far more than sending
ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that somebody lists, with the date they give it (ISO 8601) and who they are."""

    url: str
    dated: str | None = None
    dated_by: str | None = None  # feed | sitemap | news sitemap


def read_feed(body: bytes, url: str) -> tuple[list[Entry], str | None]:
    """The entries of a feed, at most MAX_ENTRIES, and what is wrong with it, if anything is."""
    if not body.strip():
        return [], "empty feed: no bytes"
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_json(body, url)
    parsed = feedparser.parse(
        shortened(body),
        response_headers={"content-location": url, "content-type": "application/xml"},
    )
    if not parsed.get("version") and not parsed.entries:
        return [], "not a feed"
    entries = list(islice(xml_entries(parsed.entries, url), MAX_ENTRIES))
    return entries, None if entries else "empty feed: no entry with a link"


def shortened(body: bytes) -> bytes:
    """The body up to the end of the last entry that is read."""
    ends = [end.end() for end in islice(ENTRY_END.finditer(body, 0, MAX_BYTES), MAX_ENTRIES)]
    if len(body) <= MAX_BYTES and len(ends) < MAX_ENTRIES:
        return body
    return body[: ends[-1]] if ends else body[:MAX_BYTES]


def xml_entries(entries: list[Any], url: str) -> Iterator[Entry]:
    for entry in entries:
        link = entry.get("feedburner_origlink") or entry.get("link")
        date = entry.get("published_parsed") or entry.get("updated_parsed")
        if isinstance(link, str) and link.strip():
            yield Entry(urljoin(url, link.strip()), stamp(date), "feed" if date else None)


def stamp(date: struct_time | None) -> str | None:
    """A date of feedparser (UTC) in ISO 8601; None for one that cannot be."""
    if date is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(date), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None


def read_json(body: bytes, url: str) -> tuple[list[Entry], str | None]:
    """The entries of a JSON Feed (jsonfeed.org, version 1 and 1.1)."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return [], f"not a feed: {error}"
    listed = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(listed, list):
        return [], "not a feed: JSON without items"
    entries = []
    for each in listed[:MAX_ENTRIES]:
        link = (each.get("url") or each.get("external_url")) if isinstance(each, dict) else None
        if isinstance(link, str) and link.strip():
            date = each.get("date_published") or each.get("date_modified")
            known = date if isinstance(date, str) else None
            entries.append(Entry(urljoin(url, link.strip()), known, "feed" if known else None))
    return entries, None if entries else "empty feed: no item with a link"
