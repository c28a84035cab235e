"""The elements with which a page tells what it is, found in one pass over it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ASKED: Final = (
    "a,area,base,meta,link[rel*=canonical i],link[rel*=alternate i],title,h1,time,figure,img,"
    "amp-img,iframe,script[type*='ld+json' i]"
)
_NAMED: Final = "meta,title,h1,iframe,script[type*='ld+json' i]"
MAX_CHARS: Final = 5000  # of an attribute

Attributes = Mapping[str, str]
Finding = tuple[str | None, str]  # what a page says of itself, and where it was found


@dataclass(slots=True)
class Digest:
    """What a page says of itself: elements in page order, or only their attributes."""

    page: LexborHTMLParser
    root: Attributes = field(default_factory=dict)  # of <html>
    bases: list[Attributes] = field(default_factory=list)
    metas: list[Attributes] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)  # to this page elsewhere, and to feeds
    anchors: list[LexborNode] = field(default_factory=list)  # <a> and <area>
    titles: list[LexborNode] = field(default_factory=list)
    headings: list[LexborNode] = field(default_factory=list)  # <h1>
    times: list[LexborNode] = field(default_factory=list)  # <time>, and <h1> before and after
    pictures: list[LexborNode] = field(default_factory=list)  # figures too
    frames: list[LexborNode] = field(default_factory=list)  # <iframe>
    scripts: list[LexborNode] = field(default_factory=list)  # JSON-LD


def digest(page: LexborHTMLParser, asked: str = _ASKED) -> Digest:
    """The digest of a page."""
    found = Digest(page, attributes(page.root) if page.root else {})
    told = {"base": found.bases, "meta": found.metas, "link": found.links}
    shown = {
        "a": [found.anchors], "area": [found.anchors], "title": [found.titles],
        "h1": [found.headings, found.times], "time": [found.times], "script": [found.scripts],
        "iframe": [found.frames],
        "figure": [found.pictures], "img": [found.pictures], "amp-img": [found.pictures],
    }  # fmt: skip
    for node in page.css(asked):
        tag = node.tag or ""
        if tag in told:
            told[tag].append(attributes(node))
        else:
            for nodes in shown[tag]:
                nodes.append(node)
    return found


def named(page: LexborHTMLParser) -> Digest:
    """As much of the digest as tells what a page is called: half of the work."""
    return digest(page, _NAMED)


def attributes(node: LexborNode) -> dict[str, str]:
    """The attributes of an element that say something, cut where no real page has so much."""
    return {name: value[:MAX_CHARS] for name, value in node.attributes.items() if value}
