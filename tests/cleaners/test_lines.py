"""What one line of a page says."""

import pytest

from cleaners.lines import lines
from cleaners.parsing import parse


def only_line(inner: str) -> str:
    body = parse(f"<body><p>{inner}</p>".encode()).body
    assert body is not None
    (line,) = lines(body)[0]
    return line.text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<b>Mirren Oakes</b><span>Mar 39</span>", "Mirren Oakes Mar 39"),
        ("<span>Harbour chair</span><span>$4,345</span>", "Harbour chair $4,345"),
        ("<a href=/x>A lamp for two</a><span>Browse all</span>", "A lamp for two Browse all"),
        ("<i><b>EUR 28.39</b></i><span>EUR 29.00</span>", "EUR 28.39 EUR 29.00"),
    ],
)
def test_neighboring_elements_hold_words_of_their_own(inner, text):
    assert only_line(inner) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<b>T</b>he pier", "The pier"),
        ("<span>i</span><span>Boat</span>", "iBoat"),
        ("<span>P</span><span>I</span><span>E</span><span>R</span>", "PIER"),
        ("CO<sub>2</sub> and <i>area</i><sup>2</sup>", "CO2 and area2"),
        ("Harbour<em>Line</em> and <b>Mac</b>Donald", "HarbourLine and MacDonald"),
        ("<b>un</b><i>sinkable</i>", "unsinkable"),
        ("<b>第</b><i>3</i><b>号</b>", "第3号"),
    ],
)
def test_parts_of_a_word_stay_together(inner, text):
    assert only_line(inner) == text


def test_code_stays_as_it_is():
    body = parse(b"<body><pre><i>read</i><b>Line</b></pre>").body
    assert body is not None
    assert [line.text for line in lines(body)[0]] == ["readLine"]
