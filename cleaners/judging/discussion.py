"""Comments on an article: the boxes that are called so, under a text of its own."""

from collections.abc import Sequence
from itertools import compress
from typing import Final

from cleaners.reading.candidates import Candidate, Frame

ABOVE: Final = 0.25  # share of the comments that the text above them must have: a thread has less
PARAGRAPHS: Final = 2  # of that text
PROSE: Final = 60  # characters of a paragraph that is certainly no label


def comments_on(lines: Sequence[Candidate], kept: Sequence[bool], *, article: bool) -> list[int]:
    """The places of kept lines in boxes of comments under a text that they may be about. `article`
    says that the page calls itself one; of others the comments that nobody keeps count too.
    """
    boxes: dict[int, bool] = {}
    found: list[int] = []
    above = paragraphs = inside = 0
    for place in compress(range(len(lines)), kept):
        line = lines[place]
        if _is_comment(line.frame, boxes):
            if paragraphs < PARAGRAPHS:
                return []
            inside += len(line.text)
            found.append(place)
        elif not found:
            above += len(line.text)
            paragraphs += len(line.text) - line.linked > PROSE
    if found and not article:
        inside = sum(len(line.text) for line in lines if _is_comment(line.frame, boxes))
    return found if above >= ABOVE * inside else []


def _is_comment(frame: Frame, known: dict[int, bool]) -> bool:
    """Whether a box lies in one that is called comments; `known` remembers what was found."""
    waiting: list[Frame] = []
    at: Frame | None = frame
    told = False
    while at is not None and not told:
        if (before := known.get(id(at))) is not None:
            told = before
            break
        waiting.append(at)
        told = at.parent is not None and at.comments
        at = at.parent
    known.update((id(one), told) for one in waiting)
    return told
