"""What the first trees think of the lines around a line: columns that the second trees read."""

from collections.abc import Sequence
from itertools import accumulate

from cleaners.judging.boxes import Setting, container, hold

OWN = (
    "own", "own_before", "own_after", "own_second_before", "own_second_after", "own_near",
    "own_wide", "own_since", "own_since_chars", "own_until", "own_until_chars", "own_above",
    "own_below", "own_in", "own_in_parent", "own_in_grandparent", "own_alike",
)  # fmt: skip
UNASKED = (-1.0,) * len(OWN)
HOPE = 0.02  # a line that the first trees think less likely than this is given up
LIKELY = 0.5  # from which on a line counts as text
FAR, FAR_CHARS = 60, 1 << 20  # lines and characters; what is further away is as far


def listen(setting: Setting, likely: Sequence[float]) -> list[tuple[float, ...]]:
    """What the first trees said around each line, in the order of OWN; of hopeless ones UNASKED."""
    sizes = [len(line.text) for line in setting.lines]
    weights = [size * chance for size, chance in zip(sizes, likely, strict=True)]
    mass = list(accumulate(weights, initial=0.0))
    chars = list(accumulate(sizes, initial=0))
    hold(setting, weights)
    since, until = gaps(sizes, likely)
    whole = max(1.0, mass[-1])
    near = [-1.0, -1.0, *likely, -1.0, -1.0]
    found = []
    for place, line in enumerate(setting.lines):
        if likely[place] < HOPE:
            found.append(UNASKED)
            continue
        box = container(line)
        upper = box.parent or box
        top = upper.parent or upper
        found.append(
            (
                likely[place],
                near[place + 1],
                near[place + 3],
                near[place],
                near[place + 4],
                _mean(mass, chars, place, 3),
                _mean(mass, chars, place, 12),
                *since[place],
                *until[place],
                mass[place] / whole,
                (mass[-1] - mass[place + 1]) / whole,
                box.kept / max(1, box.chars),
                upper.kept / max(1, upper.chars),
                top.kept / max(1, top.chars),
                box.kin.share(),
            )
        )
    return found


def _mean(mass: Sequence[float], chars: Sequence[int], place: int, reach: int) -> float:
    low, high = max(0, place - reach), min(len(mass) - 1, place + reach + 1)
    return (mass[high] - mass[low]) / max(1, chars[high] - chars[low])


Gap = tuple[int, int]  # lines and characters


def gaps(sizes: Sequence[int], likely: Sequence[float]) -> tuple[list[Gap], list[Gap]]:
    """For each line, how much is between it and the last likely one, and the next; FAR is most."""
    count = len(sizes)
    since, until = [(FAR, FAR_CHARS)] * count, [(FAR, FAR_CHARS)] * count
    if max(likely) < LIKELY:
        return since, until
    for found, places in ((since, range(count)), (until, range(count - 1, -1, -1))):
        lines, chars = FAR, FAR_CHARS
        for place in places:
            found[place] = (lines, chars)
            if likely[place] >= LIKELY:
                lines = chars = 0
            else:
                lines += lines < FAR
                chars += sizes[place]
                chars = min(FAR_CHARS, chars)
    return since, until
