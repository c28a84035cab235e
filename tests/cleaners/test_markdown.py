"""Markdown that a person would publish: what each kind of block becomes."""

import pytest

from cleaners import Article, Block
from cleaners.markdown import markdown


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
        ("1.5 litres", "1.5 litres"),
        ("two *stars* and a_b", "two \\*stars\\* and a\\_b"),
    ],
)
def test_text_that_looks_like_markup_stays_text(text: str, line: str):
    assert written(Block(text, 0)) == f"# Bread\n\n{line}\n"


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
