"""Train the trees of the fast road, cleaners/models/quick.json, and say how good they are unseen.

    PYTHONPATH=. python benchmarks/training/quick.py [--check] [--trees 45] [--leaves 20]

Reads the same pages as train.py, in the same five folds by host, and needs numpy and lightgbm too.
The trees know the measurements of cleaners/fast/features.py alone; the scores are those of the
whole fast road, debris rules included. `--check` only cross-validates. Same pages, same seed, same
trees.
"""

import argparse
import gzip
import hashlib
import json
import math
import statistics
import sys
from collections import defaultdict
from itertools import compress, repeat
from multiprocessing import Pool
from pathlib import Path

import lightgbm
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from scores import mean_scores, page_scores, words
from shared import shared

from cleaners.decoding import utf8
from cleaners.fast.features import NAMES, features
from cleaners.fast.judgement import settled, titled
from cleaners.hints import WORDS
from cleaners.opinion import shares
from cleaners.page import read

SETS = {"fundus_dev": 2.0, "wcxb_dev": 1.0, "zh": 1.0}  # and the weight of their pages
FOLDS = 5
EARLY = 8  # trees that suffice to give a line up
LOST = 0.001  # share of the text that may be lost by giving up so early
SETS_OF_BITS = ("around", "near")
COLUMNS = (
    *(name for name in NAMES if name not in SETS_OF_BITS),
    *(f"{name}:{word}" for name in SETS_OF_BITS for word in WORDS),
)
LIGHTGBM = {
    "objective": "binary", "learning_rate": 0.2, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "max_bin": 127, "seed": 7,
    "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


class Words:
    """A text as the label finder wants it: like a line, in words only."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(words(text)).casefold()


def columns(row: tuple) -> list[float]:
    """A row of measurements with a column for each bit."""
    told = dict(zip(NAMES, row, strict=True))
    plain = [float(value) for name, value in told.items() if name not in SETS_OF_BITS]
    return plain + [
        float(told[name] >> place & 1) for name in SETS_OF_BITS for place in range(len(WORDS))
    ]


def measure(job: tuple[str, dict]) -> dict | None:
    """The measurements and labels of one page."""
    name, row = job
    html = gzip.decompress((shared("extraction") / name / f"{row['id']}.html.gz").read_bytes())
    page = read(utf8(html), row["url"], fast=True)
    found, frames, known = page.lines, page.frames, page.known
    if not found or len(found) > 10_000:
        return None
    headlines = titled(found, known)
    rows = features(found, frames, headlines, known.news)
    seen = np.array([row is not None for row in rows])
    labels = shares([Words(line.text) for line in found], Words(row["text"]).text)
    label = np.array(labels) >= 0.5
    sizes = np.array([max(1, len(words(line.text))) for line in found], float)
    # A page counts the same however long it is; every line counts a little however short it is.
    weight = (np.minimum(sizes / max(30, sizes[label].sum()), 0.5) + 0.004) * SETS[name]
    for frame in frames:  # what goes to another process: with its hints, without its node
        frame.bits, frame.node = frame.bits, None
    table = [columns(row) for row in rows if row is not None]
    return {
        "set": name, "type": row.get("type"), "host": row.get("host") or row["id"],
        "gold": row["text"], "lines": found, "seen": seen, "known": known,
        "headlines": headlines, "y": label[seen], "w": weight[seen],
        "x": np.array(table, np.float32).reshape(-1, len(COLUMNS)),
    }  # fmt: skip


def fold(page: dict) -> int:
    return int(hashlib.sha256(page["host"].removeprefix("www.").encode()).hexdigest(), 16) % FOLDS


def fitted(pages: list[dict], trees: int, leaves: int) -> lightgbm.Booster:
    weight = np.concatenate([page["w"] for page in pages])
    x, y = (np.concatenate([page[part] for page in pages]) for part in "xy")
    data = lightgbm.Dataset(x, y, weight=weight * len(weight) / weight.sum())
    return lightgbm.train(LIGHTGBM | {"num_leaves": leaves}, data, trees)


def cross_validated(pages: list[dict], trees: int, leaves: int) -> dict[str, list[dict]]:
    """The scores of every page by trees that saw no page of its host."""
    found = defaultdict(list)
    for part in range(FOLDS):
        model = fitted([page for page in pages if fold(page) != part], trees, leaves)
        for page in (page for page in pages if fold(page) == part):
            likely = np.zeros(len(page["seen"]))
            if len(page["x"]):
                likely[page["seen"]] = model.predict(page["x"])
            lines = page["lines"]
            kept = settled(lines, likely.tolist(), page["headlines"], page["known"]).kept
            # Where nothing stands out, clean() keeps all.
            text = "\n".join(
                line.text for line in compress(lines, kept if any(kept) else repeat(1))
            )
            scores = page_scores(text, page["gold"])
            for title in {page["set"], f"{page['set']}:{page['type']}"}:
                found[title].append(scores)
    return found


def tree_of(node: dict) -> list | float:
    if "leaf_value" in node:
        return round(node["leaf_value"], 3)
    limit = float(f"{node['threshold']:.5g}")
    return [node["split_feature"], limit, tree_of(node["left_child"]), tree_of(node["right_child"])]


def written(model: lightgbm.Booster, pages: list[dict], path: Path) -> None:
    x = np.concatenate([page["x"] for page in pages])
    weight = np.concatenate([page["w"] * page["y"] for page in pages]) * (model.predict(x) > 0.3)
    early = model.predict(x, raw_score=True, num_iteration=EARLY)
    order = np.argsort(early, kind="stable")
    lost = np.cumsum(weight[order]) / weight.sum()
    hopeless = math.floor(float(early[order[np.searchsorted(lost, LOST)]]) * 1000) / 1000
    trees = [tree_of(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    told = {"features": COLUMNS, "early": EARLY, "hopeless": hopeless, "lots": [trees]}
    path.write_text(json.dumps(told, separators=(",", ":")) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    parser.add_argument("--trees", type=int, default=45)
    parser.add_argument("--leaves", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("cleaners/models/quick.json"))
    options = parser.parse_args()
    jobs = [
        (name, json.loads(line))
        for name in SETS
        for line in (shared("extraction") / name / "gold.jsonl").open(encoding="utf-8")
    ]
    with Pool(2) as pool:
        pages = [page for page in pool.imap(measure, jobs, chunksize=8) if page]
    if not options.check:
        written(fitted(pages, options.trees, options.leaves), pages, options.out)
    found = cross_validated(pages, options.trees, options.leaves)
    for title, rows in sorted(found.items()):
        f1, precision, recall = mean_scores(rows)
        extra = statistics.fmean(row["extra"] for row in rows)
        print(
            f"{title:24} n {len(rows):5} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}"
            f" extra {extra:.2f}"
        )


if __name__ == "__main__":
    main()
