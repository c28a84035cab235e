"""Train the trees of cleaners/models/ on the labeled pages, and say how good they are unseen.

    python benchmarks/train.py [--check] [--rounds 60] [--out cleaners/models]

Reads ../shared/data/extraction (fundus_dev, wcxb_dev, zh). Needs numpy and lightgbm, which Winnow
itself does not. A line is text when the gold text of its page holds it. `--check` only prints the
cross-validation: five folds by host, no host on both sides. Same data, same seed, same trees.
"""

import argparse
import gzip
import hashlib
import json
import math
import statistics
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path

import lightgbm
import numpy as np
from scores import mean_scores, page_scores, words

from cleaners.boxes import weigh
from cleaners.candidates import candidates
from cleaners.decoding import decode
from cleaners.features import NAMES, features
from cleaners.judgement import chosen, measured
from cleaners.metadata import metadata
from cleaners.opinion import extracted, shares
from cleaners.parsing import parse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
SETS = {"fundus_dev": 2.0, "wcxb_dev": 1.0, "zh": 1.0}  # and the weight of their pages
FOLDS = 5
EARLY = 12  # trees that suffice to give a line up
LOST = 0.001  # share of the text that may be lost by giving up so early
LIGHTGBM = {
    "objective": "binary", "num_leaves": 31, "learning_rate": 0.15, "min_data_in_leaf": 40,
    "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5,
    "max_bin": 127, "seed": 7, "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


class Words:
    """A text as the label finder wants it: like a line, in words only."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(words(text)).casefold()


def measure(job: tuple[str, dict, bool]) -> dict | None:
    """The features and labels of one page."""
    name, row, fast = job
    tree = parse(decode(gzip.decompress((DATA / name / f"{row['id']}.html.gz").read_bytes())))
    body = None if tree is None else tree.find("body")
    if body is None:
        return None
    known = metadata(tree, row["url"])
    lines, frames = candidates(body)
    if not lines or len(lines) > 10_000:
        return None
    setting = measured(lines, frames, known)
    if not fast:
        weigh(setting, shares(lines, extracted(tree)))
    labels = shares([Words(line.text) for line in lines], Words(row["text"]).text)
    rows = features(setting)
    gold, host = row["text"], row.get("host") or row["id"]
    seen = np.array([row is not None for row in rows])
    sizes = np.array([max(1, len(words(line.text))) for line in lines], float)
    label = np.array(labels) >= 0.5
    title = np.array([v is not None and v.rule == "title" for v in setting.verdicts])
    # A page counts the same however long it is; every line counts a little however short it is.
    weight = np.minimum(sizes / max(30, sizes[label].sum()), 0.5) + 0.004
    weight[title] = 0
    return {
        "set": name, "type": row.get("type"), "host": host,
        "gold": gold,
        "lines": lines_only(lines), "seen": seen, "y": label[seen],
        "w": (weight * SETS[name])[seen],
        "x": np.array([row for row in rows if row is not None], np.float32).reshape(-1, len(NAMES)),
        "debris": np.array([verdict is not None for verdict in setting.verdicts]),
    }  # fmt: skip


def lines_only(lines: list) -> list[Words]:
    """Lines without their tree: what `chosen` and the scores need."""
    kept = []
    for line in lines:
        kept.append(Words(""))
        kept[-1].text = line.text
    return kept


def fold(page: dict) -> int:
    return int(hashlib.sha256(page["host"].removeprefix("www.").encode()).hexdigest(), 16) % FOLDS


def fitted(pages: list[dict], rounds: int) -> lightgbm.Booster:
    weight = np.concatenate([page["w"] for page in pages])
    data = lightgbm.Dataset(
        np.concatenate([page["x"] for page in pages]),
        np.concatenate([page["y"] for page in pages]),
        weight=weight * len(weight) / weight.sum(),
    )
    return lightgbm.train(LIGHTGBM, data, rounds)


def likely(page: dict, model: lightgbm.Booster) -> list[float]:
    chances = np.zeros(len(page["seen"]))
    if len(page["x"]):
        chances[page["seen"]] = model.predict(page["x"])
    return [float(chance) for chance in chances]


def cross_validation(pages: list[dict], rounds: int) -> dict[str, list[dict]]:
    """The scores of every page by a model that saw no page of its host."""
    found = defaultdict(list)
    for part in range(FOLDS):
        model = fitted([page for page in pages if fold(page) != part], rounds)
        for page in (page for page in pages if fold(page) == part):
            kept = np.array(chosen(page["lines"], likely(page, model))[0]) & ~page["debris"]
            text = "\n".join(
                line.text for line, keep in zip(page["lines"], kept, strict=True) if keep
            )
            scores = page_scores(text, page["gold"])
            found[page["set"]].append(scores)
            if page["type"]:
                found[f"{page['set']}:{page['type']}"].append(scores)
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
    hopeless = float(early[order[np.searchsorted(lost, LOST)]])
    trees = [tree_of(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    told = {"features": NAMES, "early": EARLY, "hopeless": math.floor(hopeless * 1000) / 1000}
    path.write_text(json.dumps(told | {"trees": trees}, separators=(",", ":")) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only cross-validate")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=Path("cleaners/models"))
    options = parser.parse_args()
    for name, fast in (("lines", False), ("fast", True)):
        jobs = [
            (folder, json.loads(line), fast)
            for folder in SETS
            for line in (DATA / folder / "gold.jsonl").open(encoding="utf-8")
        ]
        with Pool(2) as pool:
            pages = [page for page in pool.imap(measure, jobs, chunksize=8) if page]
        if not options.check:
            written(fitted(pages, options.rounds), pages, options.out / f"{name}.json")
        for title, rows in sorted(cross_validation(pages, options.rounds).items()):
            f1, precision, recall = mean_scores(rows)
            extra = statistics.fmean(row["extra"] for row in rows)
            print(
                f"{name:6} {title:24} n {len(rows):5} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}"
                f" extra {extra:.2f}"
            )


if __name__ == "__main__":
    main()
