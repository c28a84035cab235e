"""What a page is called: the headline readers see, without the name of the site."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import urlsplit

from cleaners import jsonld
from cleaners.characters import one_line
from cleaners.digest import Digest

_OPEN_GRAPH_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/]{1,2}\s+|\s*[|｜_»]\s*")
_WORD = re.compile(r"\w+")
# Tags that set type; others may be what the headline is about.
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|em|font|i|mark|nobr|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
MAX_HEADINGS = 40
ALIKE = 0.4  # share of words that a heading must have in common with the page's other titles
LONGEST = 300  # characters of a headline

Finding = tuple[str | None, str]


def titles(
    about: Digest,
    own: jsonld.Node,
    told: dict[str, str],
    site: str | None,
    url: str | None,
) -> Iterator[Finding]:
    """Every form of the headline, the best first.

    What the page tells machines is often a shorter or longer headline than the one it shows; the
    heading wins where the others speak of the same.
    """
    host = (urlsplit(url).hostname or "") if url else ""
    headline = own.get("headline") or own.get("name")
    if isinstance(headline, str) and not headline.rstrip().endswith(("…", "...")):
        yield unescaped(headline), "json-ld"
    for head in about.headings[:MAX_HEADINGS]:
        if "headline" in (head.attributes.get("itemprop") or ""):
            yield one_line(head.text_lexbor())[:LONGEST], "itemprop"
    metas = [
        without_site(unescaped(told[name]), site, host)
        for name in _OPEN_GRAPH_TITLES
        if name in told
    ]
    title = next((one_line(one.text_lexbor())[:LONGEST] for one in about.titles), "")
    title = without_site(title, site, host)
    headings = [one_line(head.text_lexbor())[:LONGEST] for head in about.headings[:5]]
    headings = [text for text in headings if text]
    if heading := _agreed(headings, [*metas[:1], title]):
        yield heading, "h1"
    for text in metas:
        yield text, "meta"
    if len(headings) == 1:
        yield headings[0], "h1"
    yield title, "title"
    yield from ((text, "h1") for text in headings[:1])  # further ones may head parts of the text


def _agreed(headings: Sequence[str], others: Sequence[str]) -> str | None:
    """The heading that has most words in common with the page's other titles; None without one."""
    best, most = None, ALIKE
    for heading in headings:
        words = set(_WORD.findall(heading.casefold()))
        for other in others:
            theirs = set(_WORD.findall(other.casefold()))
            common = len(words & theirs) / max(1, min(len(words), len(theirs)))
            if len(words) * 3 >= len(theirs) and common > most:
                best, most = heading, common
    return best


def without_site(title: str, site: str | None, host: str) -> str:
    """A title without the name of its site before or behind it."""
    names = {
        _plain(site or ""),
        _plain(host.removeprefix("www.")),
        _plain(host.removeprefix("www.").split(".")[0]),
    } - {""}
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if _is_site(tail, names) and len(head) > 3:
            title = head
            continue
        first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if _is_site(first, names) and len(rest) > 3:
            title = rest
            continue
        break
    return title.strip()


def _is_site(part: str, names: set[str]) -> bool:
    plain = _plain(part)
    return any(
        plain == name or (len(name) > 3 and len(plain) < 40 and (name in plain or plain in name))
        for name in names
        if plain
    )


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def unescaped(text: str) -> str:
    """One line without tags and entities, which some outlets leave in their JSON."""
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", text[:2000]))
    return one_line(text)[:500]
