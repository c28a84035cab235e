"""The standfirst between a headline and its text."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from cleaners.debris.sieve import Verdict
from cleaners.reading.candidates import Candidate
from cleaners.reading.hints import BIT

SUBTITLE: Final = 25  # characters of a standfirst without a full stop
LEADING: Final = 5  # lines of a text that an excerpt above it may say again
_WRITER: Final = BIT["bio"] | BIT["byline"]


def standfirst(
    lines: Sequence[Candidate],
    verdicts: Sequence[Verdict | None],
    kept: Sequence[bool],
    description: str = "",
) -> int | None:
    """The place of a standfirst that stands alone between headline and text; None without one.

    It is a sentence; right below the headline, and called so itself, it needs no full stop.
    """
    first = next((place for place, keep in enumerate(kept) if keep), 0)
    title = next((n for n in range(first - 1, -1, -1) if _is_title(verdicts[n])), first)
    for place in range(title + 1, min(first, title + 6)):
        line = lines[place]
        told = line.text[:60] == description[:60]
        told |= any(one.bits & BIT["standfirst"] for one in line.frame.chain())
        sentence = len(line.text) > 40 and line.text[-1] in '.!?…”"»。'
        if place == title + 1 and len(line.text) >= SUBTITLE:
            sentence |= bool(line.frame.bits & BIT["standfirst"])
        free = told and sentence and not line.linked and verdicts[place] is None
        above, text = lines[title + 1 : place], lines[first : first + LEADING]
        if free and not _tells_of_writer(line, above) and not _begins(line, text):
            return place
    return None


def _tells_of_writer(line: Candidate, above: Sequence[Candidate]) -> bool:
    """Whether a line below the headline is about who wrote: in a box called so, or below a byline
    that has the name with which it begins.
    """
    name = line.text.split(" ", 1)[0]
    return any(frame.bits & _WRITER for frame in islice(line.frame.chain(), 4)) or any(
        name in one.text.split() for one in above if len(one.text) < LEADING * SUBTITLE
    )


def _begins(line: Candidate, text: Sequence[Candidate]) -> bool:
    """Whether a line is how a text begins: an excerpt of it."""
    return any(one.text.startswith(line.text[:40]) for one in text)


def _is_title(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.reason == "title"
