"""Markdown that a person would publish: what each kind of block becomes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Article, Block
from cleaners.characters import one_line
from cleaners.markdown import markdown
from tests.cleaners.rendered import rendered


def written(*blocks: Block) -> str:
    return markdown(Article(title="Bread", blocks=blocks))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. is no list", "1\\. is no list"),
        ("12) neither", "12\\) neither"),
        ("# is no heading", "\\# is no heading"),
        ("- is no list", "\\- is no list"),
        ("> is no quote", "\\> is no quote"),
        ("| is no table", "\\| is no table"),
        ("---", "\\---"),
        ("- -", "\\- -"),
        ("+", "\\+"),
        ("1986.", "1986\\."),
        ("~~five~~", "\\~\\~five\\~\\~"),
        ("&lt;b&gt; &copy;", "\\&lt;b\\&gt; \\&copy;"),
        ("1.5 litres, R&D", "1.5 litres, R&D"),
        ("two *stars* and a_b", "two \\*stars\\* and a\\_b"),
    ],
)
def test_text_that_looks_like_markup_stays_text(text: str, line: str):
    assert written(Block(text, 0)) == f"# Bread\n\n{line}\n"


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (Block("1986. The first flood", 0, "item", 1), "- 1986\\. The first flood"),
        (Block("# of boats", 0, "item", 1), "- \\# of boats"),
        (Block("- Jane Doe", 0, "quote"), "> \\- Jane Doe"),
        (Block("Notes in C #", 0, "heading", 2), "## Notes in C \\#"),
    ],
)
def test_so_it_does_in_lists_quotes_and_headings(block: Block, line: str):
    assert written(block) == f"# Bread\n\n{line}\n"


def test_bars_in_cells_and_a_table_of_one_row():
    assert written(Block("fast|safe | yes |", 0, "row")) == (
        "# Bread\n\n| fast\\|safe | yes |  |\n| --- | --- | --- |\n"
    )


def test_lists_quotes_tables_and_code():
    made = written(
        Block("Method", 0, "heading", 2),
        Block("Flour", 1, "item", 1),
        Block("Rye", 2, "item", 2),
        Block("First.", 3, "quote"),
        Block("Second.", 4, "quote"),
        Block("Loaf | Price", 5, "row"),
        Block("Dark | 4.20", 6, "row"),
        Block("bake(```)", 7, "code"),
    )
    assert made == (
        "# Bread\n\n## Method\n\n- Flour\n  - Rye\n\n> First.\n>\n> Second.\n\n"
        "| Loaf | Price |\n| --- | --- |\n| Dark | 4.20 |\n\n````\nbake(```)\n````\n"
    )


SIGNS = ["1.", "12)", "#", "##", "-", "- -", "+", "*", "**", "_", "~", "~~", "~~~", "`", "```"]
MORE = [
    "=",
    "===",
    "---",
    "|",
    "||",
    "\\",
    "&lt;",
    "&#65;",
    "&copy;",
    "&",
    "<b>",
    "<!--",
    ">",
    ":",
    "!",
]
WORDS = [
    "[a]",
    "(b)",
    "[x]:",
    "<http://a.b>",
    "http://a.b/c_d",
    "www.a.b",
    "Rye",
    "1986",
    " ",
    "第3号",
]
SCRAPS = st.sampled_from([*SIGNS, *MORE, *WORDS])
TEXTS = st.lists(SCRAPS | st.text(max_size=3), min_size=1).map(lambda some: one_line("".join(some)))
CODE = st.lists(SCRAPS | st.sampled_from(["\n", "\n\n", "    "]), min_size=1).map(
    lambda some: "".join(some).strip("\n")
)
BLOCKS = st.one_of(
    st.builds(Block, TEXTS, st.just(0), st.sampled_from(["paragraph", "quote", "row"])),
    st.builds(Block, TEXTS, st.just(0), st.just("heading"), st.integers(2, 6)),
    st.builds(Block, TEXTS, st.just(0), st.just("item"), st.just(1)),
    st.builds(Block, CODE, st.just(0), st.just("code")),
).filter(lambda block: bool(block.text.strip()))


def test_two_tables_and_two_quotes_are_two():
    made = written(
        Block("a | b", 0, "row"),
        Block("c | d", 1, "row", apart=True),
        Block("One.", 2, "quote"),
        Block("Two.", 3, "quote", apart=True),
    )
    tables = "| a | b |\n| --- | --- |\n\n| c | d |\n| --- | --- |\n\n"
    assert made == f"# Bread\n\n{tables}> One.\n\n> Two.\n"


@given(st.lists(BLOCKS, min_size=1))
def test_what_is_shown_is_what_the_blocks_say(blocks: list[Block]):
    shown = rendered(markdown(Article(blocks=tuple(blocks))))
    assert [(one.kind, spaced(one.text)) for one in shown] == [
        (block.kind, spaced(block.text)) for block in blocks
    ]


@given(TEXTS.filter(bool), TEXTS.filter(bool))
def test_a_headline_and_a_name_are_shown_as_they_are(title: str, byline: str):
    headline, about = rendered(markdown(Article(title=title, byline=byline)))
    assert (headline.kind, headline.level, headline.text) == ("heading", 1, title)
    assert about.text == f"<em_open >{byline}<em_close >"


def spaced(text: str) -> str:
    """A row without the spaces around its bars, and code as it is."""
    return re.sub(r" *\| *", "|", text).strip("|")
