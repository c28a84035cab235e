"""What is clean stays as it is: cleaning an article again changes nothing.

The law holds for the text of an article without tables and code (a line of plain text does not say
that it is a row), and for its blocks written as HTML.
"""

import re
from html import escape
from itertools import groupby
from pathlib import Path

import pytest

from cleaners import Article, Block, clean, clean_text
from tests.site import story

CELL = re.compile(r"(?:^| )\|(?= |$)")
PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*/page.html"))
STORIES = story.stories()


def article(one: Path | story.Story) -> Article:
    if isinstance(one, Path):
        return clean(one.read_bytes(), url=f"https://{one.parent.name}.example/story")
    page = story.page_html(one).replace("{{base}}", "http://127.0.0.1")
    return clean(page, url=f"http://127.0.0.1{one.path}")


def name(one: Path | story.Story) -> str:
    return one.parent.name if isinstance(one, Path) else one.slug


def written(block: Block) -> str:
    if block.kind == "row":
        return f"<tr><td>{'<td>'.join(map(escape, CELL.split(block.text)))}</tr>"
    tag = {"heading": f"h{max(2, block.level)}", "item": "li", "quote": "blockquote", "code": "pre"}
    if block.number is not None:
        return f"<li value={block.number}>{escape(block.text)}</li>"
    return f"<{tag.get(block.kind, 'p')}>{escape(block.text)}</{tag.get(block.kind, 'p')}>"


def as_page(one: Article) -> str:
    """The page of an article that has nothing but its headline and its blocks."""
    boxes = {"row": "table", "item": "ul"}
    body = ""
    for (kind, ordered), blocks in groupby(
        one.blocks, lambda one: (one.kind, one.number is not None)
    ):
        inner = "".join(map(written, blocks))
        box = "ol" if ordered else boxes.get(kind)
        body += f"<{box}>{inner}</{box}>" if box else inner
    title = escape(one.title or "")
    return f"<title>{title}</title><body><article><h1>{title}</h1>{body}</article>"


@pytest.mark.parametrize("one", [*PAGES, *STORIES], ids=name)
def test_a_clean_text_stays_as_it_is(one):
    cleaned = article(one)
    if {"row", "code"} & {block.kind for block in cleaned.blocks}:
        again = clean_text(clean_text(cleaned.text).text)
        assert again.text == clean_text(cleaned.text).text  # at the latest the second time
    else:
        assert clean_text(cleaned.text).text == cleaned.text


@pytest.mark.parametrize("one", [*PAGES, *STORIES], ids=name)
def test_a_clean_page_stays_as_it_is(one):
    cleaned = article(one)
    again = clean(as_page(cleaned))
    assert again.text == cleaned.text
    assert [one.number for one in again.blocks] == [one.number for one in cleaned.blocks]
