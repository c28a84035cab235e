"""The small language of phrases."""

import pytest

from cleaners.debris.phrase import Node, plant, spellings, walk
from cleaners.debris.shape import shape_of


def found(phrase, line):
    root = Node()
    plant(root, phrase, 7)
    tokens = shape_of(line).tokens
    return any(end == len(tokens) for _number, end in walk(root, tokens, 0))


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("read more", "READ MORE!"),
        ("read more from * :", "Read more from The Daily Gull:"),
        ("# min|minutes read", "12 minutes read"),
        ("follow us? on *", "Follow on Gullbook"),
        ("follow us? on *", "Follow us on Gullbook"),
        ("haberdar olun", "HABERDAR OLUN"),
        ("yazı boyutu", "YAZI BOYUTU"),
        ("читайте ещё", "Читайте еще »"),
        ("相关新闻", "相关新闻"),
        ("# : #", "05:22"),
    ],
)
def test_a_phrase_is_found(phrase, line):
    assert found(phrase, line)


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("read more", "Read more books"),
        ("read more from * :", "Read more from the one and only paper that we ever loved:"),
        ("# min read", "ten min read"),
        ("related :", "Related"),
    ],
)
def test_a_phrase_is_not_found(phrase, line):
    assert not found(phrase, line)


def test_words_to_choose_and_to_miss_are_spelled_out():
    assert set(spellings("see|hear it? now")) == {
        ("see", "it", "now"),
        ("see", "now"),
        ("hear", "it", "now"),
        ("hear", "now"),
    }
