# ruff: noqa: E501 - markup
"""What stands between a headline and the text, and what is pulled out of the text."""

import pytest

from cleaners import clean

ROADS = pytest.mark.parametrize("fast", [False, True])
TEXT = [
    "There is a bollard in the middle of a bean field four miles from the sea, and children climb on it.",
    "I went to see it in March, with a map drawn by a man who was sure that the water would come back.",
    "What the town did next is the part I like. It did not dredge. It moved, stone by stone, on ox carts.",
    "By 1700 it had happened twice more. The parish book calls the sea our inconstant neighbour, and taxes it.",
]
LEAD = "On silt, pride, and a town that would not look down"


def page(lead: str, body: str = "".join(f"<p>{one}</p>" for one in TEXT)) -> str:
    return (
        '<html><head><meta property="og:type" content="article"></head><body><nav><a href="/">Home</a></nav><article>'
        f'<header><h1>The harbor that moved</h1>{lead}</header><div class="body markup">{body}</div></article></body></html>'
    )


@ROADS
@pytest.mark.parametrize("name", ["subtitle", "standfirst", "article-dek"])
def test_a_marked_standfirst_needs_no_full_stop(name: str, *, fast: bool):
    article = clean(page(f'<h3 class="{name}">{LEAD}</h3>'), fast=fast)
    assert article.text == "\n\n".join([LEAD, *TEXT])


@ROADS
def test_a_writer_is_no_standfirst(*, fast: bool):
    writer = '<div class="author-bio"><p class="description">Celia writes about water and the towns beside it.</p></div>'
    assert clean(page(writer), fast=fast).text == "\n\n".join(TEXT)


def test_an_excerpt_is_no_standfirst():
    excerpt = f'<p class="excerpt">{TEXT[0][:60]}...</p>'
    assert clean(page(excerpt), fast=True).text == "\n\n".join(TEXT)


@ROADS
def test_what_is_pulled_out_of_the_text_is_told_once(*, fast: bool):
    pulled = '<blockquote class="pullquote"><p>“It did not dredge. It moved”</p></blockquote>'
    own = '<blockquote class="pullquote"><p>The sea gives back what it took, but never to the same people.</p></blockquote>'
    body = "".join(f"<p>{one}</p>" for one in TEXT)
    article = clean(page("", body.replace("<p>By", pulled + own + "<p>By")), fast=fast)
    assert "“It did not dredge" not in article.text
    assert "never to the same people" in article.text


@ROADS
def test_counts_above_the_text_go_and_years_in_it_stay(*, fast: bool):
    counts = "<div><div><span>312</span></div><div><p>4</p></div><div><p>1.2K</p></div></div>"
    body = "".join(f"<h2>{1834 + n}</h2><p>{one}</p>" for n, one in enumerate(TEXT))
    text = clean(page(counts, body), fast=fast).text.split("\n\n")
    assert not {"312", "4", "1.2K"} & set(text)
    assert {"1835", "1836", *TEXT} <= set(text)
