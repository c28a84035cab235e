"""What heads a text that is kept, where its own words are too few to be judged by: the question
above its answer, the line that one clicks to open a part of the page, a sub-heading.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from cleaners.debris.sieve import Verdict, alone
from cleaners.reading.candidates import Candidate, Frame

LONGEST: Final = 200  # characters of such a line
SHORTEST: Final = 20  # of what it heads
LIKELY: Final = 0.3  # how likely text a heading must be that only its place speaks for
_QUESTIONS: Final = ("?", "？", "؟")


def heads_of(
    lines: Sequence[Candidate],
    kept: Sequence[bool],
    likely: Sequence[float],
    verdicts: Sequence[Verdict | None],
) -> list[int]:
    """The places of lines that head what is kept, the last first: each is to be kept itself."""
    found: list[int] = []
    stays = list(kept)
    for place in range(len(lines) - 2, -1, -1):
        if stays[place] or not stays[place + 1] or verdicts[place] is not None:
            continue
        line, below = lines[place], lines[place + 1]
        if _may_head(line, below) and _heads(line, below, likely[place]) and not alone(line.text):
            stays[place] = True
            found.append(place)
    return found


def _may_head(line: Candidate, below: Candidate) -> bool:
    """A first look, for most lines the last."""
    told = line.kind == "heading" or line.frame.tag == "summary"
    size = below.linked * 2 < len(below.text) and (len(below.text) >= SHORTEST or below.level > 0)
    return told and len(line.text) <= LONGEST and line.linked <= 1 and size


def _heads(line: Candidate, below: Candidate, chance: float) -> bool:
    """Whether a line heads the one below it, in the same box."""
    frame = line.frame
    if frame.tag == "summary":
        return _is_in(below, frame.parent)
    box = next((one for one in frame.chain() if one.kind != "heading"), frame)
    sure = frame.tag == "button" or line.text.endswith(_QUESTIONS)
    return (sure or chance >= LIKELY) and _is_in(below, box)


def _is_in(line: Candidate, box: Frame | None) -> bool:
    """Whether a line stands in a box, hardly deeper than what heads it."""
    return box is not None and any(one is box for one in islice(line.frame.chain(), 5))
