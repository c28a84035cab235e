"""The sentences of a long line, and those among them that are debris by themselves."""

import re
from collections.abc import Callable, Iterator

from cleaners.debris.shape import CLOSERS, OPENERS

END = re.compile(rf"[.!?…][{re.escape(CLOSERS)}]*\s+|[。！？][」』”）]*")
OPEN, SHUT = "“„«‹「『《", "”»›」』》"
SHORTEST = 3  # letters before a full stop; fewer are an abbreviation or an initial
TITLES = frozenset(["mrs", "prof", "gov", "sen", "rep", "gen", "col", "rev", "hon", "inc", "ltd"])
WORD = re.compile(r"[^\W\d_]+$")
ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}$")  # "am 5. Januar"


def cut(text: str, is_debris: Callable[[str], bool], least: int) -> list[str]:
    """The line in pieces: debris sentences by themselves, what stands between them together.

    A line of fewer than `least` sentences stays whole, and so does what somebody is quoted with.
    """
    found = list(sentences(text))
    if len(found) < least:
        return [text]
    pieces: list[str] = []
    start = 0
    for one, outside in _unquoted(text, found):
        if outside and is_debris(text[one].strip()):
            pieces += [text[start : one.start], text[one]]
            start = one.stop
    return [piece for one in (*pieces, text[start:]) if (piece := one.strip())]


def sentences(text: str) -> Iterator[slice]:
    """The sentences of a line, one behind the other; where in doubt, two stay one."""
    start = 0
    for stop in END.finditer(text):
        if stop.end() < len(text) and _ends(text, stop.start(), stop.end()):
            yield slice(start, stop.end())
            start = stop.end()
    if start < len(text):
        yield slice(start, len(text))


def _ends(text: str, stop: int, following: int) -> bool:
    if text[stop] in "。！？":
        return True
    before = text[max(0, stop - 20) : stop]
    if text[stop] == ".":
        word = WORD.search(before)
        if word and (len(word[0]) < SHORTEST or word[0].lower() in TITLES):
            return False
        if ORDINAL.search(before):
            return False
    opening = text[following : following + 4].lstrip(OPENERS + "([")[:1]
    return opening.isupper() or (opening.isalpha() and not opening.islower())


def _unquoted(text: str, found: list[slice]) -> Iterator[tuple[slice, bool]]:
    """Each sentence, and whether it stands outside of all that somebody is quoted with."""
    depth, even = 0, True
    for one in found:
        said = text[one]
        yield one, depth <= 0 and even and said[0] not in OPENERS
        depth += sum(map(said.count, OPEN)) - sum(map(said.count, SHUT))
        even ^= said.count('"') % 2 == 1
