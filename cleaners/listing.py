"""Lists in Markdown: where each item begins, and behind which sign."""

from dataclasses import dataclass
from typing import Final

from cleaners.article import Block

# A list with another sign is another list, if it follows right upon the first (CommonMark 5.3).
_OTHER: Final = {"-": "*", "*": "-", ".": ")", ")": "."}
_MOST: Final = 999_999_999  # a number of ten digits is text


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that was written."""

    level: int
    number: int | None
    sign: str
    inner: int  # column of its text, and of all that belongs to it


class Listing:
    """The items around the place that was written last, outer first."""

    __slots__ = ("open", "tight")

    def __init__(self) -> None:
        self.open: list[_Item] = []
        self.tight = False  # whether an item was written last

    def holds(self, block: Block) -> bool:
        """Whether the item that a block goes on with was written."""
        return any(item.level == block.level for item in self.open)

    def inner(self, block: Block) -> int:
        """The column of a block that begins no item: below the item that it stands in, if any."""
        depth = 0 if block.kind in ("paragraph", "heading") else block.level
        while self.open and self.open[-1].level > depth:
            self.open.pop()
        self.tight = False
        return self.open[-1].inner if self.open else 0

    def item(self, block: Block) -> tuple[str, bool]:
        """What stands before the text of an item, and whether it needs no blank line before it."""
        last = self._last(block)
        number = block.number
        if number is not None and not 0 <= number <= _MOST:
            number = None
        goes_on = last is not None and not block.apart and _follows(last.number, number)
        sign = "-" if number is None else "."
        if last is not None:
            sign = last.sign if goes_on else _other(last.sign, sign)
        column = self.open[-1].inner if self.open else 0
        mark = f"{sign} " if number is None else f"{number}{sign} "
        # Within an item, only a bullet and the number 1 begin a list without a blank line.
        begins = last is None and bool(self.open) and number in (None, 1)
        tight, self.tight = self.tight and (goes_on or begins), True
        self.open.append(_Item(block.level, number, sign, column + len(mark)))
        return " " * column + mark, tight

    def _last(self, block: Block) -> _Item | None:
        """The item before this one in its list, or at the end of the list before."""
        last = None
        while self.open and self.open[-1].level >= block.level:
            last = self.open.pop()
        if last is None and block.apart and self.open:
            last = self.open.pop()  # deeper, and yet in a list of its own
        return last


def _follows(before: int | None, number: int | None) -> bool:
    """Whether a number is the next in its list."""
    return before == number if before is None or number is None else before + 1 == number


def _other(before: str, sign: str) -> str:
    """A sign that does not go on with the list before."""
    return _OTHER[before] if sign in (before, _OTHER[before]) else sign
