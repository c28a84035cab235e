"""How the words of a line sound: like the text of pages, or like what stands around it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import fsum
from pathlib import Path
from typing import Final

from cleaners.debris.shape import UNSPACED
from cleaners.reading.candidates import Candidate

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
HEAD: Final = 300  # characters of a line that are read
FEW: Final = 24  # words of it that count
SHORT: Final = 5  # a line of fewer words counts as a whole too
SUREST: Final = 8.0  # log odds
REACH: Final = 3  # lines on either side that a line is heard with
MOST: Final = 300  # characters for which a line counts in how its page sounds
REPEATED: Final = 100  # characters of a line that is worth remembering: menus come on each page
LEAST: Final = 5  # what every line counts beside them

COLUMNS = ("wording", "wording_near", "wording_page")
Sounds = tuple[float, float, float]
SILENT: Final[Sounds] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What each word adds to the log odds that a line is text; made by `make train`."""

    base: float
    weights: Mapping[str, float]

    def sound(self, text: str, kind: str) -> float:
        """The log odds that a line of this kind is text, by its words alone; -8 to 8."""
        return (_sound_again if len(text) <= REPEATED else _sound)(self, text, kind)

    def sounds(self, lines: Sequence[Candidate], furniture: Sequence[bool]) -> list[float]:
        """What `sound` says of each line that is no furniture, 0 of the rest."""
        return [
            0.0 if out else self.sound(line.text, line.kind)
            for line, out in zip(lines, furniture, strict=True)
        ]


def _sound(words: Words, text: str, kind: str) -> float:
    get = words.weights.get
    # A sum that is the same in any order: that of a set differs from one process to the next.
    total = words.base + fsum([get(token, 0.0) for token in tokens(text, kind)])
    return max(-SUREST, min(SUREST, total))


_sound_again = lru_cache(maxsize=1 << 13)(_sound)


@cache
def shipped() -> Words:
    """The words of models/words.json."""
    home = Path(__file__).parents[1] / "models" / "words.json"
    told = json.loads(home.read_text(encoding="utf-8"))
    return Words(told["base"], told["weights"])


def tokens(text: str, kind: str) -> set[str]:
    """What counts of a line: its words, which begin and end it, its length and kind, all numbers
    being one word.
    """
    words = _WORD.findall(text[:HEAD].lower())
    if not text.isalpha():
        words = ["0" if word.isdecimal() else word for word in words]
    count = len(words)
    found = set(words[:FEW])
    if words:
        found.add("^" + words[0])
        found.add("$" + words[-1])
        if count > 1:
            found.add("^^" + words[1])
        if count < SHORT:
            found.add("=" + " ".join(words))
    found.add(f"{kind}:{min(8, count.bit_length())}")
    return found


def heard(
    lines: Sequence[Candidate], furniture: Sequence[bool], sounds: Sequence[float]
) -> list[Sounds]:
    """How each line sounds, with those around it, and with all of its page; SILENT for furniture.

    `sounds` has a number for each line.
    """
    places = [place for place, out in enumerate(furniture) if not out]
    total = list(accumulate((sounds[place] for place in places), initial=0.0))
    sizes = [min(MOST, len(lines[place].text)) + LEAST for place in places]
    whole = sum(size * sounds[place] for size, place in zip(sizes, places, strict=True))
    page = whole / max(1, sum(sizes))
    found: list[Sounds] = [SILENT] * len(lines)
    for nth, place in enumerate(places):
        low, high = max(0, nth - REACH), min(len(places), nth + REACH + 1)
        found[place] = (sounds[place], (total[high] - total[low]) / (high - low), page)
    return found
