"""Small trained trees that vote on a line; made by `make train`, read from models/."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cleaners.features import NAMES

Votes = Callable[[Sequence[float]], float]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over the features of a line, in two groups: the first finds those without a chance."""

    first: Votes
    rest: Votes
    hopeless: float  # what the first group's sum must reach

    def probability(self, row: Sequence[float]) -> float:
        """How likely a line with these features is text of the article, 0 to 1."""
        total = self.first(row)
        if total < self.hopeless:
            return 0.0
        return 1 / (1 + math.exp(-total - self.rest(row)))


@cache
def forest(name: str) -> Forest:
    """The forest in models/NAME.json."""
    told = json.loads((files("cleaners") / "models" / f"{name}.json").read_text("utf-8"))
    places = [NAMES.index(feature) for feature in told["features"]]
    early = told["early"]
    return Forest(
        _compiled(told["trees"][:early], places),
        _compiled(told["trees"][early:], places),
        float(told["hopeless"]),
    )


def _compiled(trees: Sequence[Any], places: Sequence[int]) -> Votes:
    """Trees as one Python function: five times faster than walking them."""
    total = "+".join(_expression(tree, places) for tree in trees) or "0.0"
    votes: Votes = eval(f"lambda row: {total}", {"__builtins__": {}})  # noqa: S307 - made of numbers below
    return votes


def _expression(tree: Any, places: Sequence[int]) -> str:  # noqa: ANN401 - as it comes from JSON
    """[feature, limit, tree if at most limit, tree if more], or a vote."""
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, limit, low, high = tree
    low, high = _expression(low, places), _expression(high, places)
    return f"({low} if row[{places[feature]:d}]<={float(limit)!r} else {high})"
