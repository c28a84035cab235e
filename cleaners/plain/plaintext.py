"""Text without markup, scraped by somebody: its paragraphs, sifted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.about.language import with_language
from cleaners.article import Article, Block, Removal
from cleaners.asked import expect
from cleaners.debris.line import Line
from cleaners.debris.shape import OPENERS, Shape, shape_of
from cleaners.debris.sieve import HEADLINE, Verdict, sift
from cleaners.plain.joined import is_mostly_text, pieces
from cleaners.plain.marks import as_line, as_lines, is_picture
from cleaners.plain.paragraphs import paragraphs
from cleaners.plain.subjects import spared

TITLE_LONGEST = 25  # words
TITLE_LEAST = 5  # lines that must stay: a scrap of text has no title
ROUNDS = 20
COLON = re.compile("[:：]")
EMPTY = Line("")
# Debris of whole sentences that paragraphs can sound like.
LOOSE = frozenset(
    ["ad", "browser notice", "comments", "copyright", "donate", "newsletter", "paywall"]
)


@dataclass(slots=True)
class Part:
    """A piece of the text, and why it goes."""

    text: str
    verdict: Verdict | None = None
    line: Line = EMPTY  # as the sieve sees it
    whole: bool = False  # known to hold no debris that can be cut out


def clean_text(text: str) -> Article:
    """The article of a plain text, a paragraph a block. Cleaning its text again changes nothing."""
    expect("text", text, str)
    parts = [Part(one) for one in paragraphs(text)]
    title: str | None = None
    for _round in range(ROUNDS):
        kept = [part for part in parts if not part.verdict]
        for part, line in zip(kept, as_lines([part.text for part in kept]), strict=True):
            part.line = line
        cut = _apart(parts)
        if len(cut) > len(parts):
            parts = cut
            continue
        lines = [part.line for part in kept]
        taken = _taken(kept, lines)
        if not taken and title is None and _has_title(lines):
            title = lines[0].text
            taken = {0: Verdict("title", "title")}
        if not taken:
            break
        for place, verdict in taken.items():
            kept[place].verdict = verdict
    title = title or _lost_title(parts)
    article = Article(
        title=title,
        blocks=tuple(Block(one.text, place) for place, one in enumerate(parts) if not one.verdict),
        removals=tuple(
            Removal(one.text, place, one.verdict.rule, one.verdict.reason)
            for place, one in enumerate(parts)
            if one.verdict
        ),
    )
    return with_language(article)


def _taken(kept: Sequence[Part], lines: Sequence[Line]) -> dict[int, Verdict]:
    """Verdicts by place of the lines that go."""
    found = sift(lines)
    if any(found):
        found = spared([shape_of(line.text) for line in lines], found)
    taken = {}
    for place, verdict in enumerate(found):
        if is_picture(kept[place].text):
            taken[place] = Verdict("picture", "caption")
        elif verdict and not _is_text(verdict, lines[place].text):
            taken[place] = verdict
    return taken


def _is_text(verdict: Verdict, text: str) -> bool:
    """Whether a verdict stands on too little: a name that is a fact of a list ("Place: Lower Bay"),
    a paragraph of which one sentence among others sounds like debris.
    """
    if _is_guess(verdict) and verdict.reason == "bio":
        return COLON.search(text) is not None
    return verdict.reason in LOOSE and is_mostly_text(text)


def _apart(parts: Sequence[Part]) -> list[Part]:
    """The parts, with debris sentences cut out of the paragraphs that somebody joined them to."""
    found: list[Part] = []
    for part in parts:
        if part.verdict or part.whole or part.line.kind in ("code", "row"):
            found.append(part)
            continue
        part.whole = True
        cut = pieces(part.text)
        found += [part] if len(cut) == 1 else [Part(text, verdict) for text, verdict in cut]
    return found


def _has_title(lines: Sequence[Line]) -> bool:
    """Whether the first line is a headline: it has the form of one, and prose follows."""
    if len(lines) < TITLE_LEAST:
        return False
    first, second = (shape_of(line.text) for line in lines[:2])
    return "\t" not in first.text and _is_headline(first) and _is_prose(second)


def _lost_title(parts: Sequence[Part]) -> str | None:
    """The headline among what went before the first paragraph: the longest line that no rule
    knows and that went because of its neighbors, a menu above it and a byline below.
    """
    best, words = None, 0
    for part in parts:
        shape = shape_of(as_line(part.text).text)
        if not part.verdict:
            if _is_prose(shape):
                break
        elif (
            shape.text and _is_guess(part.verdict) and _is_headline(shape) and shape.words >= words
        ):
            best, words = part, shape.words
    if best is None or sum(not part.verdict for part in parts) < TITLE_LEAST - 2:
        return None
    best.verdict = Verdict("title", "title")
    return as_line(best.text).text


def _is_guess(verdict: Verdict) -> bool:
    """Whether no rule knows a line: its company alone decided."""
    return verdict.rule not in {name for name, _count in verdict.votes}


def _is_headline(shape: Shape) -> bool:
    return (
        3 <= shape.words <= TITLE_LONGEST
        and not shape.sentence
        and not shape.bullet
        and shape.end not in ":;,"
        and shape.text[0] not in OPENERS
    )


def _is_prose(shape: Shape) -> bool:
    return shape.sentence and shape.words > HEADLINE // 2
