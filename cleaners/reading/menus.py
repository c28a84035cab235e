"""Menus and footers, taken as one line each: many rows, all of it links."""

from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import ancestors, taken_out
from cleaners.reading.walk import LISTS, Walk

FEW: Final = 3  # links that make a menu
_UNSHOWN = "script,style,noscript,template,svg"


def taken_whole(walk: Walk, node: LexborNode, tag: str) -> bool:
    """Whether an element is taken as one line: a list only where it is nothing but links."""
    if walk.in_row or not walk.is_plain() or (tag in LISTS and walk.list_depth):
        return False  # lists in lists: each would be read again with all that stands in it
    text = _rows(node)
    if tag in LISTS and not _is_menu(node, text):
        return False
    if walk.parts:
        walk.flush()
    if mute := node.css(_UNSHOWN):
        text = _shown(node, mute)
    plain = f" {text} ".replace("\n", " ")
    if "  " in plain or not plain.isprintable():
        text = "\n".join(filter(None, map(one_line, text.split("\n"))))
    if text:
        walk.settle()
        frame = Frame(tag, walk.frame, walk.frame.depth + 1, node)
        walk.frames.append(frame)
        walk.found.append(Candidate(text, "paragraph", 0, len(text), frame))
    return True


def _is_menu(node: LexborNode, text: str) -> bool:
    """Whether a list has links enough, and no text beside them."""
    links = len(node.css("a[href]"))
    return links >= FEW and text.count("\n") < links


def _rows(node: LexborNode) -> str:
    """The texts in an element, one a row."""
    return node.text(separator="\n", strip=True, skip_empty=True)


def _shown(node: LexborNode, mute: Sequence[LexborNode]) -> str:
    """The same without those of scripts and the like, which are out of the tree meanwhile."""
    with taken_out([one for one in _outermost(mute, node) if one.text_lexbor()]):
        return _rows(node)


def _outermost(nodes: Sequence[LexborNode], top: LexborNode) -> Iterator[LexborNode]:
    """Those of the elements in another that stand in none of them."""
    known = {one.mem_id for one in nodes} | {top.mem_id}
    for one in nodes:
        box = next((box for box in ancestors(one) if box.mem_id in known), top)
        if box.mem_id == top.mem_id:
            yield one
