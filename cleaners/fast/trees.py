"""The small trees of the fast road: trained on its own measurements, in models/quick.json."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cleaners.fast.features import NAMES, Row
from cleaners.hints import BIT

Votes = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees in two groups: the first finds the lines without a chance."""

    first: Votes
    rest: Votes
    hopeless: float  # what the first group's sum must reach

    def probability(self, row: Row) -> float:
        """How likely a line with these measurements is text of the article, 0 to 1."""
        total = self.first(*row)
        if total < self.hopeless:
            return 0.0
        return 1 / (1 + math.exp(-total - self.rest(*row)))


@cache
def trees() -> Trees:
    """The trees of the package, read once."""
    told = json.loads((files("cleaners") / "models" / "quick.json").read_text("utf-8"))
    early = told["early"]
    return Trees(
        _compiled(told["trees"][:early]), _compiled(told["trees"][early:]), float(told["hopeless"])
    )


def _compiled(found: list[Any]) -> Votes:
    """Trees as one Python function of the measurements by name: no list is looked into."""
    total = "+".join(map(_expression, found)) or "0.0"
    votes: Votes = eval(f"lambda {','.join(NAMES)}: {total}", {"__builtins__": {}})  # noqa: S307 - made of numbers and known names below
    return votes


def _expression(tree: Any) -> str:  # noqa: ANN401 - as it comes from JSON
    """[measurement, limit, tree if at most limit, tree if more], or a vote.

    A measurement "around:nav" is a question to a set of bits; its limit says nothing.
    """
    if not isinstance(tree, list):
        return repr(float(tree))
    name, limit, low, high = tree
    low, high = _expression(low), _expression(high)
    where, _, word = name.partition(":")
    if where not in NAMES:
        raise ValueError(f"models/quick.json: no measurement {name!r}")
    if word:
        return f"({high} if {where}&{BIT[word]} else {low})"
    return f"({low} if {where}<={float(limit)!r} else {high})"
