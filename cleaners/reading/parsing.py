"""Text of a page to Lexbor's tree, with limits around the parser."""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from cleaners.errors import WinnowError
from cleaners.reading.formatting import opened_again

MAX_BYTES: Final = 16_000_000  # the largest article page seen is under 5 MB
WINDOW: Final = 10_000  # a tag of that size has a few hundred attributes, which is no harm
MAX_DEPTH: Final = 5000  # Lexbor's time grows with its square; no real page has 200
FEW_TAGS: Final = 20_000  # so many cannot be nested deeply enough to take a second
SOME_TAGS: Final = 3000  # so many cannot open again more than takes a few seconds
MAX_ATTRIBUTES: Final = 400  # of one element; a parser compares each new one with all before it
MAX_AGAIN: Final = 1_000_000  # elements; each costs microseconds and hundreds of bytes
MAX_WHOLE: Final = 1000  # all their attributes become those of one element
_WITHOUT_EVENTS: Final = int(LexborDocumentOptions.WO_EVENTS)
# Without those that have no end or end by themselves.
_NESTED = re.compile(
    rb"<(?!/?(?:area|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|wbr)"
    rb"[\s/>])(/?)[a-zA-Z]"
)
_ATTRIBUTE = re.compile(
    rb"""[^\s"'=<>/]+(?:\s*=\s*(?:(["'])|[^\s"'<>]*))?"""
)  # to its opening quote
_WHOLE = re.compile(rb"<(?:html|body)[\s/]", re.IGNORECASE)
_OPEN_FRAME = re.compile(rb"<iframe[^<]*(?=</noscript)")


class TooDeepError(WinnowError):
    """A page whose elements are nested too deeply to be read in time."""


def parse(page: bytes) -> LexborHTMLParser:
    """The tree of a page in UTF-8, as a browser without scripts sees it: with <noscript>."""
    page = _shortened(page[:MAX_BYTES])
    if _has_more(page, SOME_TAGS):
        _refuse(page)
    return LexborHTMLParser(page, scripting=False, options=_WITHOUT_EVENTS)


def _has_more(page: bytes, most: int) -> bool:
    """Whether a page has more tags than that."""
    # To replace so many and to look for one more is many times quicker than to count them.
    return len(page) > 3 * most and b"<" in page.replace(b"<", b" ", most)


def _refuse(page: bytes) -> None:
    """TooDeepError for a page from which the parser would make too much."""
    if opened_again(page) > MAX_AGAIN:
        raise TooDeepError(f"more than {MAX_AGAIN} elements that open again")
    if not _has_more(page, FEW_TAGS):
        return
    if _depth(page) > MAX_DEPTH:
        raise TooDeepError(f"more than {MAX_DEPTH} elements in one another")
    if len(_WHOLE.findall(page)) > MAX_WHOLE:
        raise TooDeepError(f"more than {MAX_WHOLE} tags of the whole page")


def swallows(frame: LexborNode) -> bool:
    """Whether a frame was left open at the end of a <noscript>, so that all that follows is its own
    text. A browser that runs scripts reads no tags there and does not miss the end.
    """
    return "</noscript" in frame.text_lexbor()


def closed(page: bytes) -> bytes:
    """The page with an end for each frame that is left open at the end of a <noscript>."""
    return _OPEN_FRAME.sub(rb"\g<0></iframe>", page)


def _shortened(page: bytes) -> bytes:
    """The page with few attributes in each tag that is longer than two windows."""
    parts: list[bytes] = []
    done = 0
    for start, end in _long_tags(page):
        parts += (page[done:start], _fewer_attributes(page[start:end]))
        done = end
    return b"".join((*parts, page[done:])) if parts else page


def _long_tags(page: bytes) -> Iterator[tuple[int, int]]:
    """Where such tags begin and end: a window without brackets lies inside each."""
    bare, began = False, -1
    for start in range(0, len(page), WINDOW):
        end, before_bare = start + WINDOW, bare
        first = page.find(b"<", start, end)
        bare = first < 0 and page.find(b">", start, end) < 0
        if began >= 0 and not bare:
            closed = page.find(b">", start, end if first < 0 else first)
            yield began, first if closed < 0 else closed
            began = -1
        if bare and not before_bare:
            before = page.rfind(b"<", 0, start)
            if before > page.rfind(b">", 0, start) and page[before + 1 : before + 2].isalpha():
                began = before
    if began >= 0:
        yield began, len(page)


def _depth(page: bytes) -> int:
    """How deeply the elements of a page are nested, roughly."""
    depth = deepest = 0
    for closing in _NESTED.findall(page):
        if closing:
            depth -= depth > 0
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _fewer_attributes(tag: bytes) -> bytes:
    """A start tag with at most MAX_ATTRIBUTES attributes."""
    end = 0
    for _ in range(MAX_ATTRIBUTES + 1):
        found = _ATTRIBUTE.search(tag, end)
        if found is None:
            return tag
        end = found.end()
        if quote := found[1]:  # looked for like this, a long value costs next to nothing
            closed = tag.find(quote, end)
            end = closed + 1 if closed >= 0 else end - 1
    return tag[:end]
