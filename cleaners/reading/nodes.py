"""Ways through a tree of nodes: outwards, onwards, backwards. Each gives nodes as it meets them.

Which node one is, `mem_id` tells: two that are compared count as one where their HTML is the same,
and both are written out for that.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from selectolax.lexbor import LexborNode

from cleaners.reading.characters import one_line

_BREAKS = frozenset(
    ["article", "br", "center", "dd", "div", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4",
     "h5", "h6", "header", "hgroup", "hr", "li", "ol", "p", "section", "table", "td", "tr", "ul"]
)  # fmt: skip
_MUTE = frozenset(["button", "noscript", "script", "style", "svg", "template"])
MAX_NAMES = 300  # characters of a class, as in hints.py
MAX_CHARS = 2000  # of a name, a date, a heading
MAX_TEXTS = 400  # of an element that is read with spaces
DEEPEST = 200  # boxes in one another that are looked at; no real page has so many


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, inside out, at most DEEPEST."""
    above = node.parent
    for _ in range(DEEPEST):
        if above is None:
            return
        yield above
        above = above.parent


def children(node: LexborNode) -> Iterator[LexborNode]:
    """What stands in a node, its own texts among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def inside(node: LexborNode) -> Iterator[LexborNode]:
    """All nodes in an element, texts too, in page order; lazy, which `traverse` is not."""
    at, above = node.first_child, [node]
    while True:
        while at is None and len(above) > 1:
            at = above.pop().next
        if at is None:
            return
        yield at
        if (inner := at.first_child) is None:
            at = at.next
        else:
            above.append(at)
            at = inner


def parts(node: LexborNode, most: int) -> Iterator[LexborNode]:
    """The elements in an element, in page order, at most so many."""
    return islice((one for one in inside(node) if one.is_element_node), most)


def following(node: LexborNode, most: int) -> Iterator[LexborNode]:
    """At most so many elements behind a node in page order, its own parts not among them."""
    at = _behind(node)
    while at is not None and most:
        if at.is_element_node:
            yield at
            most -= 1
        inner = at.first_child
        at = _behind(at) if inner is None else inner


def preceding(node: LexborNode, most: int) -> Iterator[LexborNode]:
    """At most so many elements that end before a node, the nearest first."""
    around = set(ancestors(node))
    at: LexborNode | None = node
    while at is not None and most:
        before = at.prev
        if before is None:
            at = at.parent
        else:
            at = before
            while (last := at.last_child) is not None:
                at = last
        if at is not None and at not in around and at.is_element_node:
            yield at
            most -= 1


def _behind(node: LexborNode | None) -> LexborNode | None:
    """The first node that begins after a node has ended."""
    while node is not None:
        after = node.next
        if after is not None:
            return after
        node = node.parent
    return None


def names(node: LexborNode) -> str:
    """The class of an element; only the beginning, since it is read for each part of a box."""
    return (node.attributes.get("class") or "")[:MAX_NAMES]


def beginning(node: LexborNode) -> str:
    """The text of an element as one line; of a large one, and many may stand in one another, only
    what it begins with.
    """
    return one_line(node.text_lexbor()[:MAX_CHARS])


def own_text(node: LexborNode) -> str:
    """The text of an element before its first part."""
    first = node.first_child
    return (first.text_content or "") if first is not None and first.is_text_node else ""


@contextmanager
def taken_out(nodes: Iterable[LexborNode]) -> Iterator[None]:
    """Nothing; meanwhile the elements, none in another, are out of their tree."""
    places = [(one, one.next, one.parent) for one in nodes]
    for one, _after, _parent in places:
        one.decompose(recursive=False)
    try:
        yield
    finally:
        for one, after, parent in reversed(places):  # last out, first in: what followed is there
            if after is not None:
                after.insert_before(one, move=True)
            elif parent is not None:
                parent.insert_child(one, move=True)


def spaced(node: LexborNode) -> str:
    """The text of an element, with a space where a line breaks in it or a part of it begins."""
    if node.first_child is None or not any(one.is_element_node for one in children(node)):
        return node.text_lexbor()
    read: list[str] = []
    for one in islice(inside(node), MAX_TEXTS):
        if one.is_text_node and (text := one.text_content):
            if read and _begins(one, node, read[-1]):
                read.append(" ")
            above = one.parent
            if above is None or above.tag not in _MUTE:
                read.append(text)
    return "".join(read)


def _begins(text: LexborNode, top: LexborNode, before: str) -> bool:
    """Whether a text begins a line or a part of its own."""
    at, box = text, top.mem_id
    while at.prev is None and (above := at.parent) is not None and above.mem_id != box:
        at = above
        if at.tag in _BREAKS:
            return True
    last = at.prev
    if last is None or not last.is_element_node:
        return False
    # Letters in elements of their own are one word: <b>F</b><i>erry</i>.
    apart = at.is_element_node and min(len(before), len(text.text_content or "")) > 2
    return last.tag in _BREAKS or apart
