"""The numbers of the items of ordered lists, as browsers show them."""

import re
from collections.abc import MutableMapping

from selectolax.lexbor import LexborNode

from cleaners.reading.nodes import children

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9})(?![0-9])")


def number_of(item: LexborNode, known: MutableMapping[int, int]) -> int | None:
    """The number of an item; None where its list has none. `known` remembers those found before,
    so that a list is counted once.
    """
    listed = item.parent
    if listed is None or listed.tag != "ol" or item.tag != "li":
        return None
    waiting: list[LexborNode] = []
    at: LexborNode | None = item
    while at is not None and at.mem_id not in known:
        if at.tag == "li":
            waiting.append(at)
        at = at.prev
    step = -1 if "reversed" in listed.attrs else 1
    number = _first(listed, step) - step if at is None else known[at.mem_id]
    for one in reversed(waiting):
        told = _told(one, "value")
        known[one.mem_id] = number = number + step if told is None else told
    return number


def _first(listed: LexborNode, step: int) -> int:
    """The number that a list begins with."""
    told = _told(listed, "start")
    if told is not None:
        return told
    return 1 if step > 0 else sum(child.tag == "li" for child in children(listed))


def _told(node: LexborNode, name: str) -> int | None:
    found = _NUMBER.match(node.attrs.get(name) or "")
    return int(found[1]) if found else None
