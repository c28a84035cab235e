"""What the first trees think of the lines around a line: columns that the second trees read."""

import math
from collections.abc import Sequence

from cleaners.boxes import Setting, container
from cleaners.candidates import Frame

OWN = (
    "own", "own_before", "own_after", "own_second_before", "own_second_after", "own_near",
    "own_wide", "own_since", "own_since_chars", "own_until", "own_until_chars", "own_above",
    "own_below", "own_in", "own_in_parent", "own_in_grandparent", "own_alike",
)  # fmt: skip
UNASKED = [-1.0] * len(OWN)
HOPE = 0.02  # a line that the first trees think less likely than this is given up
FAR = 60


def listen(setting: Setting, rows: Sequence[list[float] | None], likely: Sequence[float]) -> None:
    """Fill the last columns of `rows` with what the first trees said; give up hopeless lines."""
    sizes = [len(line.text) for line in setting.lines]
    count = len(sizes)
    mass = [0.0]
    chars = [0]
    for size, chance in zip(sizes, likely, strict=True):
        mass.append(mass[-1] + size * chance)
        chars.append(chars[-1] + size)
    inside = _inside(setting, sizes, likely)
    since = _gaps(sizes, likely, range(count))
    until = _gaps(sizes, likely, range(count - 1, -1, -1))
    whole = max(1.0, mass[-1])
    for place, row in enumerate(rows):
        if row is None or likely[place] < HOPE:
            continue
        box = container(setting.lines[place])
        upper = box.parent or box
        top = upper.parent or upper
        row[-len(OWN) :] = [
            likely[place],
            likely[place - 1] if place else -1.0,
            likely[place + 1] if place + 1 < count else -1.0,
            likely[place - 2] if place > 1 else -1.0,
            likely[place + 2] if place + 2 < count else -1.0,
            _mean(mass, chars, place, 3),
            _mean(mass, chars, place, 12),
            *since[place],
            *until[place],
            mass[place] / whole,
            (mass[-1] - mass[place + 1]) / whole,
            inside[id(box)] / max(1, box.chars),
            inside[id(upper)] / max(1, upper.chars),
            inside[id(top)] / max(1, top.chars),
            inside[-id(box)],
        ]


def _mean(mass: Sequence[float], chars: Sequence[int], place: int, reach: int) -> float:
    low, high = max(0, place - reach), min(len(mass) - 1, place + reach + 1)
    return (mass[high] - mass[low]) / max(1, chars[high] - chars[low])


def _gaps(
    sizes: Sequence[int], likely: Sequence[float], places: Sequence[int]
) -> list[tuple[float, float]]:
    """For each line, how many lines and characters lie between it and the last likely one."""
    found = [(0.0, 0.0)] * len(sizes)
    lines, chars = FAR, 1 << 20
    for place in places:
        found[place] = (float(min(FAR, lines)), math.log2(1 + chars))
        if likely[place] >= 0.5:
            lines = chars = 0
        else:
            lines, chars = lines + 1, chars + sizes[place]
    return found


def _inside(setting: Setting, sizes: Sequence[int], likely: Sequence[float]) -> dict[int, float]:
    """By the id of a frame, how many of its characters are likely text; by the same less than
    zero, the share of them in all its siblings that look like it.
    """
    inside = dict.fromkeys(map(id, setting.frames), 0.0)
    for line, size, chance in zip(setting.lines, sizes, likely, strict=True):
        inside[id(line.frame)] += size * chance
    for frame in reversed(setting.frames):
        if frame.parent is not None:
            inside[id(frame.parent)] += inside[id(frame)]
    groups: dict[tuple[int, str, int], list[Frame]] = {}
    for frame in setting.frames:
        if frame.chars:
            groups.setdefault((id(frame.parent), frame.tag, frame.bits), []).append(frame)
    for group in groups.values():
        share = sum(inside[id(one)] for one in group) / sum(one.chars for one in group)
        for frame in group:
            inside[-id(frame)] = share
    return inside
