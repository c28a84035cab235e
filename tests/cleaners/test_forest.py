"""Trees as byte code give what walking them gives, and are compiled once."""

import json
import math
import random
from itertools import accumulate, count

import pytest

from cleaners.judging import forest
from cleaners.judging.features import ROW, where
from cleaners.judging.forest import DOUBT, read_forest

NAMES = ["chars", "words", "near:related"]
EARLY = [["words", 4.0, -1.5, 0.25]]
FIRST = [["near:related", 0.5, ["chars", 80.5, -0.5, 2.5], -1.0]]
SECOND = [["chars", 80.5, -4.0, 1.0], ["words", 2.0, 0.5, 0.0]]


def numbered(tree):
    if isinstance(tree, float):
        return tree
    name, limit, low, high = tree
    return [NAMES.index(name), limit, numbered(low), numbered(high)]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder of models with one small forest of two lots, called "small"."""
    lots = [[numbered(tree) for tree in lot] for lot in ([*EARLY, *FIRST], SECOND)]
    told = {"features": NAMES, "early": 1, "hopeless": -1.0, "lots": lots}
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "small.json").write_text(json.dumps(told))
    monkeypatch.setattr(forest, "HOME", tmp_path)
    return tmp_path


def row(**measured: int) -> list[int]:
    found = [0] * len(ROW)
    for name, value in measured.items():
        place, bit = where(name.replace("_", ":"))
        found[place] = bit or value
    return found


def small() -> forest.Forest:
    return read_forest("small", where, len(ROW))


def odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


@pytest.mark.usefixtures("home")
def test_early_trees_give_a_line_up():
    assert small().probability(row(words=3, chars=100)) == 0.0


@pytest.mark.usefixtures("home")
def test_the_mean_of_all_lots_counts_in_doubt_and_the_first_lot_alone_otherwise():
    assert odds(small().probability(row(words=9, chars=20))) == pytest.approx((0.25 - 0.5 - 4) / 2)
    assert odds(small().probability(row(words=9, chars=20, near_related=1))) == pytest.approx(
        (0.25 - 1.0 - 4) / 2
    )
    assert odds(small().probability(row(words=9, chars=100))) == pytest.approx(0.25 + 2.5)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("enough", "lots"), [(9.0, 3), (2.2, 3), (2.1, 2), (0.1, 2)])
def test_no_other_lot_is_asked_once_the_mean_is_sure_enough(home, enough: float, lots: int):
    file = home / "models" / "small.json"
    told = json.loads(file.read_text())
    told["lots"].append([[NAMES.index("words"), 4.0, 0.0, 1.25]])
    file.write_text(json.dumps(told | {"enough": enough}))
    found = odds(small().probability(row(words=9, chars=20)))
    assert found == pytest.approx([0.25 - 0.5 - 4, 0.25 - 0.5 - 4 + 1.25][lots - 2] / lots)


def test_trees_are_compiled_once(home, monkeypatch):
    compiled = count()
    real = compile

    def counted(*words):
        next(compiled)
        return real(*words)

    monkeypatch.setattr(forest, "compile", counted, raising=False)
    line = row(words=9, chars=20)
    assert small().probability(line) == small().probability(line)
    assert next(compiled) == 1
    (kept,) = (home / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert small().probability(line) > 0
    assert next(compiled) == 3  # a torn file is made anew
    told = json.loads((home / "models" / "small.json").read_text())
    (home / "models" / "small.json").write_text(json.dumps(told | {"lots": told["lots"][:1]}))
    assert odds(small().probability(line)) == pytest.approx(-0.25)
    (other,) = (home / "__pycache__").iterdir()
    assert other != kept


def test_without_a_place_for_byte_code_trees_are_compiled_each_time(home):
    (home / "__pycache__").write_text("no folder")
    assert odds(small().probability(row(words=9, chars=100))) == pytest.approx(2.75)


@pytest.mark.parametrize("name", ["first", "fast", "lines"])
def test_shipped_trees_vote_as_they_stand_in_their_file(name):
    told = json.loads((forest.HOME / "models" / f"{name}.json").read_text("utf-8"))
    places = [where(feature) for feature in told["features"]]
    chance = random.Random(7)

    def vote(tree, line):
        while isinstance(tree, list):
            place, bit = places[tree[0]]
            value = float(int(line[place]) & bit > 0) if bit else line[place]
            tree = tree[2] if value <= tree[1] else tree[3]
        return tree

    shown = read_forest(name, where, len(ROW))
    doubted = 0
    for _ in range(300):
        line = [chance.choice((-1, 0, 1, 3, chance.randrange(1 << 20))) for _ in ROW]
        first, *others = (sum(vote(tree, line) for tree in lot) for lot in told["lots"])
        if sum(vote(tree, line) for tree in told["lots"][0][: told["early"]]) < told["hopeless"]:
            assert shown.probability(line) == 0.0
            continue
        doubted += abs(first) < DOUBT
        total = first
        if abs(first) < DOUBT:
            sums = list(accumulate((first, *others)))
            means = [total / number for number, total in enumerate(sums, 1)][1:]
            enough = told.get("enough", math.inf)
            total = next((mean for mean in means if abs(mean) >= enough), means[-1])
        assert shown.probability(line) == pytest.approx(1 / (1 + math.exp(-total)))
    assert doubted > 20
