"""Texts as they are compared: words, sentences, what is no quote, fingerprints."""

from hashlib import blake2b

import pytest

from archive.stories.prints import FEWEST, LEAST, count, fingerprint, unpacked
from archive.stories.words import sentences, unquoted, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Pier’s gates, the pier's BEAMS!", ["the", "pier", "gates", "the", "pier", "beams"]),
        ("ﬁve Straße façade", ["five", "strasse", "façade"]),
        ("12.5 % of_it — e-mail", ["12", "5", "of", "it", "e", "mail"]),
        ("港口的墙", ["港口", "口的", "的墙"]),
        ("港口 iPhone手机 x", ["港口", "iphone", "手机", "x"]),
        ("墙", []),
        ("ｆｕｌｌ　ｗｉｄｔｈ", ["full", "width"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_marks_that_readers_leave_out_make_no_difference():
    assert words("مَدِينَة") == words("مدينة")
    assert words("γέφυρα ёлка") == words("γεφυρα елка")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He said “we go” and went.", "He said and went."),
        ('She asked "why?" twice, "why?"', "She asked twice,"),
        ("„Ja“, »nein« und «peut-être»", ", und"),
        ("Both ‘don’t’ and can’t", "Both and can’t"),
        ("她说「走吧」就走了", "她说 就走了"),
        ("One opens “and goes on\n“and on\nis none", "One opens \n \nis none"),
        ('He is 6" tall', "He is 6"),
    ],
)
def test_what_stands_in_quotes_is_left_out(text, left):
    assert unquoted(text).replace(" ", "") == left.replace(" ", "")


def test_sentences():
    assert sentences("One. Two costs 3.5 crowns! “Three?” he said.\n\nA heading\n四。五！") == [
        "One",
        "Two costs 3.5 crowns",
        "“Three",
        "he said",
        "A heading",
        "四",
        "五",
    ]


def test_a_fingerprint_is_short_sorted_and_the_same_everywhere():
    text = [f"word{number % 701}" for number in range(4000)]
    found = fingerprint(text)
    numbers = unpacked(found)
    assert count(len(found)) == len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers)
    assert unpacked(fingerprint([f"w{n}" for n in range(60)]))[0] == 6715824730323
    assert fingerprint(text[: LEAST - 1]) == b""


def placed(word, place):
    """The number of a word at one of the three places of a group."""
    digest = blake2b(word.encode(), digest_size=18).digest()
    return int.from_bytes(digest[6 * place :][:6])


@pytest.mark.parametrize("many", [50, 400, 3000])
def test_the_number_of_a_group_is_made_of_its_words_and_their_places(many):
    text = [f"word{number * number % 977}" for number in range(many)]
    groups = zip(text, text[1:], text[2:], strict=False)
    every = sorted({placed(a, 0) ^ placed(b, 1) ^ placed(c, 2) for a, b, c in groups})
    sample = [number for number in every if number < 2**48 // 8]
    assert unpacked(fingerprint(text)) == (sample if len(sample) >= FEWEST else every[:FEWEST])
