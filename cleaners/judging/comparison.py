"""Our text of a page beside trafilatura's: where they differ by a few lines, its lines count.

Which of the two is right about those is a toss, and people know trafilatura's: most articles of
unseen hosts of which our text is worse than its own are of this kind (decision 0015).
"""

from collections.abc import Sequence
from itertools import compress
from typing import Final

from cleaners.debris.sieve import Verdict
from cleaners.reading.candidates import Candidate
from cleaners.reading.hints import BIT

ALIKE: Final = (0.92, 0.98)  # how much of two texts that are nearly one is the same
SURE: Final = 0.9  # how likely text a line must be to stay although trafilatura lacks it
ASKS: Final = "?？؟"


def second_word(
    lines: Sequence[Candidate],
    kept: Sequence[bool],
    likely: Sequence[float],
    verdicts: Sequence[Verdict | None],
    theirs: Sequence[bool],
    *,
    article: bool,
) -> list[bool] | None:
    """The lines to keep where the two texts of a page are nearly one; None where they are not.

    Those of trafilatura, but for the title, and of a page that calls itself an article for what the
    rules take; and of ours the standfirst, those that are surely text, and headings and questions
    of what stays.
    """
    sizes = [len(line.text) for line in lines]
    either = sum(compress(sizes, kept)) + sum(compress(sizes, theirs))
    both = sum(size for size, own, held in zip(sizes, kept, theirs, strict=True) if own and held)
    if not ALIKE[0] * either <= 2 * both < ALIKE[1] * either:
        return None
    found = [
        (here and (verdict is None or not (article or verdict.reason == "title")))
        or (own and (here or _stays(line, chance)))
        for line, own, chance, verdict, here in zip(
            lines, kept, likely, verdicts, theirs, strict=True
        )
    ]
    below = False  # whether the next of our lines stays
    for place in range(len(lines) - 1, -1, -1):
        if kept[place]:
            found[place] = below = found[place] or (below and _announces(lines[place]))
    return found


def _stays(line: Candidate, chance: float) -> bool:
    """Whether a line of ours is text whatever trafilatura says."""
    surely = line.kind != "heading" and chance >= SURE
    return surely or bool(line.frame.around & BIT["standfirst"])


def _announces(line: Candidate) -> bool:
    """Whether a line is nothing without what follows: a heading, a question with its answer."""
    return line.kind == "heading" or line.text[-1] in ASKS
