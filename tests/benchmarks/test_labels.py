"""What the trees are taught: which lines of a page its gold text holds."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.scores import words
from benchmarks.training.labels import LEAP, MEETS, NEXT_LINE, TEXT, WITHIN, labels, partners

STORY = [
    "The ferry to the northern islands was cancelled on Monday after a storm.",
    "Passengers spent the night in a school hall, where the mayor served soup.",
    "A second boat is expected on Tuesday, if the wind allows it.",
]
few = st.lists(st.lists(st.sampled_from("abcd"), max_size=5), max_size=5)
texts = st.lists(st.text("abc .,日本", max_size=30), max_size=6)


def test_lines_of_the_text_are_its_lines():
    page = ["Home", *STORY, "Most read", "Ten quiet beaches an hour from here"]
    assert labels(page, "\n".join(STORY)) == [0, 1, 1, 1, 0, 0]


def test_a_teaser_that_repeats_the_text_is_none():
    page = [STORY[1], "Sport", "Weather", *STORY, "Most read", STORY[2]]
    assert labels(page, "\n".join(STORY)) == [0, 0, 0, 1, 1, 1, 0, 0]


def test_an_entry_of_the_contents_is_not_the_heading():
    parts = [STORY[0], "The night in the hall", STORY[1], "What comes next", STORY[2]]
    page = ["The night in the hall", "What comes next", *parts]
    assert labels(page, "\n".join(parts)) == [0, 0, 1, 1, 1, 1, 1]


def test_text_that_the_gold_has_elsewhere_is_found_in_a_later_round():
    page = ["Home", *STORY]
    assert labels(page, "\n".join([STORY[2], STORY[0], STORY[1]])) == [0, 1, 1, 1]


def test_a_line_that_differs_by_a_word_is_text_in_part():
    told = STORY[0].replace("storm", "gale")
    first, second = labels([told, STORY[1]], "\n".join(STORY[:2]))
    assert TEXT < first < 1
    assert second == 1


@given(texts)
def test_a_page_that_is_nothing_but_its_text_is_text(lines: list[str]):
    assert labels(lines, "\n".join(lines)) == [float(bool(words(line))) for line in lines]


@given(texts, texts)
def test_no_line_has_more_than_all_its_words_in_the_text(lines: list[str], gold: list[str]):
    told = labels(lines, "\n".join(gold))
    known = {word.casefold() for word in words("\n".join(gold))}
    assert len(told) == len(lines)
    for line, share in zip(lines, told, strict=True):
        own = words(line)
        most = sum(word.casefold() in known for word in own) / len(own) if own else 0
        assert 0 <= share <= most


@given(few, st.lists(st.sampled_from("abcd"), max_size=10))
@example([["a"], ["a", "b"]], ["a", "b"])
def test_no_other_way_to_lay_them_is_worth_more(lines: list[list[str]], gold: list[str]):
    assert worth(partners(lines, gold), lines) == best(lines, gold)


def worth(found: list[int], lines: list[list[str]]) -> int:
    """What a way is worth, told by the rules that labels.py states."""
    starts = {sum(map(len, lines[:n])) for n in range(len(lines))}
    met = [(at, place) for at, place in enumerate(found) if place >= 0]
    places = [place for _, place in met]
    assert places == sorted(set(places))
    total = len(met) * MEETS
    for (at, place), (later, behind) in pairwise(met):
        total -= cost(later - at, behind - place, begins=later in starts)
    return total


def cost(words_on: int, places_on: int, *, begins: bool) -> int:
    """What is taken off between two meetings, so many words and places apart."""
    if places_on > 1:
        return LEAP
    if words_on > 1:
        return NEXT_LINE if begins else WITHIN
    return 0


def best(lines: list[list[str]], gold: list[str]) -> int:
    """The most that any way is worth: every meeting after every other one before it."""
    starts = {sum(map(len, lines[:n])) for n in range(len(lines))}
    page = [word for line in lines for word in line]
    ways: list[tuple[int, int, int]] = []
    for at, word in enumerate(page):
        for place, told in enumerate(gold):
            if word == told:
                before = [
                    value - cost(at - one, place - two, begins=at in starts)
                    for one, two, value in ways
                    if one < at and two < place
                ]
                ways.append((at, place, MEETS + max([0, *before])))
    return max([0, *(value for *_, value in ways)])
