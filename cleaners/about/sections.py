"""The section of its site in which a page stands."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from cleaners.about import jsonld
from cleaners.about.digest import Digest, Finding
from cleaners.about.headline import unescaped
from cleaners.reading.nodes import beginning, parts

_METAS = (
    "article:section",
    "parsely-section",
    "section",
    "og:article:section",
    "cxenseparse:category",
    "dc.subject",
)
# Where readers see it: the trail above the page, the categories of WordPress.
_SHOWN = (
    "[itemprop=articleSection],[class*=readcrumb],[aria-label*=readcrumb],a[rel~=category],"
    ".cat-links,.wp-block-post-terms.taxonomy-category"
)
_TRAIL = re.compile(r"breadcrumb", re.IGNORECASE)
_HOME = frozenset(
    """accueil anasayfa blog etusivu forside hem hjem home homepage index inicio início overview
    pradžia start startseite startside strona_główna voorpagina главная головна الرئيسية 首页 首頁
    ホーム トップ 홈""".replace("_", " ").split()
)
MAX_BOXES = 20
MAX_PARTS = 80  # elements of one
LONGEST = 60  # characters of a section's name on the page; the last of a trail may be a headline


def sections(
    about: Digest, own: jsonld.Node, nodes: Sequence[jsonld.Node], told: dict[str, str]
) -> Iterator[Finding]:
    """The section of a page: structured data, meta tags, then what readers see."""
    yield _named(jsonld.text(own.get("articleSection"))), "json-ld"
    for name in _METAS:
        if name in told and not (name == "dc.subject" and _is_list(told[name])):
            yield _named(told[name]), "meta"
    boxes = about.page.css(_SHOWN)[:MAX_BOXES]
    for box in boxes:
        if box.attributes.get("itemprop") == "articleSection":
            yield _named(box.attributes.get("content") or beginning(box)), "itemprop"
    yield _of_trail(nodes), "json-ld"
    shown = {beginning(head) for head in about.headings[:3]}
    for box in sorted(boxes, key=lambda box: not _is_trail(box)):
        trail = _is_trail(box)
        links = [one for one in (box, *parts(box, MAX_PARTS)) if one.tag == "a"]
        names = [
            beginning(link) for link in links if not _is_home(link.attributes.get("href") or "/")
        ]
        for name in reversed(names) if trail else names:
            yield (name if _fits(name, shown) else None), "breadcrumb" if trail else "category"


def _is_trail(box: LexborNode) -> bool:
    given = box.attributes
    return bool(_TRAIL.search(f"{given.get('class') or ''} {given.get('aria-label') or ''}"))


def _of_trail(nodes: Sequence[jsonld.Node]) -> str | None:
    """The last step of a trail before the page itself; the first of them is the whole site."""
    for node in nodes:
        if "breadcrumblist" in jsonld.types(node):
            steps = node.get("itemListElement")
            names = [_step(step) for step in (steps if isinstance(steps, list) else [])]
            if len(names) > 2 and names[-2] and len(names[-2]) <= LONGEST:
                return names[-2]
    return None


def _step(step: object) -> str | None:
    if not isinstance(step, dict):
        return None
    item = step.get("item")
    name = step.get("name") or (item.get("name") if isinstance(item, dict) else None)
    return _named(jsonld.text(name))


def _fits(name: str, shown: set[str]) -> bool:
    return 1 < len(name) <= LONGEST and name not in shown and name.casefold() not in _HOME


def _named(name: str | None) -> str | None:
    return unescaped(name)[:100] if name else None


def _is_list(text: str) -> bool:
    return "," in text or ";" in text


def _is_home(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return True
    return parts.path in {"", "/"}
