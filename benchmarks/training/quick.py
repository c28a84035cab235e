"""Train the trees of the fast road, cleaners/models/quick.json, and say how good they are unseen.

    PYTHONPATH=. .venv-training/bin/python benchmarks/training/quick.py [--check] [--own 0.4]

Reads the same pages as train.py, in the same five folds by host. The trees know the measurements of
cleaners/fast/features.py alone, and learn from the labels and from what the trees of the usual road
say of these lines (teacher.py); `--own` is the share of the labels. The scores are those of the
whole fast road, debris rules included. `--check` only cross-validates. Same data, same trees.
"""

import argparse
import gzip
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
from benchmarks.training.lessons import MOST
from benchmarks.training.pages import Page, Words, pages, part
from benchmarks.training.teacher import Said, sayings
from benchmarks.training.train import FOLDS
from benchmarks.training.written import written
from cleaners.candidates import Candidate
from cleaners.decoding import utf8
from cleaners.fast.features import NAMES, Row, features
from cleaners.fast.judgement import settled, titled
from cleaners.hints import WORDS
from cleaners.metadata import Metadata
from cleaners.opinion import shares
from cleaners.page import read

WEIGHTS = {"fundus_dev": 2.0, "wcxb_dev": 1.0, "zh": 1.0}  # of the pages of a set
TREES, LEAVES = 32, 32
EARLY = 8  # trees that suffice to give a line up
SETS_OF_BITS = ("around", "near")
COLUMNS = (
    *(name for name in NAMES if name not in SETS_OF_BITS),
    *(f"{name}:{word}" for name in SETS_OF_BITS for word in WORDS),
)
LIGHTGBM = {
    "objective": "cross_entropy", "num_leaves": LEAVES, "learning_rate": 0.25,
    "min_data_in_leaf": 40, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5, "max_bin": 127, "seed": 7, "num_threads": 1, "deterministic": True,
    "verbose": -1,
}  # fmt: skip


@dataclass(slots=True)
class Lines:
    """The lines of a page as the fast road reads it."""

    page: Page  # without the lines of the usual road
    fold: int
    lines: list[Candidate]
    known: Metadata
    headlines: list[bool]
    seen: np.ndarray  # of all lines, whether the trees are asked
    rows: np.ndarray  # what is measured of those
    text: np.ndarray  # whether they are text
    weight: np.ndarray
    taught: dict[int, np.ndarray]  # by a fold that the teacher did not see either, what it says


def measured(job: tuple[Page, dict[int, Said]]) -> Lines | None:
    """The measurements and labels of one page; None where it has too little or too much."""
    page, said = job
    path = shared("extraction") / page.folder / f"{page.name}.html.gz"
    seen = read(utf8(gzip.decompress(path.read_bytes())), page.url, fast=True)
    if not 0 < len(seen.lines) <= MOST:
        return None
    headlines = titled(seen.lines, seen.known)
    found = features(seen.lines, seen.frames, headlines, seen.known.news)
    asked = np.array([row is not None for row in found])
    labels = shares([Words(line.text) for line in seen.lines], Words(page.gold).text)
    text = np.array(labels) >= 0.5
    sizes = np.array([max(1, len(words(line.text))) for line in seen.lines], float)
    # A page counts the same however long it is; every line counts a little however short it is.
    weight = np.minimum(sizes / max(30, sizes[text].sum()), 0.5) + 0.004
    weight *= WEIGHTS[page.folder]
    for frame in seen.frames:  # what comes from another process: with its hints, without its node
        frame.bits, frame.node = frame.bits, None
    taught = {
        fold: np.array(
            [told.get(line.text, own) for line, own in zip(seen.lines, text, strict=True)], float
        )[asked]
        for fold, told in said.items()
    }
    return Lines(
        page, part(page, FOLDS), seen.lines, seen.known, headlines, asked, _array(found),
        text[asked], weight[asked], taught,
    )  # fmt: skip


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


def fitted(found: Sequence[Lines], own: float, unseen: int | None = None) -> lightgbm.Booster:
    """Small trees that learn from these pages, and from teachers that did not see the fold
    `unseen`; None: from all teachers.
    """
    weight = np.concatenate([one.weight for one in found])
    label = np.concatenate([own * one.text + (1 - own) * _said(one, unseen) for one in found])
    rows = np.concatenate([one.rows for one in found])
    learned = lightgbm.Dataset(rows, label, weight=weight * len(weight) / weight.sum())
    return lightgbm.train(LIGHTGBM, learned, TREES)


def _said(one: Lines, unseen: int | None) -> np.ndarray:
    said = [told for fold, told in one.taught.items() if unseen in (None, fold)]
    return np.mean(said, axis=0) if said else one.text.astype(float)


def cross_validated(found: Sequence[Lines], own: float) -> dict[str, list[dict]]:
    """The scores of every page by trees that saw no page of its host."""
    scores = defaultdict(list)
    for fold in range(FOLDS):
        model = fitted([one for one in found if one.fold != fold], own, fold)
        for one in (one for one in found if one.fold == fold):
            told = page_scores(_text(one, model), one.page.gold)
            for title in (one.page.folder, f"{one.page.folder}, {one.page.kind}"):
                scores[title].append(told)
    return scores


def _text(one: Lines, model: lightgbm.Booster) -> str:
    """The text that clean() would give, had it these trees."""
    likely = np.zeros(len(one.seen))
    if len(one.rows):
        likely[one.seen] = model.predict(one.rows)
    kept = settled(one.lines, likely.tolist(), one.headlines, one.known).kept
    # Where nothing stands out, clean() keeps all.
    return "\n".join(line.text for line in compress(one.lines, kept if any(kept) else repeat(True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    parser.add_argument("--own", type=float, default=0.4, help="share of the labels, 0 to 1")
    parser.add_argument("--out", type=Path, default=Path("cleaners/models/quick.json"))
    options = parser.parse_args()
    every = pages(shared("extraction"))
    said = sayings(every)
    for page in every:
        page.lines = page.frames = []
    jobs = [(page, said.get((page.folder, page.name), {})) for page in every]
    with Pool(2) as pool:
        found = [one for one in pool.imap(measured, jobs, chunksize=8) if one]
    if not options.check:
        model = fitted(found, options.own)
        rows = np.concatenate([one.rows for one in found])
        lost = np.concatenate([one.weight * one.text for one in found]) * (
            model.predict(rows) > 0.3
        )
        written(options.out, COLUMNS, [model], EARLY, rows, lost)
    for title, scores in sorted(cross_validated(found, options.own).items()):
        f1, precision, recall = mean_scores(scores)
        extra = statistics.fmean(one["extra"] for one in scores)
        print(
            f"{title:24} n {len(scores):5} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}"
            f" extra {extra:.2f}"
        )


if __name__ == "__main__":
    main()
