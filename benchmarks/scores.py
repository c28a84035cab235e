"""How good an extraction is beside its gold text: four-word shingles, and lines too many.

The definition of github.com/scrapinghub/article-extraction-benchmark: precision and recall of the
4-word shingles of a page (case kept), averaged over pages; F1 is the harmonic mean of the averages.
"""

import re
import statistics
from collections import Counter
from collections.abc import Sequence

_SPACELESS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f"
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def words(text: str) -> list[str]:
    """The words of a text; characters where a script writes no spaces."""
    return _WORD.findall(text.translate(_INVISIBLE))


def shingles(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    """The runs of four words, counted; one shorter run for a shorter text."""
    starts = range(max(1, len(tokens) - 3)) if tokens else range(0)
    return Counter(tuple(tokens[start : start + 4]) for start in starts)


def page_scores(text: str, gold: str) -> dict:
    """Precision, recall and F1 of a page, and how many of its lines the gold text does not have."""
    made, right = shingles(words(text)), shingles(words(gold))
    hits = (made & right).total()
    p = hits / made.total() if made else float(not right)
    r = hits / right.total() if right else float(not made)
    extra = len(extra_lines(text, gold))
    return {
        "p": p,
        "r": r,
        "f": 2 * p * r / (p + r) if p + r else 0.0,
        "made": bool(made),
        "gold": bool(right),
        "extra": extra,
    }


def extra_lines(text: str, gold: str) -> list[str]:
    """The lines of `text` of which `gold` does not hold at least half."""
    flat = " " + " ".join(words(gold.casefold())) + " "
    known = set(shingles(words(gold.casefold())))
    found = []
    for line in text.split("\n"):
        tokens = words(line.casefold())
        if not tokens or " " + " ".join(tokens) + " " in flat:
            continue
        runs = shingles(tokens)
        if (
            len(tokens) < 5
            or sum(count for run, count in runs.items() if run in known) < 0.5 * runs.total()
        ):
            found.append(line)
    return found


def mean_scores(rows: Sequence[dict]) -> tuple[float, float, float]:
    """F1, precision and recall over pages."""
    p = statistics.fmean([row["p"] for row in rows if row["made"]] or [0.0])
    r = statistics.fmean([row["r"] for row in rows if row["gold"]] or [0.0])
    return (2 * p * r / (p + r) if p + r else 0.0), p, r
