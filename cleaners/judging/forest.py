"""Small trained trees that vote on a line; made by `make train`, read from models/."""

import json
import marshal
import math
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

HOME = Path(__file__).parents[1]
DOUBT = 2.0  # log odds: a line of which the first lot is surer is not shown to the others

Votes = Callable[..., float]
Where = Callable[[str], tuple[int, int]]  # a measurement's place in a row, and the bit to look at


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over the measurements of a line, in lots taught the same that differ by chance.

    The first few trees find the lines without a chance. Where the first lot is in doubt, the mean
    of several lots counts, which hangs less on the chance of one training: of all, or of as many as
    are asked until it is sure `enough`.
    """

    early: Votes
    first: Votes  # the rest of the first lot
    others: Sequence[Votes]  # the other lots
    hopeless: float  # what the early trees' sum must reach
    enough: float  # log odds of the mean so far, from which on no other lot is asked

    def probability(self, row: Sequence[float]) -> float:
        """How likely a line with these measurements is text of the article, 0 to 1."""
        total = self.early(*row)
        if total < self.hopeless:
            return 0.0
        total += self.first(*row)
        if self.others and -DOUBT < total < DOUBT:
            most, count = self.enough, 1
            for votes in self.others:
                total += votes(*row)
                count += 1
                if not -most * count < total < most * count:
                    break
            total /= count
        return 1 / (1 + math.exp(-total))


def read_forest(name: str, where: Where, width: int, whole: Collection[int] = ()) -> Forest:
    """The forest in models/NAME.json, over rows of so many measurements.

    `whole` are the places of those that are whole numbers: they get limits that are such too, since
    Python compares an int with an int three times as fast as with a float.
    """
    model = (HOME / "models" / f"{name}.json").read_bytes()
    told = json.loads(model)
    places = [where(feature) for feature in told["features"]]

    def text() -> str:
        first, *others = told["lots"]
        early, rest = first[: told["early"]], first[told["early"] :]
        parts = (early, rest, *others)
        names = ",".join(f"m{place}" for place in range(width))
        sums = ("+".join(_expression(tree, places, whole) for tree in part) for part in parts)
        return ",".join(f"lambda {names}: {total or '0.0'}" for total in sums)

    row = repr((places, width, sorted(whole))).encode()
    made_of = b"".join((MAGIC_NUMBER, Path(__file__).read_bytes(), model, row))
    early, first, *others = eval(  # noqa: S307 - made of numbers below
        _byte_code(name, sha256(made_of).hexdigest()[:32], text),
        {"__builtins__": {}},
    )
    enough = float(told.get("enough", math.inf))
    return Forest(early, first, others, float(told["hopeless"]), enough)


def _byte_code(name: str, digest: str, text: Callable[[], str]) -> CodeType:
    """Trees as Python functions of the measurements: far faster than walking them.

    Compiling takes longer than cleaning a page. So the byte code is kept where Python keeps that of
    the modules, under a digest of all that it was made of.
    """
    memory = HOME / "__pycache__" / f"{name}.{digest}.trees"
    with suppress(OSError, ValueError, EOFError, TypeError):
        code: CodeType = marshal.loads(memory.read_bytes())  # noqa: S302 - as trusted as the modules
        return code
    code = compile(text(), name, "eval")
    with suppress(OSError):  # a read-only installation compiles them each time
        memory.parent.mkdir(exist_ok=True)
        for old in memory.parent.glob(f"{name}.*.trees"):
            old.unlink(missing_ok=True)
        part = memory.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(marshal.dumps(code))
        part.replace(memory)
    return code


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
