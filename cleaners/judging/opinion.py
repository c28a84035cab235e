"""trafilatura's opinion of a page, line by line: the first of those that vote."""

import logging
from collections.abc import Sequence
from typing import Final

import trafilatura
from lxml import etree, html

from cleaners.reading.candidates import Candidate

_LOGGER = logging.getLogger("trafilatura")
_LOGGER.addHandler(logging.NullHandler())
_LOGGER.propagate = False  # it logs a line for every page it finds nothing on

LONG = 24  # characters without spaces; lines as long as this are seldom twice on a page
MOST: Final = 2_000_000  # characters of a text in which lines are looked for
MOST_PASSED: Final = 1_000_000_000  # of them, in all looks together: a second
NEAR: Final = 10_000  # characters in which a line is still looked for then

# lxml.html asks a Python function for the class of each element; this is a third faster.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_FORBIDDEN = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})  # XML 1.0, 2.2
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF, forbidden there too


def extracted(page: str) -> str:
    """What trafilatura takes for the main text of a page; empty when nothing."""
    try:
        text = page.encode("utf-8", "ignore").translate(None, _FORBIDDEN)
        for character in _NO_CHARACTERS:
            text = text.replace(character, b"")
        tree = html.document_fromstring(text, parser=_parser())
        found = trafilatura.bare_extraction(tree, include_comments=False)
    except Exception:  # noqa: BLE001 - two kinds of errors are known, each from deep inside (facts/fetching-safely.md)
        return ""
    return str(getattr(found, "text", None) or "")


def _parser() -> html.HTMLParser:
    """A parser whose elements are all of one class, without comments."""
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    return parser


def shares(lines: Sequence[Candidate], extraction: str) -> list[float]:
    """For each line, how much of it `extraction` holds: 0 to 1.

    Long lines are looked up first and become anchors; a short line counts only when it stands
    between the same anchors, so that a "Share" of the menu is not taken for one of the text.
    """
    told = "".join(extraction.split())[:MOST]
    keys = ["".join(line.text.replace(" | ", "").split()) for line in lines]
    found: list[tuple[int, int] | None] = [None] * len(lines)
    search = _Search(told)
    at = 0
    for place, key in enumerate(keys):
        if len(key) >= LONG:
            start = search.find(key, at)
            if start < 0:
                start = search.find(key)
            if start >= 0:
                found[place] = (start, start + len(key))
                at = max(at, start + len(key))
    return _between(keys, found, search)


class _Search:
    """Looks for lines in a text. Those that it holds are found where the last one ended; of a page
    with thousands that it does not hold, not each is looked for to the end.
    """

    __slots__ = ("room", "told")

    def __init__(self, told: str) -> None:
        self.told = told
        self.room = MOST_PASSED

    def find(self, key: str, start: int = 0, end: int | None = None) -> int:
        """The place of a line in a part of the text; -1 where it is not found."""
        last = len(self.told) if end is None else end
        if self.room < 0:
            last = min(last, start + NEAR)
        found = self.told.find(key, start, last)
        self.room -= (found if found >= 0 else last) - start
        return found


def _between(keys: list[str], found: list[tuple[int, int] | None], search: _Search) -> list[float]:
    """Look for the short lines between the anchors around them."""
    told = search.told
    result = [0.0] * len(keys)
    ahead = [len(told)] * (len(keys) + 1)  # where the next anchor starts
    for place in range(len(keys) - 1, -1, -1):
        anchor = found[place]
        ahead[place] = anchor[0] if anchor else ahead[place + 1]
    at = 0
    words: set[str] | None = None
    for place, key in enumerate(keys):
        anchor = found[place]
        if anchor:
            result[place], at = 1.0, anchor[1]
        elif len(key) < LONG:
            end = ahead[place] if ahead[place] >= at else len(told)
            start = search.find(key, at, end) if key else -1
            if start >= 0:
                result[place], at = 1.0, start + len(key)
        else:
            if words is None:
                words = {told[start : start + 12] for start in range(len(told) - 11)}
            pieces = range(0, len(key) - 11, 6)
            result[place] = sum(key[start : start + 12] in words for start in pieces) / len(pieces)
    return result
