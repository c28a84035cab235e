"""Code on a page: what of it is code."""

from collections.abc import MutableMapping
from itertools import islice
from typing import Final

from cleaners.candidates import Frame
from cleaners.nodes import ancestors

NEAR: Final = 8  # elements around code in which its row of a table is looked for


def is_numbering(text: str, frame: Frame, rows: MutableMapping[int, bool]) -> bool:
    """Whether a text is the numbers of the lines of code in another cell of its row.

    `rows` remembers which rows hold code twice: each is looked through once.
    """
    told = text.split()
    if not told[0].isdecimal() or not told[0].isascii() or len(told[0]) > 9:
        return False
    first = int(told[0])
    if told != [str(number) for number in range(first, first + len(told))]:
        return False
    row = next((node for node in islice(ancestors(frame.node), NEAR) if node.tag == "tr"), None)
    if row is None:
        return False
    if row.mem_id not in rows:
        rows[row.mem_id] = len(row.css("pre")) > 1
    return rows[row.mem_id]
