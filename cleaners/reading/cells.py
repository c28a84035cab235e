"""The cells of a row of a table: what columns they stand in."""

from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.characters import one_line

CELL: Final = " | "  # what begins a cell
# An empty cell, where one above or beside it reaches over more than its own place. No parser lets
# this character through, and no line keeps it.
REACHED: Final = "\0"
WIDEST: Final = 50  # columns that are counted: some say colspan=1000 for "all of them"


class Cells:
    """The cells of the table that is being read."""

    __slots__ = ("column", "owed", "part", "reaching", "taken")

    def __init__(self) -> None:
        self.part = 0  # of the table, by its `mem_id`: no cell reaches out of it
        self.reaching: dict[int, int] = {}  # by column, rows below that a cell reaches into
        self.taken: frozenset[int] = frozenset()  # columns of this row
        self.column = self.owed = 0

    def row(self, row: LexborNode) -> None:
        """Begin a row."""
        part = row.parent.mem_id if row.parent is not None else 0
        if part != self.part:
            self.part = part
            self.reaching.clear()
        self.taken = frozenset(self.reaching)
        self.reaching = {at: rows - 1 for at, rows in self.reaching.items() if rows > 1}
        self.column = self.owed = 0

    def cell(self, cell: LexborNode) -> str:
        """What stands before the text of a cell: the cells before it that others reach into."""
        gap, self.owed = self.owed, 0
        while self.column in self.taken:
            self.column += 1
            gap += 1
        told = cell.attributes  # quicker than to ask for each of two
        wide, high = _count(told.get("colspan")), _count(told.get("rowspan"))
        if high > 1:
            for column in range(self.column, min(self.column + wide, WIDEST)):
                self.reaching[column] = high - 1
        if self.column + wide <= WIDEST:
            self.owed = wide - 1
        self.column += wide
        return REACHED * gap + CELL


def whole_row(text: str) -> str:
    """A row with its empty cells, also those at its ends: "| First | Last"."""
    return one_line(text.replace(REACHED, CELL)).removeprefix("|").strip()


def _count(told: str | None) -> int:
    """What colspan or rowspan says."""
    return int(told) if told and told.isascii() and told.isdigit() and 0 < len(told) < 6 else 1
