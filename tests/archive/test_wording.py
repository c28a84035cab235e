"""Word diffs: laws that hold for any two texts, and how a change reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.articles.wording import Piece, compare

WORDS = st.lists(st.sampled_from(["a", "b", "storm", "港", "口", ",", "x y"]), max_size=8)
TEXTS = st.lists(st.one_of(st.text(max_size=12), WORDS.map(" ".join)), max_size=6)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_a_diff(old, new):
    changes = compare(old, new)
    for side, text in (("gone", old), ("new", new)):
        read = [
            "".join(piece.text for piece in paragraph.pieces if piece.change in {"same", side})
            for paragraph in changes
            if paragraph.change in {"same", "changed", side}
        ]
        # a seam of archive.search.spacing in a text is no part of it
        assert [line.replace("\u200b", "") for line in read] == [
            line.replace("\u200b", "") for line in text
        ]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("two sank", "three sank", [("gone", "two"), ("new", "three"), ("same", " sank")]),
        ("The end.", "The end.", [("same", "The end.")]),
        ("一人受伤。", "两人受伤。", [("gone", "一"), ("new", "两"), ("same", "人受伤。")]),
        ("a, b fish swim", "c, d fish swim",
            [("gone", "a, b"), ("new", "c, d"), ("same", " fish swim")]),
    ],
)  # fmt: skip
def test_how_a_change_reads(old, new, pieces):
    (paragraph,) = compare([old], [new])
    assert list(paragraph.pieces) == [Piece(*piece) for piece in pieces]


def test_a_rewritten_paragraph_is_shown_whole():
    (gone, new) = compare(["One thing happened here."], ["Quite another story now!"])
    assert (gone.change, new.change) == ("gone", "new")


def test_huge_texts_are_compared_in_bounded_steps():
    old = " ".join(f"w{number % 50}" for number in range(40_000))
    (paragraph,) = compare([old], [old + " more"])
    assert [piece.change for piece in paragraph.pieces] == ["gone", "new"]
