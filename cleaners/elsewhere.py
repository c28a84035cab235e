"""Boxes that speak of something else than the article: other articles, readers, menus."""

import re

from lxml import html

_NAMES = re.compile(
    r"comment|related|recommend|teaser|foot|side-?bar|popular|trending|most-|promo|(?<![a-z])more"
    r"|quote|caption|figure|card|newsletter|latest|(?<![a-z])next|carousel|listing|(?<![a-z])nav"
    r"|menu|signature|copyright|upcoming",
    re.IGNORECASE,
)
_TAGS = frozenset(["aside", "footer", "nav", "blockquote", "figcaption"])


def headline_boxes(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The boxes around the headlines of a page: they hold the article, whatever they are called."""
    return {box for head in list(tree.iter("h1"))[:5] for box in head.iterancestors()}


def is_elsewhere(element: html.HtmlElement, around: set[html.HtmlElement]) -> bool:
    """Whether an element stands in a box of other articles, comments or the like."""
    for box in element.iterancestors():
        if box in around or box.tag in ("body", "main"):
            return False
        if box.tag in _TAGS or _NAMES.search(box.get("class") or ""):
            return True
    return False
