"""Train the trees of cleaners/models/ on the labeled pages, and say how good they are unseen.

    make train
    PYTHONPATH=. .venv-training/bin/python benchmarks/training/train.py [--check] [--out FOLDER]

Reads fundus_dev, wcxb_dev and zh of the shared data. Needs what requirements.lock beside it names,
lightgbm above all, which Winnow itself does not. A line is text when the gold text of its page
holds it. What its words tell is learned first (wording.py), into models/words.json. `--check` only
cross-validates: five folds by host, no host on both sides, each page cleaned on the whole road of
`clean()` by trees and words that did not see its host. Same data, same trees.
"""

import argparse
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.scores import mean_scores, page_scores
from benchmarks.shared import shared
from benchmarks.training import wording
from benchmarks.training.lessons import Lesson, cleaned, lesson, voice
from benchmarks.training.pages import SETS, Page, pages, part
from benchmarks.training.written import written
from cleaners.judging.features import NAMES
from cleaners.judging.forest import DOUBT
from cleaners.judging.wording import Words

FOLDS = 5
FIRST = {"rounds": 60, "rate": 0.15}
SECOND = {"rounds": 120, "rate": 0.1, "enough": 1.0}
SEEDS = (7, 8, 9, 10)  # of as many lots of trees
EARLY = 12  # trees of the first lot that suffice to give a line up
WORSE = 0.02  # F1 points on a page that count as worse than trafilatura
LIGHTGBM = {
    "objective": "binary", "num_leaves": 31, "min_data_in_leaf": 40,
    "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5,
    "max_bin": 63, "num_threads": 2, "force_row_wise": True, "deterministic": True, "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """Lots of trees that were taught the same, asked as cleaners/judging/forest.py asks them."""

    lots: Sequence[lightgbm.Booster]
    enough: float

    def predict(self, rows: np.ndarray) -> np.ndarray:
        first, *others = (lot.predict(rows, raw_score=True) for lot in self.lots)
        mean, total, doubted = first, first, np.abs(first) < DOUBT
        for count, votes in enumerate(others, 2):
            total = total + votes
            mean = np.where(doubted, total / count, mean)
            doubted &= np.abs(mean) < self.enough
        return 1 / (1 + np.exp(-mean))


@dataclass(frozen=True, slots=True)
class Taught:
    """A forest, and what it was taught: rows of features, and which of them were seen."""

    model: Model
    rows: Sequence[np.ndarray]
    lessons: Sequence[Lesson]
    seen: Sequence


def fitted(
    x: Sequence[np.ndarray],
    lessons: Sequence[Lesson],
    seen: Sequence,
    *,
    rounds: int,
    rate: float,
    enough: float = math.inf,
) -> Model:
    """Trees for the rows `x` of these lessons, those of their lines that are `seen`."""
    weight = np.concatenate([one.weight[here] for one, here in zip(lessons, seen, strict=True)])
    learned = lightgbm.Dataset(
        np.concatenate([rows[here] for rows, here in zip(x, seen, strict=True)]),
        np.concatenate([one.text[here] for one, here in zip(lessons, seen, strict=True)]),
        weight=weight * len(weight) / weight.sum(),
    )
    told = LIGHTGBM | {"learning_rate": rate}
    return Model([lightgbm.train(told | {"seed": seed}, learned, rounds) for seed in SEEDS], enough)


def taught(studied: Sequence[tuple[Page, Lesson]]) -> tuple[dict[str, Taught], Words]:
    """The forests and the words that these pages teach. Trees learn from how lines sound, and the
    second ones from what first ones say, on pages of hosts unseen by those, as it will be.
    """
    lessons = [lesson for _page, lesson in studied]
    sounds = wording.overheard(studied)
    unasked, asked = (
        [one.told(rows, heard) for one, rows, heard in zip(lessons, found, sounds, strict=True)]
        for found in ([one.unasked for one in lessons], [one.asked for one in lessons])
    )
    every = [slice(None)] * len(lessons)
    found = {"first": Taught(fitted(unasked, lessons, every, **FIRST), unasked, lessons, every)}
    said: list[np.ndarray] = [np.empty(0)] * len(lessons)
    for half in range(2):
        ours = [place for place, (page, _) in enumerate(studied) if part(page, 2, "half") == half]
        rest = sorted({*range(len(lessons))} - {*ours})
        others = [unasked[place] for place in rest], [lessons[place] for place in rest]
        model = fitted(*others, every[: len(rest)], **FIRST)
        for place in ours:
            said[place] = model.predict(unasked[place])
    for name, opinion in (("fast", unasked), ("lines", asked)):
        heard = [one.heard(*told) for one, *told in zip(lessons, opinion, said, strict=True)]
        rows, seen = [rows for rows, _ in heard], [hope for _, hope in heard]
        found[name] = Taught(fitted(rows, lessons, seen, **SECOND), rows, lessons, seen)
    return found, wording.learned(studied)


def cross_validation(studied: Sequence[tuple[Page, Lesson]], found: Sequence[Page]) -> list[dict]:
    """The scores of every page, cleaned by trees that saw no page of its host."""
    rows = []
    for fold in range(FOLDS):
        seen = [(page, one) for page, one in studied if part(page, FOLDS) != fold]
        forests, words = taught(seen)
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
        voices = {name: voice(one.model.predict) for name, one in forests.items()}
        for page in (page for page in found if part(page, FOLDS) == fold):
            scores = page_scores(cleaned(page, voices.__getitem__, words), page.gold)
            rows.append(scores | {"set": page.folder, "kind": page.kind, "usual": page.usual})
    return rows


def table(rows: Sequence[dict]) -> list[str]:
    """The lines of a table in Markdown: each set, and each kind of page in wcxb_dev."""
    parts = {name: [row for row in rows if row["set"] == name] for name in SETS}
    for kind in sorted({row["kind"] for row in parts["wcxb_dev"]}):
        parts[f"wcxb_dev, {kind}"] = [row for row in parts["wcxb_dev"] if row["kind"] == kind]
    parts["all"] = list(rows)
    head = (
        "| set | pages | trafilatura F1 | Winnow F1 | P | R | extra lines | pages without | worse |"
    )
    return [head, "| --- " * 9 + "|", *(_row(name, part) for name, part in parts.items() if part)]


def _row(name: str, rows: Sequence[dict]) -> str:
    f1, precision, recall = mean_scores(rows)
    usual = [row["usual"] for row in rows]
    extra = statistics.fmean(row["extra"] for row in rows)
    theirs = statistics.fmean(row["extra"] for row in usual)
    spotless = statistics.fmean(not row["extra"] for row in rows)
    worse = statistics.fmean(row["f"] < row["usual"]["f"] - WORSE for row in rows)
    return (
        f"| {name} | {len(rows)} | {mean_scores(usual)[0]:.3f} | {f1:.3f} | {precision:.3f} "
        f"| {recall:.3f} | {extra:.1f} ({theirs:.1f}) | {spotless:.0%} | {worse:.1%} |"
    )


def saved(forest: Taught, path: Path) -> None:
    """Write a forest."""
    pairs = list(zip(forest.lessons, forest.seen, strict=True))
    rows = np.concatenate([rows[here] for rows, here in zip(forest.rows, forest.seen, strict=True)])
    weight = np.concatenate([(one.weight * one.text)[here] for one, here in pairs])
    weight *= forest.model.predict(rows) > 0.3
    lots, enough = forest.model.lots, forest.model.enough
    written(path, NAMES, lots, early=EARLY, enough=enough, rows=rows, weight=weight)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    parser.add_argument("--quick", action="store_true", help="do not cross-validate")
    parser.add_argument("--out", type=Path, default=Path("cleaners/models"))
    options = parser.parse_args()
    found = pages(shared("extraction"))
    studied = [(page, one) for page in found if (one := lesson(page)) is not None]
    if not options.check:
        forests, words = taught(studied)
        wording.written(words, options.out / "words.json")
        for name, forest in forests.items():
            saved(forest, options.out / f"{name}.json")
    if not options.quick:
        print("\n".join(table(cross_validation(studied, found))))


if __name__ == "__main__":
    main()
