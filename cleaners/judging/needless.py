"""What a text does without although it is kept: words pulled out of it, counts above it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cleaners.debris.sieve import Verdict
from cleaners.judging.judgement import Judgement
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT
from cleaners.reading.nodes import names

PROSE: Final = 60  # characters of the paragraph with which a text begins
SMALL: Final = 600  # characters of a box that is called pull quote
_QUOTE: Final = BIT["quote"]
_PULLED: Final = re.compile(r"pull[-_]?quote", re.IGNORECASE)
_COUNT: Final = re.compile(r"\d{1,3}(?:,?\d{3})?|\d{1,3}(?:\.\d)?[KM]")
_YEAR: Final = re.compile(r"1[5-9]\d\d|20\d\d")
PULLED: Final = Verdict("pull-quote", "duplicate")
COUNT: Final = Verdict("count-above", "meta line")


def without_needless(
    judgement: Judgement, lines: Sequence[Candidate], *, article: bool
) -> Judgement:
    """The judgement without kept lines that only say again what the text says and, of a page that
    calls itself an article, without the bare counts above its text: of applause, of comments.
    """
    found = dict.fromkeys(_pulled_from(lines, judgement.kept), PULLED)
    if article:
        found |= dict.fromkeys(_counts_above(lines, judgement.kept), COUNT)
    if not found:
        return judgement
    kept, verdicts = list(judgement.kept), list(judgement.verdicts)
    for place, verdict in found.items():
        kept[place], verdicts[place] = False, verdict
    return replace(judgement, kept=kept, verdicts=verdicts)


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
    frame: Frame | None = line.frame
    for _ in range(3):
        if frame is None or frame.chars > SMALL:
            return False
        if frame.bits & _QUOTE and _PULLED.search(names(frame.node)):
            return True
        frame = frame.parent
    return False


def _letters(text: str) -> str:
    """A text's letters and digits, small."""
    return "".join(filter(str.isalnum, text.casefold()))
