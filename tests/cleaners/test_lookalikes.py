"""Lines that look alike on a page hear what the trees think of each other."""

import pytest

from cleaners.judging.boxes import Setting, spread
from cleaners.judging.judgement import CLEAR, LOW, more
from cleaners.judging.lookalikes import SHARED, leveled
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse

QUAYS = ("North quay", "South quay", "Salt quay")


def heard(page: str, likely: list[float]) -> list[float]:
    body = parse(f"<body>{page}".encode()).body
    assert body is not None
    found, frames = lines(body)
    setting = Setting(found, frames, None, "")
    spread(setting)
    return leveled(setting, likely)


def cards(*texts: str, name: str = "card") -> str:
    return "".join(f"<div class={name}><h3>{text}</h3></div>" for text in texts)


def test_lines_that_look_alike_hear_of_each_other():
    mean = SHARED * 0.6
    own = [(1 - SHARED) * chance for chance in (0.9, 0.6, 0.3)]
    assert heard(cards(*QUAYS), [0.9, 0.6, 0.3]) == pytest.approx([mean + one for one in own])


def test_two_lines_are_too_few():
    assert heard(cards(*QUAYS[:2]), [0.9, 0.3]) == [0.9, 0.3]


def test_what_is_given_up_stays_so_and_is_heard():
    found = heard(cards(*QUAYS), [0.9, 0.9, 0.0])
    assert found[2] == 0.0
    assert found[0] == pytest.approx((1 - SHARED) * 0.9 + SHARED * 0.6)


@pytest.mark.parametrize(
    "other",
    [
        cards(QUAYS[2], name="related"),
        "<div class=card><p>Salt quay</p></div>",
        "<div class=card><h3><a href=/salt>Salt quay</a></h3></div>",
        f"<div class=card><h3>{'Salt quay and all that lies behind it, ' * 2}</h3></div>",
        f"<section>{cards(QUAYS[2])}</section>",
    ],
    ids=["another name", "another kind", "a link", "long", "another box"],
)
def test_lines_that_look_otherwise_do_not_count(other: str):
    assert heard(cards(*QUAYS[:2]) + other, [0.9, 0.6, 0.3]) == [0.9, 0.6, 0.3]


def test_a_page_whose_text_stands_out_keeps_no_more():
    assert more([0.9, CLEAR, 0.5], [True, True, False]) == [True, True, False]


def test_what_was_chosen_stays_however_doubtful():
    assert more([LOW / 2, LOW / 3], [True, False]) == [True, False]


def test_a_page_that_is_doubtful_throughout_keeps_more():
    limit = (0.5 + LOW) / 2
    chances = [0.5, limit, limit - 0.01]
    assert more(chances, [True, False, False]) == [True, True, False]


def test_a_page_of_which_nothing_is_kept_stays_empty():
    assert more([0.0, 0.0], [False, False]) == [False, False]
