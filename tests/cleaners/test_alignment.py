"""Which lines of a page a text holds that somebody took from it."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.judging.alignment import LONG, MOST, held

WORDS = "harbour ferry council winter lantern bridge market garden engine copper willow signal"
LINES = [
    f"{first} {second} waits behind the {third} until the morning"
    for first in WORDS.split()[:4]
    for second in WORDS.split()[4:8]
    for third in WORDS.split()[8:]
]


@given(st.lists(st.sampled_from(LINES), unique=True, max_size=20), st.data())
def test_lines_that_were_taken_are_held_and_no_others(lines: list[str], data: st.DataObject):
    taken = [data.draw(st.booleans()) for _ in lines]
    text = "\n".join(line for line, take in zip(lines, taken, strict=True) if take)
    assert held(lines, text) == taken


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=300))
def test_any_text_can_be_laid_beside(lines: list[str], text: str):
    found = held(lines, text)
    assert found is not None
    assert len(found) == len(lines)


def test_a_headline_is_not_its_entry_in_a_table_of_contents():
    heads = ["How the ferry came back to the quay", "Who pays for the boat and the crew"]
    page = [*heads, heads[0], LINES[0], heads[1], LINES[1]]
    text = "\n".join(page[2:])
    assert held(page, text) == [False, False, True, True, True, True]


def test_a_line_in_another_place_counts_once():
    page = [LINES[0], LINES[1], LINES[0]]
    assert held(page, f"{LINES[1]}\n{LINES[0]}") == [False, True, True]
    assert held(page[:2], f"{LINES[1]}\n{LINES[0]}") == [True, True]


def test_items_and_rows_are_known_without_their_marks():
    page = ["bring a coat for the crossing", "Quay | First | Last", LINES[0]]
    text = f"- {page[0]}\n| Quay | First | Last |\n|---|---|---|\n{LINES[0]}"
    assert held(page, text) == [True, True, True]


def test_a_few_letters_count_as_a_line_alone():
    page = [LINES[0], "har", LINES[1], LINES[2]]
    assert held(page, "\n".join([LINES[0], LINES[1], LINES[2]]))[1] is False
    assert held(page, "\n".join(page))[1] is True
    longer = [LINES[0], "by the quay", LINES[2]]  # that was joined with the line behind it
    assert held(longer, f"{LINES[0]}\nby the quay {LINES[2]}") == [True, True, True]


def test_half_of_a_line_is_enough_where_it_was_cut():
    line = "The ferry waited at the west quay until the last nurse had come aboard that night"
    assert held([line, LINES[0]], f"{line[:60]}\n{LINES[0]}") == [True, True]
    assert held([line, LINES[0]], f"{line[:20]}\n{LINES[0]}") == [False, True]


def test_too_much_is_not_compared():
    many = ["x" * LONG] * 6000
    assert held(many, "y" * (MOST // 6000 + 1)) is None
