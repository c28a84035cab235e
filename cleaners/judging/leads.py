"""What stands between a headline and its text, and what a page pulls out of the text to show it."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from cleaners.debris.sieve import Verdict
from cleaners.reading.candidates import Candidate
from cleaners.reading.hints import BIT
from cleaners.reading.nodes import names

SUBTITLE: Final = 25  # characters of a standfirst without a full stop
LEADING: Final = 5  # lines of a text that an excerpt above it may say again
PROSE: Final = 60  # characters of the paragraph with which a text begins
SMALL: Final = 600  # characters of a box that is called pull quote
_WRITER: Final = BIT["bio"] | BIT["byline"]
_PULLED: Final = re.compile(r"pull[-_]?quote", re.IGNORECASE)
_COUNT: Final = re.compile(r"\d{1,3}(?:,?\d{3})?|\d{1,3}(?:\.\d)?[KM]")
_YEAR: Final = re.compile(r"1[5-9]\d\d|20\d\d")
PULLED: Final = Verdict("pull-quote", "duplicate")
COUNT: Final = Verdict("count-above", "meta line")


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


def needless(
    lines: Sequence[Candidate], kept: Sequence[bool], *, article: bool
) -> dict[int, Verdict]:
    """By their places, kept lines that only say again what the text says, and the bare counts above
    the text of a page that calls itself an article: of applause, of comments.
    """
    found = dict.fromkeys(_pulled_from(lines, kept), PULLED)
    if article:
        found |= dict.fromkeys(_counts_above(lines, kept), COUNT)
    return found


def _counts_above(lines: Sequence[Candidate], kept: Sequence[bool]) -> list[int]:
    """The places of kept lines above the first paragraph that are only a number, and no year."""
    found: list[int] = []
    for place, line in enumerate(lines):
        if not kept[place]:
            continue
        if len(line.text) >= PROSE:
            return found
        if line.kind == "paragraph" and _COUNT.fullmatch(line.text):
            found += [] if _YEAR.fullmatch(line.text) else [place]
    return []


def _pulled_from(lines: Sequence[Candidate], kept: Sequence[bool]) -> list[int]:
    """The places of kept lines in boxes called pull quote whose words stand in the text as well."""
    pulled = [n for n, line in enumerate(lines) if kept[n] and _is_pulled(line)]
    if not pulled:
        return []
    own = set(pulled)
    text = " ".join(_letters(one.text) for n, one in enumerate(lines) if kept[n] and n not in own)
    return [n for n in pulled if _letters(lines[n].text) in text]


def _is_pulled(line: Candidate) -> bool:
    """Whether a line stands in a small box called pull quote."""
    return any(
        frame.bits & BIT["quote"] and _PULLED.search(names(frame.node))
        for frame in islice(line.frame.chain(), 4)
        if frame.chars <= SMALL
    )


def _letters(text: str) -> str:
    """A text's letters and digits, small."""
    return "".join(filter(str.isalnum, text.casefold()))


def _is_title(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.reason == "title"
