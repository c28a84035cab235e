"""Trained trees as the files in cleaners/models/."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np

LOST = 0.001  # share of the text that may be lost by giving up early


def written(
    path: Path,
    features: Sequence[str],
    lots: Sequence[lightgbm.Booster],
    *,
    early: int,
    enough: float = math.inf,
    rows: np.ndarray,
    weight: np.ndarray,
) -> None:
    """Write lots of trees, which are asked until their mean is sure `enough`, and the first `early`
    of which give hopeless lines up. `rows` and `weight` are what they learned from, and what would
    be lost with each.
    """
    sums = np.asarray(lots[0].predict(rows, raw_score=True, num_iteration=early))
    order = np.argsort(sums, kind="stable")
    lost = np.cumsum(weight[order]) / weight.sum()
    hopeless = float(sums[order[np.searchsorted(lost, LOST)]])
    told = {"features": features, "early": early, "hopeless": math.floor(hopeless * 1000) / 1000}
    if enough < math.inf:
        told["enough"] = enough
    told["lots"] = [
        [_tree(tree["tree_structure"]) for tree in lot.dump_model()["tree_info"]] for lot in lots
    ]
    path.write_text(json.dumps(told, separators=(",", ":")) + "\n")


def _tree(node: dict) -> list | float:
    """A tree as cleaners/judging/forest.py reads it: what is looked at, its limit, the tree below
    it, the tree above it.
    """
    if "leaf_value" in node:
        return round(node["leaf_value"], 3)
    limit = float(f"{node['threshold']:.5g}")
    return [node["split_feature"], limit, _tree(node["left_child"]), _tree(node["right_child"])]
