"""The standfirst between a headline and its text."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from cleaners.debris.sieve import Verdict
from cleaners.reading.candidates import Candidate
from cleaners.reading.hints import BIT

SUBTITLE: Final = 25  # characters of a standfirst without a full stop
SENTENCE: Final = 40  # characters of one with it
STOPS: Final = '.!?…”"»。'
LEADING: Final = 5  # lines of a text that an excerpt above it may say again
_STANDFIRST: Final = BIT["standfirst"]
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
        if line.linked or verdicts[place] is not None or len(line.text) < SUBTITLE:
            continue
        if not (len(line.text) > SENTENCE and line.text[-1] in STOPS):
            if place > title + 1 or not line.frame.bits & _STANDFIRST:
                continue
        elif not (line.text[:60] == description[:60] or _is_marked(line)):
            continue
        above, text = lines[title + 1 : place], lines[first : first + LEADING]
        if not _tells_of_writer(line, above) and not _begins(line, text):
            return place
    return None


def _is_marked(line: Candidate) -> bool:
    """Whether a box around a line is called standfirst."""
    return any(frame.bits & _STANDFIRST for frame in line.frame.chain())


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
