"""clean_text: what the sieve does to whole texts, and the laws it keeps whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_text
from cleaners.debris.rule import lines_of, rules

STORY = """Your browser is out of date. Please choose another one.
Ferry to the Lower Islands: Captains Ask for a Second Pier
The ferry has carried islanders for sixty years, and the pier is as old as the ferry.
Image: A ferry leaves the pier
A ferry leaves the pier of Lower Bay on a calm morning.JANE DOE / AFP - Getty Images
“We wait for an hour each day,” said one captain.
Waiting for the tide
Islands latest: Council ‘in talks’ with builders
The council has set aside money twice, and twice spent it on roads.
Read more from Harbour Weekly:
Gulls take over the old market
Council buys a bridge
It was not enough.
Nobody knows when work will begin, but the captains hope for spring."""


def test_a_story_keeps_its_prose_and_loses_its_debris():
    article = clean_text(STORY)
    assert article.title == "Ferry to the Lower Islands: Captains Ask for a Second Pier"
    assert [block.position for block in article.blocks] == [2, 5, 6, 8, 12, 13]
    assert {removal.position: removal.reason for removal in article.removals} == {
        0: "browser notice",
        1: "title",
        3: "caption",
        4: "caption",
        7: "read-more",
        9: "read-more",
        10: "related list",
        11: "related list",
    }


def test_a_short_text_has_no_title():
    assert clean_text("A headline\nA sentence which is long enough to be prose.").title is None


def test_no_text_is_no_article():
    assert clean_text("") == clean_text(" \n\n\t\r\n")
    assert clean_text("").blocks == ()


EXAMPLES = [
    line
    for rule in rules()
    for example in lines_of(rule.drop) + lines_of(rule.keep)
    for line in example.split("\n")
]
MARKED = ["# The ferry", "```", "![A gull](/g.png)", "- [Council buys a bridge](/b)", "| 1 | 2 |"]
MARKED += [
    "> We had not ordered it.",
    "**Read more**",
    "We use &quot;cookies&quot; &amp; others.",
    "",
]
LINES = st.one_of(st.sampled_from(EXAMPLES + MARKED + STORY.split("\n")), st.text(max_size=60))
JOINED = st.lists(LINES, min_size=2, max_size=5).map(" ".join)  # as some programs leave it
TEXTS = st.lists(LINES | JOINED, max_size=14).map("\n".join)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)
    again = clean_text(once.text)
    assert again.removals == ()
    assert again.text == once.text


@given(TEXTS)
def test_kept_and_removed_are_all_lines_in_order(text):
    article = clean_text(text)
    parts = sorted([*article.blocks, *article.removals], key=lambda part: part.position)
    assert [part.position for part in parts] == list(range(len(parts)))
    letters = "".join(filter(str.isalnum, text))
    assert "".join(filter(str.isalnum, "".join(part.text for part in parts))) == letters
    assert article.text == "\n\n".join(block.text for block in article.blocks)
