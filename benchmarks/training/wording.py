"""What words tell of a line: a logistic regression over labeled pages, for judging/wording.py."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from benchmarks.training.lessons import Lesson
from benchmarks.training.pages import Page, part
from cleaners.judging.wording import Words

HOSTS = 3  # on which a word must stand to count
SPREAD = 5e-4  # what large weights cost
STEPS = 40
PARTS = 3  # of the hosts, each heard by words learned from the others
LEAST = 0.02  # a weight below it is not kept

Studied = Sequence[tuple[Page, Lesson]]


def learned(studied: Studied) -> Words:
    """The weights of the words of these pages."""
    hosts: dict[str, set[str]] = {}
    for page, one in studied:
        hosts.setdefault(page.host, set()).update(*one.tokens)
    spread = Counter(token for tokens in hosts.values() for token in tokens)
    known = sorted(token for token, count in spread.items() if count >= HOSTS)
    places = {token: place for place, token in enumerate(known)}
    found = [
        [places[token] for token in tokens if token in places]
        for _page, one in studied
        for tokens in one.tokens
    ]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.concatenate([np.array(row, np.int32) for row in found])
    x = csr_matrix((np.ones(len(columns)), columns, ends), (len(found), len(known)))
    text = np.concatenate([one.text for _page, one in studied]).astype(float)
    weight = np.concatenate([one.weight for _page, one in studied])
    base, weights = _fitted(x, text, weight / weight.sum())
    return Words(base, dict(zip(known, weights.tolist(), strict=True)))


def _fitted(x: csr_matrix, text: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """The log odds of any line, and what each column adds to them."""
    base = float(np.log(weight @ text / (weight @ (1 - text))))
    turned = x.T.tocsr()
    sign = np.where(text > 0, -1.0, 1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ weights + base
        slope = turned @ (weight * (expit(odds) - text)) + SPREAD * weights
        return weight @ np.logaddexp(0, sign * odds) + SPREAD * (weights @ weights) / 2, slope

    start = np.zeros(x.shape[1])
    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return base, done.x


def overheard(studied: Studied) -> list[np.ndarray]:
    """How the lines of each page sound to words that were learned from pages of other hosts."""
    voices = [
        learned([(page, one) for page, one in studied if part(page, PARTS, "words") != place])
        for place in range(PARTS)
    ]
    return [one.sounds(page, voices[part(page, PARTS, "words")]) for page, one in studied]


def written(words: Words, path: Path) -> None:
    """Write the words that weigh anything, in their order."""
    kept = {token: round(value, 2) for token, value in words.weights.items() if abs(value) >= LEAST}
    told = {"base": round(words.base, 3), "weights": kept}
    path.write_text(json.dumps(told, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
