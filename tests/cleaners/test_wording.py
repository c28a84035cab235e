"""What the words of a line tell, and what those around it tell with them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.judging.wording import FEW, HEAD, LEAST, SILENT, SUREST, Words, heard, shipped, tokens
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse

QUIET = Words(-1.0, {})


def found(*texts: str):
    body = parse("".join(f"<p>{text}</p>" for text in texts).encode()).body
    assert body is not None
    return lines(body)[0]


def test_a_line_is_its_words_its_ends_its_length_and_its_kind():
    assert tokens("Add 2 to Cart", "item") == {
        "add", "0", "to", "cart", "^add", "^^0", "$cart", "=add 0 to cart", "item:3",
    }  # fmt: skip


def test_only_the_beginning_of_a_long_line_is_read():
    long = " ".join(f"w{number}" for number in range(1000))
    assert len(tokens(long, "paragraph")) == FEW + 4
    assert tokens(long, "paragraph") == tokens(long[:HEAD] + "word", "paragraph") - {"$word"} | {
        "$" + long[:HEAD].split()[-1]
    }


def test_scripts_without_spaces_have_a_word_a_character():
    assert {"渡", "轮", "^渡", "$轮"} < tokens("渡轮", "paragraph")


def test_weights_add_up_to_log_odds():
    words = Words(-0.5, {"cart": -1.5, "$cart": -0.25, "ferry": 2.0, "paragraph:2": 0.125})
    assert words.sound("Empty cart", "paragraph") == -0.5 - 1.5 - 0.25 + 0.125
    assert words.sound("Empty cart", "item") == -0.5 - 1.5 - 0.25
    assert words.sound("Nothing known", "item") == -0.5


def test_a_word_counts_once_and_no_line_is_surer_than_the_surest():
    words = Words(0.0, {"ferry": 5.0, "^ferry": 5.0, "cart": -30.0})
    assert words.sound("a ferry, a ferry", "paragraph") == 5.0
    assert words.sound("ferry", "paragraph") == SUREST
    assert words.sound("a cart", "paragraph") == -SUREST


def test_a_line_is_heard_with_its_neighbors_and_its_page_but_not_with_furniture():
    texts = ("one", "two", "menu", "three")
    out = [text == "menu" for text in texts]
    told = heard(found(*texts), out, [4.0, 1.0, 9.0, -2.0])
    sizes = [len(text) + LEAST for text in texts]
    page = (4 * sizes[0] + sizes[1] - 2 * sizes[3]) / (sizes[0] + sizes[1] + sizes[3])
    assert told[2] == SILENT
    assert [told[place] for place in (0, 1, 3)] == [
        pytest.approx((own, 1.0, page)) for own in (4.0, 1.0, -2.0)
    ]


def test_a_page_of_furniture_is_silent():
    assert heard(found("Imprint"), [True], QUIET.sounds(found("Imprint"), [True])) == [SILENT]


def test_the_shipped_words_know_a_button_from_a_sentence():
    sentence = "The ferry waited at the quay until the last nurse had come aboard, he said."
    for button in ("Add to cart", "Sign in", "Read more", "Privacy Policy", "Bitte anmelden"):
        assert shipped().sound(button, "paragraph") < shipped().sound(sentence, "paragraph")


@given(st.text())
def test_any_text_has_a_sound(text: str):
    assert math.isfinite(shipped().sound(text, "paragraph"))
    assert abs(shipped().sound(text, "paragraph")) <= SUREST
