"""Site rules on Lexbor's tree."""

import datetime as dt
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaners.strips import Strip


def found(
    page: LexborHTMLParser, strips: Sequence[Strip], captured: dt.date | None
) -> dict[LexborNode, Strip]:
    """The elements that the rules of that day find, each with its rule; a later rule wins.

    A selector that cannot be read finds nothing: `winnow sources --check-files` tells of it.
    """
    elements: dict[LexborNode, Strip] = {}
    for strip in strips:
        if strip.holds_on(captured):
            try:
                matched = page.css(strip.css)
            except (SelectolaxError, ValueError):
                continue
            elements |= {node: strip for node in matched if node.tag not in ("html", "body")}
    return elements
