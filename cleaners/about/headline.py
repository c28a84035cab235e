"""What a page is called: the headline readers see, without the name of the site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

from cleaners.about import jsonld
from cleaners.about.digest import Digest, Finding
from cleaners.about.headings import LONGEST, MAX_HEADINGS, best, plain, shown, unlabelled
from cleaners.reading.characters import one_line

_OPEN_GRAPH_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/~⋆★›‹>]{1,2}\s+|\s*[|｜_»]\s*")
# Tags that set type; others may be what the headline is about.
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|em|font|i|mark|nobr|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """The titles that a page gives in its head, without the site; and the names of the site."""

    metas: list[str]
    title: str
    names: frozenset[str]  # plain
    sort: str  # og:type
    home: bool = False  # whether it is the first page of its site, which may bear its name

    @property
    def others(self) -> list[str]:
        """The titles with which a heading is compared."""
        names = {"", *self.names}
        return [text for text in (*self.metas[:1], self.title) if plain(text) not in names]


def told_titles(
    about: Digest,
    told: dict[str, str],
    site: str | None,
    url: str | None,
    others: frozenset[str] = frozenset(),
) -> Told:
    """What the head of a page calls it; `others` are names of the site that it shows, plain."""
    try:
        address = urlsplit(url or "")
    except ValueError:
        address = urlsplit("")
    host = address.hostname or ""
    names = _site_names(site, host)
    metas = [
        _bare(unescaped(told[name]), names, others) for name in _OPEN_GRAPH_TITLES if name in told
    ]
    title = next((unescaped(one.text_lexbor())[:LONGEST] for one in about.titles), "")
    title = _bare(title, names, others)
    named = names | others | {f"the{name}" for name in names}
    named |= {name.removeprefix("the") for name in names}
    sort = told.get("og:type", "").lower()
    home = bool(host) and address.path in {"", "/"}
    return Told(metas, title, frozenset(named - {""}), sort, home)


def titles(about: Digest, own: jsonld.Node, told: Told) -> Iterator[Finding]:
    """Every form of the headline, the best first.

    What the page tells machines is often a shorter or longer headline than the one it shows; the
    heading wins where the others speak of the same. The name of the site comes last.
    """
    found = list(_titles(about, own, told))
    names = frozenset() if told.home else told.names
    last = [one for one in found if plain(one[0] or "") in names]
    yield from (one for one in found if one[0] and one not in last)
    yield from last


def _titles(about: Digest, own: jsonld.Node, told: Told) -> Iterator[Finding]:
    named = own.get("name") if jsonld.types(own) & jsonld.ARTICLES else None  # WebPage: as <title>
    headline = jsonld.text(own.get("headline") or named)
    if headline and not headline.rstrip().endswith(("…", "...")):
        yield unescaped(headline), "json-ld"
    for head in about.headings[:MAX_HEADINGS]:
        if "headline" in (head.attributes.get("itemprop") or ""):
            yield shown(head), "itemprop"
    read = ((head, shown(head)) for head in about.headings[:5])
    heads = [(head, text) for head, text in read if text]
    if (at := best([text for _, text in heads], told.others)) is not None:
        head, text = heads[at]
        yield unlabelled(head, text, [*told.metas, told.title]), head.tag or ""
    for text in told.metas:
        yield text, "meta"
    if len(heads) == 1:
        yield heads[0][1], heads[0][0].tag or ""
    yield told.title, "title"
    yield from ((text, head.tag or "") for head, text in heads[:1])  # others may head parts


def _bare(title: str, names: set[str], others: frozenset[str]) -> str:
    """A title without the names of its site, plain; those in `others` only where they are whole."""
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if (_is_site(tail, names) or plain(tail) in others) and len(head) > 3:
            title = head
            continue
        first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if (_is_site(first, names) or plain(first) in others) and len(rest) > 3:
            title = rest
            continue
        if before := _before_site(title, cuts, names | others):
            title = before
        break
    return title.strip()


def _before_site(title: str, cuts: list[re.Match[str]], names: set[str]) -> str | None:
    """What stands before the name of the site, where only a short part of it stands behind."""
    for cut, after in pairwise(cuts):
        head, part = title[: cut.start()], title[cut.end() : after.start()]
        if plain(part) in names and len(head) > len(title) - after.end():
            return head
    return None


def _site_names(site: str | None, host: str) -> set[str]:
    bare = host.removeprefix("www.")
    return {plain(site or ""), plain(bare), plain(bare.split(".")[0])} - {""}


def _is_site(part: str, names: set[str]) -> bool:
    bare = plain(part)
    return any(
        bare == name or (len(name) > 3 and len(bare) < 40 and (name in bare or bare in name))
        for name in names
        if bare
    )


def unescaped(text: str) -> str:
    """One line without tags and entities, which some outlets leave in their JSON."""
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", text[:2000]))
    return one_line(text)[:500]
