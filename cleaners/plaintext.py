"""Text without markup, scraped by somebody: its lines, sifted."""

import re
from collections.abc import Sequence

from cleaners.article import Article, Block, Removal
from cleaners.language import with_language
from cleaners.line import Line
from cleaners.shape import OPENERS, Shape, shape_of
from cleaners.sieve import HEADLINE, Verdict, sift

# What no stored text may hold: controls, direction overrides, lone surrogates.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
TITLE_LONGEST = 25  # words
TITLE_LEAST = 5  # lines that must stay: a scrap of text has no title
ROUNDS = 20


def clean_text(text: str) -> Article:
    """The article of a plain text, one line a block. Cleaning its text again changes nothing."""
    lines = [FORBIDDEN.sub("", line).strip() for line in BREAK.split(text)]
    lines = [line for line in lines if line]
    # As pages have them, and as the patterns of rules expect: with single spaces.
    shown = [" ".join(line.split()) for line in lines]
    kept = list(range(len(lines)))
    gone: dict[int, Verdict] = {}
    title: str | None = None
    for _round in range(ROUNDS):
        found = sift([Line(shown[place]) for place in kept])
        taken = {place: one for place, one in zip(kept, found, strict=True) if one}
        if not taken and title is None and (place := _title(lines, kept)) is not None:
            title = lines[place]
            taken = {place: Verdict("title", "title")}
        if not taken:
            break
        gone |= taken
        kept = [place for place in kept if place not in taken]
    article = Article(
        title=title,
        blocks=tuple(Block(lines[place], place) for place in kept),
        removals=tuple(
            Removal(lines[place], place, gone[place].rule, gone[place].reason)
            for place in sorted(gone)
        ),
    )
    return with_language(article)


def _title(lines: Sequence[str], kept: Sequence[int]) -> int | None:
    """The place of a headline: the first line, when it has a headline's form and prose follows."""
    if len(kept) < TITLE_LEAST:
        return None
    first, second = (shape_of(lines[place]) for place in kept[:2])
    return kept[0] if _is_headline(first) and _is_prose(second) else None


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
