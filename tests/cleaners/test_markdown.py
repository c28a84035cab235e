"""Markdown that a person would publish: what each kind of block becomes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Article, Block
from cleaners.markdown import markdown
from cleaners.reading.characters import one_line
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
        Block("bake()", 8, "code", syntax="python"),
    )
    assert made == (
        "# Bread\n\n## Method\n\n- Flour\n  - Rye\n\n> First.\n>\n> Second.\n\n"
        "| Loaf | Price |\n| --- | --- |\n| Dark | 4.20 |\n\n````\nbake(```)\n````\n\n"
        "```python\nbake()\n```\n"
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


LISTED = st.one_of(
    st.builds(
        Block,
        TEXTS,
        st.just(0),
        st.just("item"),
        level=st.integers(1, 4),
        apart=st.booleans(),
        number=st.none() | st.integers(0, 3) | st.just(999_999_999),
    ),
    st.builds(
        Block, TEXTS, st.just(0), st.just("item"), level=st.integers(1, 4), more=st.just(True)
    ),
    st.builds(
        Block, TEXTS, st.just(0), st.sampled_from(["quote", "row", "paragraph"]), st.integers(0, 3)
    ),
    st.builds(Block, CODE, st.just(0), st.just("code"), st.integers(0, 3)),
).filter(lambda block: bool(block.text.strip()))


@given(st.lists(LISTED, min_size=1))
def test_lists_are_shown_with_their_numbers_and_what_stands_in_them(blocks: list[Block]):
    shown = rendered(markdown(Article(blocks=tuple(blocks))))
    assert [(one.kind, spaced(one.text), one.number) for one in shown] == [
        (block.kind, spaced(block.text), block.number) for block in blocks
    ]
    for (before, block), (one, other) in zip(pairwise(blocks), pairwise(shown), strict=True):
        if one.kind != "item" or other.kind != "item" or one.more or other.more:
            continue
        if before.level == block.level and (block.apart or before.number is block.number is None):
            assert (one.boxes != other.boxes) == block.apart
            assert len(one.boxes) == len(other.boxes)


def listed(*blocks: Block) -> str:
    return written(*blocks).removeprefix("# Bread\n\n")


def item(text: str, level: int = 1, number: int | None = None, *, apart: bool = False) -> Block:
    return Block(text, 0, "item", level, apart, number)


@pytest.mark.parametrize(
    ("blocks", "made"),
    [
        ([item("a", 3), item("b", 3)], "- a\n- b\n"),
        ([item("a"), item("b", 2), item("c")], "- a\n  - b\n- c\n"),
        ([item("a", 1, 9), item("b", 1, 10), item("c", 2)], "9. a\n10. b\n    - c\n"),
        ([item("a", 1, 1), item("c", 1, 3)], "1. a\n\n3) c\n"),
        ([item("a", 1, 1), item("c", 1, 2, apart=True)], "1. a\n\n2) c\n"),
        ([item("a"), item("b", 2, 4)], "- a\n\n  4. b\n"),
        ([item("a"), item("b", apart=True), item("c")], "- a\n\n* b\n* c\n"),
        ([item("a"), item("b", 1, 1)], "- a\n\n1. b\n"),
        ([item("below zero", 1, -1)], "- below zero\n"),
        (
            [item("a", 1, 1), Block("x\n\ny", 0, "code", 1), item("b", 1, 2)],
            "1. a\n\n   ```\n   x\n\n   y\n   ```\n\n2. b\n",
        ),
        ([item("a"), Block("b", 0, "item", 1, more=True), item("c")], "- a\n\n  b\n\n- c\n"),
        ([Block("a", 0, "item", 1, more=True), Block("b", 0, "quote", 1)], "- a\n\n  > b\n"),
    ],
)
def test_each_list_is_one(blocks: list[Block], made: str):
    assert listed(*blocks) == made


def spaced(text: str) -> str:
    """A row without the spaces around its bars, and code as it is."""
    return re.sub(r" *\| *", "|", text).strip("|")
