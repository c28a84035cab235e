"""What the trees learn from a page, and the road of `clean()` with trees that did not see it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from benchmarks.scores import words
from benchmarks.training.labels import TEXT, copies
from benchmarks.training.pages import Page
from cleaners.judging.alignment import held
from cleaners.judging.boxes import Setting
from cleaners.judging.features import NAMES, ROW, Row, features, where
from cleaners.judging.judgement import Voice, judge, measured
from cleaners.judging.neighbors import HOPE, OWN, UNASKED, listen
from cleaners.judging.wording import COLUMNS, Words, heard, tokens

WEIGHTS = {"fundus_dev": 4.0, "wcxb_dev": 1.0, "zh": 1.0}  # of the pages of a set
MOST = 10_000  # lines of a page to learn from

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(slots=True)
class Lesson:
    """Of each line of a page that is no furniture: its features, whether it is text, its weight."""

    setting: Setting
    seen: np.ndarray  # of all lines, whether it is no furniture
    unasked: np.ndarray  # a row of features a line, without trafilatura's opinion
    asked: np.ndarray  # with it
    text: np.ndarray
    weight: np.ndarray
    tokens: list[tuple[str, ...]]  # what counts of the words of each

    def sounds(self, page: Page, words: Words) -> np.ndarray:
        """How each line sounds, with those around it, and all of its page."""
        out = self.setting.furniture
        found = heard(page.lines, out, words.sounds(page.lines, out))
        return np.array(found, np.float32)[self.seen]

    def told(self, rows: np.ndarray, sounds: np.ndarray) -> np.ndarray:
        """The rows with how their lines sound."""
        rows = rows.copy()
        rows[:, [NAMES.index(name) for name in COLUMNS]] = sounds
        return rows

    def heard(self, rows: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows with what the first trees said, and which lines they have not given up."""
        rows = rows.copy()
        likely = np.zeros(len(self.seen))
        likely[self.seen] = first
        told = np.array(listen(self.setting, likely.tolist()), np.float32)
        rows[:, [NAMES.index(name) for name in OWN]] = told[self.seen]
        return rows, first >= HOPE


def lesson(page: Page) -> Lesson | None:
    """What a page teaches; None where it has too little or too much."""
    if not 0 < len(page.lines) <= MOST or page.known is None:
        return None
    setting = measured(page.lines, page.frames, page.known)
    found = features(setting)
    seen = np.array([row is not None for row in found])
    if theirs := held([line.text for line in page.lines], page.extraction or ""):
        setting.opinion = list(map(float, theirs))
    text = np.array(page.labels) >= TEXT
    sizes = np.array([max(1, len(words(line.text))) for line in page.lines], float)
    # A page counts the same however long it is; every line counts a little however short it is.
    weight = np.minimum(sizes / max(30, sizes[text].sum()), 0.5) + 0.004
    weight[[v is not None and v.rule == "title" for v in setting.verdicts]] = 0
    weight[copies(page.lines, text)] = 0
    weight *= WEIGHTS[page.folder]
    told = [
        tuple(map(sys.intern, sorted(tokens(line.text, line.kind))))
        for line in compress(page.lines, seen)
    ]
    asked = array(features(setting))
    return Lesson(setting, seen, array(found), asked, text[seen], weight[seen], told)


def array(found: Sequence[Row | None]) -> np.ndarray:
    """The rows in the order of NAMES, a column for each bit."""
    kept = [row if len(row) == len(ROW) else row + UNASKED for row in found if row is not None]
    rows = np.array(kept, np.float64).reshape(-1, len(ROW))
    columns = []
    for place, bit in map(where, NAMES):
        column = rows[:, place]
        columns.append((column.astype(np.int64) & bit) != 0 if bit else column)
    return np.array(columns, np.float32).T.copy()


def voice(predict: Predict) -> Voice:
    """A forest as the road wants it."""

    def speak(found: Sequence[Row | None]) -> list[float]:
        chances = iter(predict(rows) if len(rows := array(found)) else ())
        return [0.0 if row is None else float(next(chances)) for row in found]

    return speak


def cleaned(page: Page, trees: Callable[[str], Voice], words: Words) -> str:
    """The text that clean() would give, had it these trees and words."""
    if not page.lines or page.known is None:
        return ""
    usual = page.extraction

    def ask(_setting: Setting, *, quick: bool) -> str:
        return page.quick if quick else usual or ""

    kept = judge(
        page.lines,
        page.frames,
        page.known,
        None if usual is None else ask,
        trees,
        words=lambda: words,
    ).kept
    every = not any(kept)
    return "\n".join(
        line.text for line, keep in zip(page.lines, kept, strict=True) if keep or every
    )
