"""What the first trees say of the lines around a line reaches the second trees."""

import pytest

from cleaners.judging.boxes import Setting, spread
from cleaners.judging.neighbors import FAR, HOPE, OWN, UNASKED, listen
from cleaners.reading.lines import lines as lines_of
from cleaners.reading.parsing import parse

PAGE = """<body><div class=text><p>The bridge over the Lorn stays closed until autumn.</p>
<p>Two lanes will open first.</p></div><div class=more><p>More from the region</p></div></body>"""


def heard(likely: list[float]) -> list[dict[str, float]]:
    lines, frames = lines_of(parse(PAGE.encode()).body)
    setting = Setting(lines, frames, None, "")
    spread(setting)
    return [dict(zip(OWN, own, strict=True)) for own in listen(setting, likely)]


def test_a_line_hears_of_its_neighbors_and_of_its_boxes():
    first, second, last = heard([0.9, 0.5, 0.1])
    assert (first["own_before"], first["own"], first["own_after"]) == (-1.0, 0.9, 0.5)
    assert (second["own_before"], second["own_second_before"], second["own_after"]) == (
        0.9,
        -1,
        0.1,
    )
    assert last["own_in"] == pytest.approx(0.1)
    assert last["own_in"] < last["own_in_grandparent"] < first["own_in"] < 0.9
    assert (first["own_since"], second["own_since"], last["own_since"]) == (FAR, 0, 0)
    assert (last["own_until"], second["own_until"], first["own_until"]) == (FAR, FAR, 0)
    assert first["own_above"] == 0
    assert last["own_below"] == 0
    assert first["own_below"] > second["own_below"] > 0


def test_a_line_without_hope_hears_nothing():
    told = heard([0.9, 0.5, HOPE / 2])
    assert tuple(told[2].values()) == UNASKED
    assert told[1]["own_after"] == HOPE / 2
