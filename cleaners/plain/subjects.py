"""What a text is about, where debris rules would take it for debris: an article about cookies."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from cleaners.debris.shape import CLOSERS, OPENERS, Shape, fold
from cleaners.debris.sieve import Verdict

OTHERS: Final = 2  # lines beside it that must speak of the same
AFTER_QUOTE: Final = 3  # words that say who spoke
ITSELF: Final = frozenset(["caption", "credit"])  # words of a picture are no talk of anything


class Words(NamedTuple):
    """What sentences are about and what tells of speech, from `subjects.toml`."""

    subjects: Mapping[str, tuple[str, ...]]  # for each reason the beginnings of words
    told: frozenset[str]
    inside: tuple[str, ...]  # the same in scripts without spaces


@cache
def _words() -> Words:
    table = tomllib.loads((files("cleaners.plain") / "subjects.toml").read_text("utf-8"))
    return Words(
        {
            reason: tuple(map(fold, subject["words"]))
            for subject in table["subject"]
            for reason in subject["reasons"]
        },
        frozenset(map(fold, table["told"]["words"])),
        tuple(table["told"]["inside"]),
    )


def speaks_of(shape: Shape, reason: str) -> bool:
    """Whether a line has a word of the subject that debris of this reason is about."""
    words = _words().subjects.get(reason, ())
    return any(token.startswith(words) for token in shape.tokens)


def spared(shapes: Sequence[Shape], verdicts: Sequence[Verdict | None]) -> list[Verdict | None]:
    """The verdicts without those on sentences that are the text's own: it speaks of the same
    before or after, and goes on behind them; or they tell what somebody said.
    """
    kept = [shape for shape, verdict in zip(shapes, verdicts, strict=True) if verdict is None]
    prose = [place for place, one in enumerate(shapes) if verdicts[place] is None and one.sentence]
    last = prose[-1] if prose else -1
    others: dict[str, int] = {}
    found = list(verdicts)
    for place, verdict in enumerate(verdicts):
        shape = shapes[place]
        if verdict is None or not shape.sentence or verdict.reason in ITSELF:
            continue
        if is_quoted(shape.text) or (verdict.reason in _words().subjects and is_said(shape)):
            found[place] = None
        elif place < last and speaks_of(shape, verdict.reason):
            if verdict.reason not in others:
                others[verdict.reason] = sum(speaks_of(one, verdict.reason) for one in kept)
            if others[verdict.reason] >= OTHERS:
                found[place] = None
    return found


def is_quoted(text: str) -> bool:
    """Whether a line begins with somebody's words in quotation marks and goes on after them."""
    if text[:1] not in OPENERS:
        return False
    end = max((text.find(sign, 1) for sign in CLOSERS if sign in text[1:]), default=-1)
    return end > 0 and text[end + 1 :].count(" ") >= AFTER_QUOTE


def is_said(shape: Shape) -> bool:
    """Whether a line is what somebody says, in quotation marks, or tells of it."""
    if shape.text[0] in OPENERS and shape.text[-1] in CLOSERS:
        return True
    words = _words()
    return not words.told.isdisjoint(shape.tokens) or any(
        map(shape.text.__contains__, words.inside)
    )
