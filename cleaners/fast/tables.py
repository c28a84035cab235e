"""Tables of figures amid the text of an article: too short to look like text line by line."""

from collections.abc import Sequence
from typing import Final

from cleaners.judging.boxes import container
from cleaners.reading.candidates import Candidate, Frame

MOST: Final = 2000  # characters of such a table
LINKED: Final = 0.2  # share of it in links; a table of links shows the way
_NEAR: Final = 2  # lines in which the text above and below is looked for


def tables_between(lines: Sequence[Candidate], kept: Sequence[bool]) -> list[int]:
    """The places of rows that are not kept, of tables between two kept paragraphs of the box that
    the table stands in, whether or not it has a wrapper of its own, of tables right below a kept
    heading of that box, and of those of which most rows are kept.
    """
    tables: dict[int, tuple[Frame, list[int]]] = {}
    tables_of: dict[int, Frame | None] = {}  # by the box of a row, most often <tbody>
    for place, line in enumerate(lines):
        if line.kind != "row":
            continue
        box = line.frame.parent or line.frame
        if id(box) not in tables_of:
            tables_of[id(box)] = _table(line.frame)
        if (table := tables_of[id(box)]) is not None:
            tables.setdefault(id(table), (table, []))[1].append(place)
    found: list[int] = []
    for table, places in tables.values():
        if table.chars > MOST or table.linked > LINKED * table.chars:
            continue
        if 2 * sum(kept[place] for place in places) > len(places):
            found += [place for place in places if not kept[place]]
            continue
        around = table.parent
        while around is not None and (around.chars == table.chars or around.tag == "figure"):
            around = around.parent
        above = range(max(0, places[0] - _NEAR), places[0])
        below = range(places[-1] + 1, min(len(lines), places[-1] + 1 + _NEAR))
        head = lines[places[0] - 1] if places[0] and kept[places[0] - 1] else None
        headed = head is not None and head.kind == "heading" and container(head) is around
        if headed or all(
            any(_is_text(lines[n], around) and kept[n] for n in near) for near in (above, below)
        ):
            found += [place for place in places if not kept[place]]
    return found


def _is_text(line: Candidate, box: Frame | None) -> bool:
    return line.kind in ("paragraph", "heading") and container(line) is box


def _table(frame: Frame) -> Frame | None:
    """The table that a row stands in."""
    return next((one for one in frame.chain() if one.tag == "table"), None)
