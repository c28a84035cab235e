"""The lines of a page laid beside a text that somebody took from it: in order, each part once."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Final, NamedTuple

LONG: Final = 24  # characters without spaces; lines as long as this are seldom twice on a page
FEW: Final = 8  # characters that stand in any text
SOME: Final = 8  # places in the text where a line may stand: a headline, its table of contents
HELD: Final = 0.5  # share of a line that the text must hold; it may have been cut or joined there
PIECE: Final = 12  # characters of a piece of a line that is looked for then
MOST: Final = 500_000_000  # characters times lines; to look for those takes some tenths of a second


class _Spot(NamedTuple):
    """A place in the text where a line may stand."""

    line: int
    start: int
    end: int


def held(lines: Sequence[str], text: str) -> list[bool] | None:
    """Of each line, whether the text holds it; None where there is too much to compare.

    Of all places where long lines may stand, those count that follow each other as the lines do and
    hold most characters together: so a headline is not taken for its entry in a table of contents.
    Short lines count between them only; a few letters, where they are a line of the text.
    """
    parts = [_key(one.removeprefix("- ")) for one in text.split("\n")]
    told = "".join(parts)
    keys = [_key(line) for line in lines]
    if len(keys) * len(told) > MOST:
        return None
    spots = [
        spot for n, key in enumerate(keys) if len(key) >= LONG for spot in _spots(n, key, told)
    ]
    found = {spot.line: spot for spot in _chain(spots)}
    used = bytearray(len(told))
    for spot in found.values():
        used[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    for spot in spots:  # what stands in another order
        if spot.line not in found and used.find(1, spot.start, spot.end) < 0:
            found[spot.line] = spot
            used[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    edges = set(accumulate(map(len, parts), initial=0))
    return _between(keys, told, edges, found, used)


def _key(text: str) -> str:
    """A line without spaces and bars: rows of tables have them here and there."""
    return "" if text.startswith("|---") else "".join(text.replace("|", " ").split())


def _spots(line: int, key: str, told: str) -> list[_Spot]:
    spots: list[_Spot] = []
    start = told.find(key)
    while start >= 0 and len(spots) < SOME:
        spots.append(_Spot(line, start, start + len(key)))
        start = told.find(key, start + 1)
    return spots


def _chain(spots: Sequence[_Spot]) -> list[_Spot]:
    """Those that follow each other in page and text, none over another, and are longest together.

    `spots` come in the order of their lines. The best chain up to each end is kept in a tree of
    maxima (Fenwick 1994), so that it is found in n log n.
    """
    ends = sorted({spot.end for spot in spots})
    best: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)  # length of a chain, its last spot
    before = [-1] * len(spots)
    waiting: list[tuple[int, int, int]] = []  # of the same line, which has one place only
    for n, spot in enumerate(spots):
        if waiting and spots[n - 1].line != spot.line:
            _enter(best, waiting)
        at, longest = bisect_right(ends, spot.start), (0, -1)
        while at:
            longest = max(longest, best[at])
            at &= at - 1
        before[n] = longest[1]
        waiting.append((bisect_right(ends, spot.end), longest[0] + spot.end - spot.start, n))
    _enter(best, waiting)
    chain: list[_Spot] = []
    n = max(best)[1]
    while n >= 0:
        chain.append(spots[n])
        n = before[n]
    return chain


def _enter(best: list[tuple[int, int]], waiting: list[tuple[int, int, int]]) -> None:
    for place, length, spot in waiting:
        at = place
        while at < len(best):
            best[at] = max(best[at], (length, spot))
            at += at & -at
    waiting.clear()


def _between(
    keys: Sequence[str],
    told: str,
    edges: AbstractSet[int],
    found: Mapping[int, _Spot],
    used: bytearray,
) -> list[bool]:
    """Look for short lines between those around them, and for cut ones in what is left."""
    ahead = [len(told)] * (len(keys) + 1)  # where the next long line starts
    for n in range(len(keys) - 1, -1, -1):
        ahead[n] = found[n].start if n in found else ahead[n + 1]
    result: list[bool] = []
    rest: set[str] | None = None
    at = 0
    for n, key in enumerate(keys):
        if n in found:
            at = found[n].end
            result.append(True)
        elif len(key) < LONG:
            end = ahead[n] if ahead[n] >= at else len(told)
            start = told.find(key, at, end) if key else -1
            while len(key) < FEW and start >= 0 and not {start, start + len(key)} <= edges:
                start = told.find(key, start + 1, end)
            at = start + len(key) if start >= 0 else at
            result.append(start >= 0)
        else:
            rest = _pieces(told, used) if rest is None else rest
            parts = range(0, len(key) - PIECE + 1, PIECE // 2)
            hits = sum(key[part : part + PIECE] in rest for part in parts)
            result.append(hits >= HELD * len(parts))
    return result


def _pieces(told: str, used: bytearray) -> set[str]:
    """All pieces of the text that begin where no line was found."""
    return {told[n : n + PIECE] for n in range(len(told) - PIECE + 1) if not used[n]}
