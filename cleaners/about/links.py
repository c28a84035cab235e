"""Where a page leads: links, feeds, a refresh, and what it tells robots."""

import re
from itertools import islice
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from cleaners.about.digest import Digest
from cleaners.article import Link
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import inside

MAX_LINKS = 10_000
MAX_URL = 4096
MAX_NODES = 400  # of a link that are read
MAX_READ = 20_000_000  # characters of the links of a page
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/rss+xml",
)
_PLAIN = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)+(?::\d{1,4})?(?:[/?](?!\.)[^\s\\.]*(?:\.(?!\.?/)[^\s\\.]*)*)?\Z"
)
_ROOTED = re.compile(r"/(?![/.])[^\s\\.:;]*(?:\.(?!\.?(?:/|\Z))[^\s\\.:;]*)*\Z")
_SITE = re.compile(r"https?://[\w-]+(?:\.[\w-]+)*(?::\d{1,4})?(?=/|\Z)")
_BREAKS = re.compile(r"[\t\r\n]")
_UNPRINTED = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_ELSEWHERE = ("javascript:", "mailto:", "data:", "tel:", "whatsapp:")
# What stands before the target.
_REFRESH = re.compile(r"""\s*+[\d.]*+\s*+[;,]?\s*+(?:url\s*+=\s*+)?["']?""", re.IGNORECASE)


def base_of(about: Digest, url: str | None) -> str:
    """The address that relative links start from: the page's <base>, else its own."""
    for given in about.bases:
        if "href" in given:
            return absolute(given["href"], url or "") or url or ""
    return url or ""


def absolute(target: str | None, base: str) -> str | None:
    """An http(s) URL without fragment; None for anything else."""
    text = written((target or "").strip().partition("#")[0])
    if not text or len(text) > MAX_URL:
        return None
    if _PLAIN.match(text):  # nothing to join, resolve or repair: most links of most pages
        return text
    if text.startswith(_ELSEWHERE):
        return None
    if _ROOTED.match(text) and (site := _SITE.match(base)):
        return site[0] + text
    try:
        joined = urljoin(base, _BREAKS.sub("", text))
        parts = urlsplit(joined)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return joined if good else None


def written(url: str) -> str:
    """A URL as it may be stored: line breaks gone, what cannot be printed as %XX.

    Source: the URL standard, 4.4 (tab and newline) and 5.1 (percent-encoding of C0 and others).
    """
    if url.isprintable():
        return url
    return _UNPRINTED.sub(lambda found: quote(found[0], errors="replace"), _BREAKS.sub("", url))


def links(about: Digest, base: str, *, nofollow: bool = False) -> tuple[Link, ...]:
    """All links of a page in document order, each URL once, with the first text that names it."""
    found: dict[str, Link] = {}
    urls: dict[str | None, str | None] = {None: None}  # many links of a page lead to the same place
    budget = MAX_READ  # links in links: each would be read again with all that stands around it
    for node in about.anchors:
        told = node.attributes
        target = told.get("href")
        url = urls[target] if target in urls else urls.setdefault(target, absolute(target, base))
        if url is None:
            continue
        before = found.get(url)
        if before is not None and before.text:
            continue
        whole = _read(node) if budget > 0 else ""
        budget -= len(whole)
        text = one_line(whole[:1000])[:300] or one_line(told.get("title") or "")[:300]
        no = nofollow or "nofollow" in (told.get("rel") or "").lower()
        found[url] = Link(url, text, no and (before is None or before.nofollow))
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())


def _read(node: LexborNode) -> str:
    """The text of a link; of a large one, and links may stand in links, that of its first nodes."""
    parts = islice(inside(node), MAX_NODES)
    return "".join([one.text_content or "" for one in parts if one.is_text_node])


def feeds(about: Digest, base: str) -> tuple[str, ...]:
    """The feeds a page announces: <link rel=alternate> of a feed's type."""
    found = []
    for given in about.links:
        kind = given.get("type", "").lower().split(";")[0].strip()
        if kind in _FEED_TYPES and "alternate" in given.get("rel", "").lower():
            found.append(absolute(given.get("href"), base))
    return tuple(dict.fromkeys(url for url in found if url))


def refresh(about: Digest, base: str) -> str | None:
    """Where a <meta http-equiv=refresh> goes to; None when there is none or it stays."""
    for given in about.metas:
        if given.get("http-equiv", "").strip().lower() == "refresh":
            content = given.get("content", "")
            told = _REFRESH.sub("", content, count=1).strip().rstrip("\"'")
            target = absolute(told, base) if told else None
            if target and target != base:
                return target
    return None


def robots(about: Digest) -> frozenset[str]:
    """The words of <meta name=robots>; "none" means both noindex and nofollow."""
    words: set[str] = set()
    for given in about.metas:
        if given.get("name", "").strip().lower() == "robots":
            words |= set(re.split(r"[\s,]+", given.get("content", "").lower())) - {""}
    return frozenset(words | {"noindex", "nofollow"} if "none" in words else words)
