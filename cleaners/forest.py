"""Small trained trees that vote on a line; made by `make train`, read from models/."""

import json
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

Votes = Callable[..., float]
Where = Callable[[str], tuple[int, int]]  # a measurement's place in a row, and the bit to look at


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over the measurements of a line; the first few find those without a chance."""

    first: Votes
    rest: Votes
    hopeless: float  # what the first group's sum must reach

    def probability(self, row: Sequence[float]) -> float:
        """How likely a line with these measurements is text of the article, 0 to 1."""
        total = self.first(*row)
        if total < self.hopeless:
            return 0.0
        return 1 / (1 + math.exp(-total - self.rest(*row)))


def read_forest(name: str, where: Where, width: int, whole: Collection[int] = ()) -> Forest:
    """The forest in models/NAME.json, over rows of so many measurements.

    `whole` are the places of those that are whole numbers: they get limits that are such too, since
    Python compares an int with an int three times as fast as with a float.
    """
    told = json.loads((files("cleaners") / "models" / f"{name}.json").read_text("utf-8"))
    places = [where(feature) for feature in told["features"]]
    early = told["early"]
    return Forest(
        _compiled(told["trees"][:early], places, width, whole),
        _compiled(told["trees"][early:], places, width, whole),
        float(told["hopeless"]),
    )


def _compiled(
    trees: Sequence[Any], places: Sequence[tuple[int, int]], width: int, whole: Collection[int]
) -> Votes:
    """Trees as one Python function of the measurements: far faster than walking them."""
    total = "+".join(_expression(tree, places, whole) for tree in trees) or "0.0"
    names = ",".join(f"m{place}" for place in range(width))
    votes: Votes = eval(f"lambda {names}: {total}", {"__builtins__": {}})  # noqa: S307 - made of numbers below
    return votes


def _expression(
    tree: Any,  # noqa: ANN401 - as it comes from JSON
    places: Sequence[tuple[int, int]],
    whole: Collection[int],
) -> str:
    """[feature, limit, tree if at most limit, tree if more], or a vote."""
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, limit, low, high = tree
    low, high = _expression(low, places, whole), _expression(high, places, whole)
    place, bit = places[feature]
    if bit:
        return f"({high} if m{place:d}&{bit:d} else {low})"
    most = math.floor(limit) if place in whole else float(limit)
    return f"({low} if m{place:d}<={most!r} else {high})"
