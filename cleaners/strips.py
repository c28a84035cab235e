"""Site rules: elements a source says are debris, or text, while its pages look a certain way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html
from lxml.cssselect import CSSSelector, ExpressionError, SelectorError


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

    def holds_on(self, day: dt.date | None) -> bool:
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def found(
    tree: html.HtmlElement, strips: Sequence[Strip], captured: dt.date | None
) -> dict[etree._Element, Strip]:
    """The elements that the rules of that day find, each with its rule; a later rule wins.

    Elements inside a line become containers of their own, so that only they go or stay. A selector
    that cannot be read finds nothing: `winnow sources --check-files` is where it is told.
    """
    elements: dict[etree._Element, Strip] = {}
    for strip in strips:
        if not strip.holds_on(captured):
            continue
        try:
            matched = CSSSelector(strip.css)(tree)
        except (SelectorError, ExpressionError, etree.XPathError, ValueError):
            continue
        for element in matched:
            if element.tag in ("html", "body"):
                continue
            if element.tag in ("span", "a", "b", "i", "em", "strong", "small", "font", "u"):
                element.tag = "div"
            elements[element] = strip
    return elements
