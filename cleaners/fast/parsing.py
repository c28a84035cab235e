"""Text of a page to Lexbor's tree, with limits around the parser."""

import re
from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from cleaners.errors import WinnowError
from cleaners.parsing import MAX_CHARS, slim

MAX_DEPTH: Final = 5000  # Lexbor's time grows with its square; no real page has 200
FEW_TAGS: Final = 20_000  # so many cannot be nested deeply enough to take a second
_WITHOUT_EVENTS: Final = int(LexborDocumentOptions.WO_EVENTS)
# Without those that have no end or end by themselves.
_NESTED = re.compile(
    r"<(?!/?(?:area|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|wbr)"
    r"[\s/>])(/?)[a-zA-Z]"
)


class TooDeepError(WinnowError):
    """A page whose elements are nested too deeply to be read in time."""


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page, as a browser with scripts sees it: what <noscript> holds is not read."""
    text = slim(text[:MAX_CHARS])
    if text.count("<") > FEW_TAGS and _depth(text) > MAX_DEPTH:
        raise TooDeepError(f"more than {MAX_DEPTH} elements in one another")
    return LexborHTMLParser(
        text.encode("utf-8", "replace"), scripting=True, options=_WITHOUT_EVENTS
    )


def _depth(text: str) -> int:
    """How deeply the elements of a page are nested, roughly."""
    depth = deepest = 0
    for closing in _NESTED.findall(text):
        if closing:
            depth -= depth > 0
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
