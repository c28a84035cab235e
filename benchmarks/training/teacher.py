"""What the trees of the usual road say of the lines of pages that they did not learn from.

The small trees of the fast road learn from it beside the labels: it says how clear a case is.
Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", arXiv:1503.02531.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from benchmarks.training.lessons import Lesson, lesson
from benchmarks.training.pages import Page, part
from benchmarks.training.train import FOLDS, SEEDS, Taught, taught
from cleaners.wording import Words

Said = Mapping[str, float]  # how likely text the lines of a page are
Sayings = dict[tuple[str, str], dict[int, Said]]  # by set and page; by a fold unseen as well


def sayings(found: Sequence[Page]) -> Sayings:
    """For each page and each other fold than its own, what trees say that know neither.

    Trees that know the one fold are nobody's teacher in the other: a student that is judged there
    would have heard of it.
    """
    studied = [(page, one) for page in found if (one := lesson(page)) is not None]
    said: Sayings = defaultdict(dict)
    for pair in combinations(range(FOLDS), 2):
        print(f"teacher without folds {pair[0] + 1} and {pair[1] + 1} of {FOLDS}", flush=True)
        forests, words = taught(
            [(page, one) for page, one in studied if part(page, FOLDS) not in pair], SEEDS[:1]
        )
        for page, one in studied:
            if (own := part(page, FOLDS)) in pair:
                other = pair[0] if own == pair[1] else pair[1]
                said[page.folder, page.name][other] = _said(page, one, forests, words)
    return said


def _said(page: Page, one: Lesson, forests: Mapping[str, Taught], words: Words) -> Said:
    """The mean of what the second trees say with trafilatura's opinion and without."""
    sounds = one.sounds(page, words)
    first = forests["first"].model.predict(one.told(one.unasked, sounds))
    chances = np.zeros(len(first))
    for name, rows in (("fast", one.unasked), ("lines", one.asked)):
        heard, open_ = one.heard(one.told(rows, sounds), first)
        chances += np.where(open_, forests[name].model.predict(heard), 0) / 2
    whole = np.zeros(len(page.lines))
    whole[one.seen] = chances
    return {line.text: chance for line, chance in zip(page.lines, whole.tolist(), strict=True)}
