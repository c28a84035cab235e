"""A line of a page as a block: what the boxes around it say of its list, table or quote."""

from cleaners.article import Block
from cleaners.reading.candidates import Candidate, Frame

_LISTS = frozenset(["ul", "ol", "dl", "menu", "dir"])
_CODE = frozenset(["pre"])
_ITEMS = frozenset(["li", "dt", "dd"])
# What blocks of a kind stand in together.
_WHOLES = {"row": frozenset(["table"]), "quote": frozenset(["blockquote"]), "item": _LISTS}
_IN_LISTS = ("item", "code", "quote", "row")  # kinds that have a place in a list


class Blocks:
    """Makes the blocks of a page, one after the other."""

    __slots__ = ("before", "begun")

    def __init__(self) -> None:
        self.before: Candidate | None = None
        self.begun: set[int] = set()  # items with a block, by the ids of their frames

    def block(self, line: Candidate, place: int) -> Block:
        """The block of the next line that is kept."""
        if line.kind not in _IN_LISTS:
            self.before = line
            return Block(line.text, place, line.kind, line.level)
        apart, self.before = self._is_apart(line), line
        item = _around(line.frame, _ITEMS)
        level = line.level if item is None else _depth(item)
        text: str = getattr(line.frame, "row", line.text) if line.kind == "row" else line.text
        if line.kind != "item" or item is None:
            syntax = getattr(_around(line.frame, _CODE), "syntax", None)
            return Block(text, place, line.kind, level, apart, syntax=syntax)
        more = id(item) in self.begun
        self.begun.add(id(item))
        number = None if more else getattr(item, "number", None)
        return Block(text, place, line.kind, level, apart, number, more)

    def _is_apart(self, line: Candidate) -> bool:
        """Whether a table, quote or list follows right upon another."""
        before = self.before
        if before is None or line.kind not in (before.kind, "item"):
            return False
        tags = _WHOLES.get(line.kind, frozenset())
        own, theirs = _around(line.frame, tags), _around(before.frame, tags)
        if own is None or theirs is None or own is theirs:
            return False
        return own not in before.frame.chain() and theirs not in line.frame.chain()


def _around(frame: Frame, tags: frozenset[str]) -> Frame | None:
    """The innermost box of such a tag."""
    return next((one for one in frame.chain() if one.tag in tags), None)


def _depth(item: Frame) -> int:
    """How deep an item lies: what explains a term of a list lies below the term."""
    return item.level + sum(one.tag == "dd" for one in item.chain())
