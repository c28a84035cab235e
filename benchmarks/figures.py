"""What a benchmark has found out: one line each, with the floor or limit that it must keep to."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "WINNOW_FIGURES"  # environment: a file that gets each figure as a line of JSON


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, and what it has to reach (`floor`) or may not pass (`limit`)."""

    name: str
    value: float
    unit: str = ""
    floor: float | None = None
    limit: float | None = None

    @property
    def met(self) -> bool:
        low = self.floor is not None and self.value < self.floor
        return not low and (self.limit is None or self.value <= self.limit)

    def __str__(self) -> str:
        bounds = [("floor", self.floor), ("limit", self.limit)]
        said = ", ".join(f"{word} {short(bound)}" for word, bound in bounds if bound is not None)
        unit = f" {self.unit}" if self.unit else ""
        missed = "" if self.met else "  NOT MET"
        return f"{self.name}: {short(self.value)}{unit}" + (f" ({said})" if said else "") + missed


def short(value: float) -> str:
    """Three digits that matter, and every digit before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def tell(
    name: str,
    value: float,
    unit: str = "",
    *,
    floor: float | None = None,
    limit: float | None = None,
) -> bool:
    """Print a figure, note it for run.py; whether it keeps to its floor and limit."""
    figure = Figure(name, value, unit, floor, limit)
    print(figure, flush=True)
    if FILE in os.environ:
        with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(figure)) + "\n")
    return figure.met
