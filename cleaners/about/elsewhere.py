"""Boxes that speak of something else than the article: other articles, readers, menus."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from cleaners.about.digest import Digest
from cleaners.reading.nodes import ancestors, names

_NAMES = re.compile(
    r"comment|related|recommend|teaser|foot|side-?bar|popular|trending|most-|promo|(?<![a-z])more"
    r"|quote|caption|figure|card|newsletter|latest|(?<![a-z])next|carousel|listing|(?<![a-z])nav"
    r"|menu|signature|copyright|upcoming",
    re.IGNORECASE,
)
_TAGS = frozenset(["aside", "footer", "nav", "blockquote", "figcaption"])


def headline_boxes(about: Digest) -> set[LexborNode]:
    """The boxes around the headlines of a page: they hold the article, whatever they are called."""
    return {box for head in about.headings[:5] for box in ancestors(head)}


def is_elsewhere(node: LexborNode, around: set[LexborNode]) -> bool:
    """Whether an element stands in a box of other articles, comments or the like."""
    for box in ancestors(node):
        if box in around or box.tag in ("body", "main"):
            return False
        if box.tag in _TAGS or _tells(names(box)):
            return True
    return False


@lru_cache(maxsize=1 << 12)
def _tells(called: str) -> bool:
    """Whether class names tell of something else; pages repeat few of them a hundred times."""
    return _NAMES.search(called) is not None
