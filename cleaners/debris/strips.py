"""Site rules: elements a source says are debris, or text, while its pages look a certain way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

SITE_RULE = "site rule"  # the reason of what goes by one


@dataclass(frozen=True, slots=True)
class Strip:
    """A site rule: what `css` finds goes, or stays, on pages captured between two days.

    Both days belong to the time. A page without a date of capture counts as one of today: rules
    that have ended do not touch it.
    """

    css: str
    since: dt.date | None = None
    until: dt.date | None = None
    keep: bool = False
    reason: str = SITE_RULE

    def holds_on(self, day: dt.date | None) -> bool:
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def is_selector(css: str) -> bool:
    """Whether a selector can be read by those who read pages."""
    try:
        LexborHTMLParser("<p>").css_first(css)
    except (SelectolaxError, ValueError):
        return False
    return True


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
