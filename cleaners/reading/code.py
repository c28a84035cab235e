"""Code on a page: what of it is code, and in which language."""

import re
from collections.abc import MutableMapping
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.candidates import Frame
from cleaners.reading.nodes import ancestors, names

# What highlighters call a language: language-python, lang:python, highlight-source-python.
_CALLED = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush)(?:-|:\s*)([a-z][\w+#.-]{0,29})",
    re.IGNORECASE,
)
_NONE = frozenset(["none", "default", "text", "plain", "plaintext", "auto", "nohighlight"])

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


def syntax_of(pre: LexborNode) -> str | None:
    """The language of code by the class of its element, of the one in it, or of two around it."""
    for node in (pre, pre.css_first("code"), *islice(ancestors(pre), 2)):
        found = _CALLED.search(names(node)) if node is not None else None
        if found:
            return None if found[1].lower() in _NONE else found[1].lower()
    return None
