"""Which lines of a page its gold text holds: one laid over the other, word by word.

A line that stands twice on a page, as text and as the teaser of another story, say, is text once.
So the labels do not follow from looking each line up: the whole page is laid over the whole text,
so that the words that meet, in order, weigh most.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.scores import words
from cleaners.reading.candidates import Candidate

MEETS: Final = 4  # what a word that meets its like is worth
# What is taken off where either side goes on elsewhere: the gold text; the page, to the first word
# of a line, as past an advertisement; and the page within a line.
LEAP, NEXT_LINE, WITHIN = 6, 1, 4
ROUNDS: Final = 3  # for texts whose gold has them in another order
TEXT, LATER = 0.5, 0.8  # share of a line that must meet, in the first round and after it
SHORT: Final = 4  # words; shorter lines are not looked for out of order
BITS: Final = 32  # of a number that holds what a way is worth above, and where it ends below


def labels(lines: Sequence[str], gold: str) -> list[float]:
    """Of each line, the share of its words that the gold text holds."""
    found = [0.0] * len(lines)
    page = [[word.casefold() for word in words(line)] for line in lines]
    rest = [word.casefold() for word in words(gold)]
    open_lines = [place for place, line in enumerate(page) if line]
    for needed in (TEXT, *(LATER,) * (ROUNDS - 1)):
        met_by = iter(partners([page[place] for place in open_lines], rest))
        met: set[int] = set()
        for place in open_lines:
            own = [next(met_by) for _ in page[place]]
            share = sum(one >= 0 for one in own) / len(own)
            if needed == TEXT or (share >= LATER and len(own) >= SHORT):
                found[place] = share
            if found[place] >= needed:
                met.update(own)
        open_lines = [place for place in open_lines if found[place] < TEXT]
        if not met:
            break
        rest = [word for place, word in enumerate(rest) if place not in met]
    return found


def copies(lines: Sequence[Candidate], text: np.ndarray) -> np.ndarray:
    """Which lines are no text, but say what a line of the text says.

    Which of two such lines the text has is mostly chance: they teach nothing.
    """
    told = {line.text for line, is_text in zip(lines, text, strict=True) if is_text}
    return np.array([line.text in told for line in lines]) & ~text


def partners(lines: Sequence[Sequence[str]], gold: Sequence[str]) -> list[int]:
    """For each word of the lines, the place in `gold` of the one it meets; -1 where it meets none.

    Ways are lengthened meeting by meeting, as Hunt and Szymanski do it (1977): `before[j]` is the
    best way that ends before place j of the text, `upto[j]` the best that ends right before it.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(gold):
        places[word].append(place)
    where = {word: np.array(found) for word, found in places.items()}
    before, upto = np.zeros(len(gold) + 1, np.int64), np.zeros(len(gold) + 1, np.int64)
    meetings: list[tuple[int, np.ndarray, np.ndarray]] = []  # a word, its places, the ways there
    count = 1
    last = (-1, np.empty(0, np.int64), np.empty(0, np.int64))  # a word, its places, ways to there
    at = -1
    for line in lines:
        for nth, word in enumerate(line):
            at += 1
            if (here := where.get(word)) is None:
                continue
            aside = upto[here] - ((WITHIN if nth else NEXT_LINE) << BITS)
            ways = np.maximum(before[here] - (LEAP << BITS), aside)
            if last[0] == at - 1:
                _, follows, came = np.intersect1d(
                    here - 1, last[1], assume_unique=True, return_indices=True
                )
                ways[follows] = np.maximum(ways[follows], last[2][came])
            ways = np.maximum(ways, 0)
            ends = np.arange(count, count + len(here))
            count += len(here)
            meetings.append((at, here, ways & ((1 << BITS) - 1)))
            ways = (((ways >> BITS) + MEETS) << BITS) | ends
            last = (at, here, ways)
            upto[here + 1] = np.maximum(upto[here + 1], ways)
            before[here + 1] = np.maximum(before[here + 1], ways)
            first = here[0] + 1
            np.maximum.accumulate(before[first:], out=before[first:])
    return _traced(meetings, int(before[-1]) & ((1 << BITS) - 1), at + 1)


def _traced(
    meetings: Sequence[tuple[int, np.ndarray, np.ndarray]], end: int, count: int
) -> list[int]:
    """The partners of `count` words on the way that ends at the meeting with this number."""
    partners = [-1] * count
    if not end:
        return partners
    word = np.concatenate([np.full(len(here), at) for at, here, _ in meetings]).tolist()
    place = np.concatenate([here for _, here, _ in meetings]).tolist()
    back = np.concatenate([ways for _, _, ways in meetings]).tolist()
    while end:
        partners[word[end - 1]] = place[end - 1]
        end = back[end - 1]
    return partners
