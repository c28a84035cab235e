"""What changed between two texts, paragraph by paragraph and within them word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from archive.search.spacing import apart

Change = Literal["same", "gone", "new"]

# A rewritten paragraph of this many words squared is shown whole: old, then new. Comparing its
# words could take minutes, and nobody can read the result.
MOST_PAIRS = 4_000_000

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as pieces in reading order, what went before what came."""

    pieces: tuple[Piece, ...]

    @property
    def change(self) -> Literal["same", "gone", "new", "changed"]:
        """What happened to the paragraph as a whole."""
        kinds = {piece.change for piece in self.pieces}
        return self.pieces[0].change if len(kinds) == 1 else "changed"


def compare(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of two texts as one list: the same, gone, new, or changed inside."""
    found: list[Paragraph] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Paragraph((Piece("same", text),)) for text in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Old paragraphs beside the new ones that are most like them, in order."""
    rest = list(new)
    for text in old:
        like = next((place for place, other in enumerate(rest) if _alike(text, other)), None)
        if like is None:
            yield Paragraph((Piece("gone", text),))
            continue
        yield from (Paragraph((Piece("new", other),)) for other in rest[:like])
        yield Paragraph(tuple(_words(text, rest[like])))
        rest = rest[like + 1 :]
    yield from (Paragraph((Piece("new", text),)) for text in rest)


def _alike(old: str, new: str) -> bool:
    """Whether two paragraphs share at least half their words: one was edited into the other."""
    first, second = set(_tokens(old)), set(_tokens(new))
    return 2 * len(first & second) >= max(min(len(first), len(second)), 1)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _tokens(old), _tokens(new)
    if len(before) * len(after) > MOST_PAIRS:
        yield from (Piece("gone", old), Piece("new", new))
        return
    gone = came = ""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(codes):
        same = "".join(before[a:b])
        between = 0 < number < len(codes) - 1
        if kind != "equal" or (between and not any(char.isalnum() for char in same)):
            # A space or comma between two changes is part of the change: it reads better.
            gone, came = gone + same, came + "".join(after[c:d])
            continue
        yield from _pieces(gone, came)
        yield Piece("same", same)
        gone = came = ""
    yield from _pieces(gone, came)


def _pieces(gone: str, came: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if came:
        yield Piece("new", came)


def _tokens(text: str) -> list[str]:
    """Words, runs of white space and single signs; unspaced scripts letter by letter."""
    seamed = apart(text)
    if seamed == text:
        return _TOKEN.findall(text)
    return [token for part in re.split("\u200b", seamed) for token in _TOKEN.findall(part)]
