"""The sign that manuals put behind or before a heading, a link to the heading itself: ¶, #, §."""

from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.characters import one_line

PILCROW: Final = "¶"  # ends no line that a writer wrote
SIGNS: Final = PILCROW + "#§∞🔗"


def unsigned(line: str, linked: int, *, heading: bool) -> str:
    """A line without the sign at its end, or, of a heading, at either end; `linked` of its
    characters stand in links. "In C#" keeps its own, since that is no link of one sign.
    """
    if line[-1] == PILCROW:
        return line.rstrip(PILCROW + " ")
    if heading and linked == 1:
        if line[-1] in SIGNS:
            return line[:-1].rstrip()
        if line[0] in SIGNS:
            return line[1:].lstrip()
    return line


def has_sign(head: LexborNode) -> bool:
    """Whether a heading has a link to a place on its page that is only a sign."""
    links = (one_line(one.text_lexbor() or "") for one in head.css("a[href^='#']")[:4])
    return any(text in SIGNS for text in links if text)
