"""Lines that look alike on a page share a fate: the teasers of a list, the posts of a thread."""

from collections.abc import Sequence

from cleaners.judging.boxes import Setting

LEAST = 3  # lines that look alike, from which on they hear of each other
SHARED = 0.8  # weight of what the trees think of all of them; the rest is a line's own
LONG = 60  # characters of a line that is no label

Look = tuple[int, str, bool, bool]


def leveled(setting: Setting, likely: Sequence[float]) -> list[float]:
    """How likely each line is text once it has heard what the trees think of those like it.

    Alike are lines of one kind, both long or both short, both links or not, in boxes of the same
    names all the way up. Longer ones count more, by the root of their words.
    """
    looks = _looks(setting)
    sums: dict[Look, list[float]] = {}
    for look, line, chance in zip(looks, setting.lines, likely, strict=True):
        weight = float(size(line.text)) ** 0.5
        group = sums.setdefault(look, [0.0, 0.0, 0.0])
        group[0] += 1
        group[1] += weight
        group[2] += weight * chance
    found = []
    for look, chance in zip(looks, likely, strict=True):
        count, weight, mass = sums[look]
        heard = count >= LEAST and chance > 0
        found.append((1 - SHARED) * chance + SHARED * mass / weight if heard else chance)
    return found


def _looks(setting: Setting) -> list[Look]:
    """What each line looks like: the number of its way down from the body, and its own shape."""
    numbers: dict[tuple[int, str, int], int] = {}
    ways: list[int] = []
    for frame, parent in zip(setting.frames, setting.parents, strict=True):  # outer before inner
        above = ways[parent] if ways else -1
        ways.append(numbers.setdefault((above, frame.tag, frame.bits), len(numbers)))
    return [
        (ways[line.frame.place], line.kind, line.linked * 2 > len(line.text), len(line.text) > LONG)
        for line in setting.lines
    ]


def size(text: str) -> int:
    """Words, or characters where a script has no spaces."""
    return len(text) if "\u3040" <= text[len(text) // 2] <= "\u9fff" else text.count(" ") + 1
