"""What strangers wrote cannot steer a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archive.display import columns, highlighted, many, one_line, safe


def test_escape_sequences_become_plain_letters():
    assert safe("a\x1b[31mb\x9b2Jc\x07") == "a[31mb2Jc"
    assert safe("one\r\ntwo\u2028three\ttab") == "one\ntwo\nthree\ttab"
    assert safe("ab\u202ecd\u2066") == "abcd"
    assert one_line(" a\n\n b\u200bc ") == "a bc"


def test_a_count_agrees_with_its_noun():
    assert many(1, "source") == "1 source"
    assert many(0, "source") == "0 sources"
    assert many(1234, "damaged stretch", "es") == "1,234 damaged stretches"


@given(st.text(st.characters(codec=None)))
def test_nothing_left_that_a_terminal_obeys(text):
    for char in safe(text):
        assert char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}, char
    safe(text).encode()
    assert "\n" not in one_line(text)


def test_matches_are_marked():
    assert highlighted("the wall fell", [(4, 8)]) == "the \x1b[31m\x1b[1mwall\x1b[0m fell"


def test_chinese_takes_two_columns():
    assert columns("港口 a\u0301") == 6
