"""Which sentences of two texts say the same, in the same order: a report in other words."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

ALIKE = 0.26  # of two sentences, by the words they share; rare words count more
SHORTEST = 4  # words of a sentence that is compared
MOST = 250  # sentences of a text that are compared
_STEM = 6  # letters of a word that count: its ending may be another

Sentence = tuple[str, ...]


def stems(words: Sequence[str]) -> Sentence:
    """A sentence as it is compared: its words without their endings, each once.

    In a fixed order, so that sums come out the same to the last digit in every process.
    """
    return tuple(sorted({word[:_STEM] for word in words}))


def aligned(one: Sequence[Sentence], other: Sequence[Sentence], least: int = 1) -> int:
    """How many sentences of two texts match in order, one to one; 0 when fewer than `least` could.

    How much a word counts is told by these two texts alone: a word of every sentence tells
    nothing, in any language, and no other article changes what comes out.
    """
    spread = Counter(word for sentence in (*one, *other) for word in sentence)
    every = len(one) + len(other)
    weight = {word: math.log(every / count) for word, count in spread.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for place, sentence in enumerate(other):
        for word in sentence:
            holders[word].append(place)
    sizes = [sum(weight[word] for word in sentence) for sentence in other]
    rows = [_matches(sentence, weight, holders, sizes) for sentence in one]
    if sum(map(bool, rows)) < least:
        return 0
    # The longest chain; of chains as long the one whose sentences are more alike.
    best = [0.0] * (len(other) + 1)
    for row in rows:
        if row:
            reached = best[:]
            for place, alike in row:
                reached[place + 1] = max(reached[place + 1], best[place] + 1 + alike / (2 * MOST))
            best = list(accumulate(reached, max))
    return int(best[-1])


def _matches(
    sentence: Sentence,
    weight: dict[str, float],
    holders: dict[str, list[int]],
    sizes: Sequence[float],
) -> list[tuple[int, float]]:
    """The sentences of the other text that are like this one, and how much."""
    shared: dict[int, float] = defaultdict(float)
    for word in sentence:
        for place in holders.get(word, ()):
            shared[place] += weight[word]
    size = sum(weight[word] for word in sentence)
    return [
        (place, alike)
        for place, both in shared.items()
        if size + sizes[place] > 0 and (alike := 2 * both / (size + sizes[place])) >= ALIKE
    ]
