"""Where a page says who wrote it: structured data, meta tags, marked elements, a line under the
headline.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from cleaners.about import jsonld
from cleaners.about.byline import is_full, people, starts_with_by, turned
from cleaners.about.digest import MAX_CHARS, Attributes, Digest, Finding, attributes
from cleaners.about.elsewhere import headline_boxes, is_elsewhere
from cleaners.about.headline import unescaped
from cleaners.about.months import MONTHS
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import ancestors, children, following, own_text

_METAS = frozenset(
    """author article:author article:author_name article:byline parsely-author sailthru.author
    creator dc.creator dcterms.creator dc.creator.name byl citation_author cxenseparse:author
    twitter:creator:name og:article:author og:author branch:deeplink:authorname1
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_LIBRARY = frozenset(["citation_author", "dc.creator", "dcterms.creator", "dc.creator.name"])
_WRITTEN_BY = re.compile(
    r"\b(?:by|von|par|por|di|da|door|av|af|przez|yazan|autor\w*|auteur|autore|author)\b|автор|作者",
    re.IGNORECASE,
)
# Addresses, in small letters, of people's own pages: /author/jane, /autoren/12/jane, /profile/jane.
_PERSON = re.compile(
    r"/(?:specials/)?(?:authors?|autor(?:en|es|in|ka)?s?|auteurs?|autor[ei]|verfasser|contributors?"
    r"|people|persons?|profile?s?|by|staff|journalists?|writers?|reporters?|columnists?|redakt\w+"
    r"|meet-the-team|members?|users?|av|skribent\w*|yazar(?:lar)?|die-redaktion|toireporter)"
    r"[/-]\w[\w.-]*+(?:/\w[\w.-]*+){0,2}/?(?:\.html?)?(?:[?#].*)?$"
)
_CLASS = re.compile(
    r"by-?_*line|author|(?<![a-z])autor(?!i)|auteur|writer|verfasser|redakteur|username|contributors?",
    re.IGNORECASE,
)
_NOT_CLASS = re.compile(
    r"bio(?![a-z])|image|photo|avatar|about|desc|count|date|time|comment|role|job|social|follow|quote"
    r"|location|title(?!s)|meta-?data",
    re.IGNORECASE,
)
_TAGS = frozenset(
    """h1 a address b cite dd div em h2 h3 h4 h5 li meta p small span strong td ul
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_OF_PLACE = re.compile(r"addr|adr|venue|locat|contact|geo", re.IGNORECASE)  # an <address>
# A first look for _CLASS and the like, in the parser's own speed.
_PLACES = (
    "h1,address,a[href],[rel~=author],[itemprop*=author],[class*=aut i],[class*=writer i],"
    "[class*=verfasser i],[class*=redakteur i],[class*=username i],[class*=contributor i],"
    "[class*=by i][class*=line i]"
)
_USER = re.compile(r"(?=.*\d)[^\W\d][\w.-]{2,29}$")  # pen names of forums: gullwatcher77
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:bsky|facebook|instagram|linkedin|mastodon|pinterest|tiktok|twitter|x|xing"
    r"|youtube)\.\w+/",
    re.IGNORECASE,
)
# What may stand behind a name in a byline, and what is no name at all.
_OTHERS = re.compile(
    r"\b(?:edited|reviewed|medically|fact[- ]checked|photos?|fotos?|photograph\w*|illustrat\w*"
    r"|video|updated|published|posted|last|filed|aktualisiert|publié|actualizado)\b.*| \| |[•·]",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\s+(?:on|am|le|el|il|op|den)?\s*(?:(?:{MONTHS})[^\W\d]*\.?\s*)?\d.*", re.IGNORECASE
)
_NO_PERSON = re.compile(
    r"\b(?:view|posts?|articles?|stories|see all|contact|profile|follow|subscribe|more|about"
    r"|sections?|share|get started|sign (?:up|in)|comments?|join|login|register|members?"
    r"|unknown|alle|mehr|voir|ver)\b",
    re.IGNORECASE,
)
_UNREAD = frozenset(["svg", "title", "style", "script", "noscript", "button", "time", "template"])
_SURE = {"link": 3.0, "itemprop": 3.0, "byline": 2.0}
LEAST = 0.5  # of the score of a mark
MAX_MARKS = 120
MAX_PARTS = 120  # of an element that is read as a byline, texts among them
LONGEST = 160  # characters of a byline; a longer text is a portrait
NEAR_HEADLINE = 60  # elements behind the headline among which an unmarked byline is looked for


def bylines(
    about: Digest,
    own: jsonld.Node,
    nodes: list[jsonld.Node],
    told: dict[str, str],
    site: str | None,
) -> Iterator[Finding]:
    """The people who wrote a page, with where each finding stood; the surest first."""
    given = jsonld.people(own.get("author") or own.get("creator"), nodes)
    given = [unescaped(name) for name in given]
    yield people(given, site) or next(filter(_USER.match, given), None), "json-ld"
    metas = _metas(about, told, site)
    meta = metas[0] if metas else None
    marked, place = _marked(about, site)
    names = set(meta.split(", ")) if meta else set()
    if marked and names:
        shown = set(marked.split(", "))
        told_too = any(shown == set(other.split(", ")) for other in metas)
        # A meta tag often holds the first author only, or the house: "BBT" beside "Ada Lindqvist".
        fuller = not any(" " in name for name in names) and all(" " in name for name in shown)
        if told_too or fuller or names < shown or not _is_seen(about, names):
            yield marked, place
    yield meta, "meta"
    yield marked, place
    yield _unmarked(about, site), "byline"


def _metas(about: Digest, told: dict[str, str], site: str | None) -> list[str]:
    """The authors in each kind of meta tag that names people."""
    given: dict[str, list[str]] = {}
    for one in about.metas:
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        if (name := name.strip().lower()) in _METAS and (content := one.get("content")):
            content = turned(content[:500]) if name in _LIBRARY else content[:500]
            given.setdefault(name, []).append(content)
    if _WRITTEN_BY.search(told.get("twitter:label1", "")):
        given["twitter:data1"] = [told.get("twitter:data1", "")]
    return [names for values in given.values() if (names := people(values, site))]


@dataclass(frozen=True, slots=True)
class _Mark:
    """An element that its markup calls a byline, the names in it and how much speaks for it."""

    node: LexborNode
    place: str
    names: str
    score: float


def _is_seen(about: Digest, names: set[str]) -> bool:
    """Whether one of the names stands in the text of the page."""
    body = about.page.body
    text = one_line(body.text(separator=" ")).casefold() if body else ""
    return any(name.casefold() in text for name in names)


def _marked(about: Digest, site: str | None) -> tuple[str | None, str]:
    """The names in the elements whose markup says author; the surest near the headline first."""
    marks: list[_Mark] = []
    heads = behind = 0
    around = headline_boxes(about)
    for node, place, given in islice(_places(about), MAX_MARKS):
        if place == "h1":
            heads, behind = heads + 1, 0
            continue
        text = given.get("content") if node.tag == "meta" else _text(node)
        if not text or len(text) > LONGEST or not (names := _named(text, place, site)):
            continue
        behind += 1
        score = _SURE[place] - 0.3 * behind + (0 if heads else -1.5)
        score += 1.0 if starts_with_by(text) else 0
        score += 0.2 if _CLASS.search(given.get("class") or "") else 0
        score -= 2.5 if is_elsewhere(node, around) else 0
        marks.append(_Mark(node, place, names, score))
    marks = _innermost(marks)
    if not marks:
        return None, ""
    best = max(marks, key=lambda mark: mark.score)
    return (_with_company(best, marks, site), best.place) if best.score > LEAST else (None, "")


def _innermost(marks: Sequence[_Mark]) -> list[_Mark]:
    """The marks without those around another, unless a whole byline says more than its links."""
    outer: dict[LexborNode, set[str]] = {}
    for mark in marks:
        for box in ancestors(mark.node):
            outer.setdefault(box, set()).update(mark.names.split(", "))
    whole = {
        mark.node: starts_with_by(_text(mark.node))
        and outer[mark.node] < set(mark.names.split(", "))
        for mark in marks
        if mark.node in outer
    }
    return [
        mark
        for mark in marks
        if whole.get(mark.node, True) and not any(map(whole.get, ancestors(mark.node)))
    ]


def _with_company(best: _Mark, marks: Sequence[_Mark], site: str | None) -> str:
    """The names of a mark and of those like it in the same box."""
    box = best.node.parent
    for _ in range(2):
        above = None if box is None else box.parent
        if above is not None and above.tag not in ("body", "main", "article", "header"):
            box = above
    gathered = [
        mark.names
        for mark in marks
        if mark.place == best.place
        and mark.node.tag == best.node.tag
        and box in set(ancestors(mark.node))
    ]
    return people([", ".join(gathered)], site) or best.names


def _named(text: str, place: str, site: str | None) -> str | None:
    """The names in the text of a mark; None where a part of it can be no name."""
    text = _DATED.split(_OTHERS.split(text)[0])[0]
    names = people([text], site)
    if not names or _NO_PERSON.search(names):
        return None
    parts = names.split(", ")
    if place != "link":
        parts = [part for part in parts if _is_name(part)]
    return ", ".join(parts) or None


def _is_name(part: str) -> bool:
    words = part.split()
    return len(words) <= 5 and (words[0][0].isupper() or not words[0][0].islower())


def _places(about: Digest) -> Iterator[tuple[LexborNode, str, Attributes]]:
    """The elements that the markup calls a byline, each with what says so; and the headings."""
    for node in about.page.css(_PLACES):
        if (tag := node.tag) not in _TAGS:
            continue
        given = node.attributes
        if tag == "h1":
            place = "h1"
        elif "author" in (given.get("rel") or "").split():
            place = "link"
        elif "author" in (given.get("itemprop") or ""):
            place = "itemprop"
        elif tag == "a" and _is_person((given.get("href") or "")[:500]):
            place = "link"
        elif tag == "address" and _OF_PLACE.search((given.get("class") or "")[:MAX_CHARS]):
            continue
        elif tag == "address" or _is_byline((given.get("class") or "")[:MAX_CHARS]):
            place = "byline"
        else:
            continue
        yield node, place, attributes(node)


@lru_cache(maxsize=1 << 13)
def _is_byline(names: str) -> bool:
    """Whether class names speak of an author; pages repeat few of them a thousand times."""
    return bool(_CLASS.search(names)) and not _NOT_CLASS.search(names)


def _is_person(target: str) -> bool:
    return bool(_PERSON.search(target.lower())) and not _SOCIAL.search(target)


def _text(node: LexborNode) -> str:
    """What can be read in an element, without pictures and buttons; nothing of a large one."""
    parts: list[str] = []
    waiting: list[LexborNode | str] = [node]
    room = 4 * LONGEST  # no spelling of a byline has more
    for _ in range(MAX_PARTS):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        elif one.is_text_node:
            text = one.text_content or ""
            parts.append(text)
            room -= len(text.strip())
            if room < 0:
                return ""
        elif one.is_element_node and (one is node or one.tag not in _UNREAD):
            for inner in reversed(list(islice(children(one), MAX_PARTS))):
                # What follows an element is another word.
                waiting += [" ", inner] if inner.is_element_node else [inner]
    return "" if waiting else one_line("".join(parts))


def _unmarked(about: Digest, site: str | None) -> str | None:
    """The names in a short line "By Jane Doe" right behind the headline."""
    for head in about.headings[:2]:
        for node in following(head, NEAR_HEADLINE):
            text = one_line(own_text(node)) or _text(node)
            if len(text) < LONGEST and starts_with_by(text):
                names = _named(text, "byline", site)
                if names and all(map(is_full, names.split(", "))):
                    return names
    return None
