# ruff: noqa: E501 - markup
"""Signs that link a heading to itself are none of its words."""

import pytest

from cleaners import clean

PAGE = """<html><body><article><h1>{}</h1><p>A gauge is anything that counts water: a tipping bucket,
a scale, or a radar cell. All of them are read in the same way.</p><h2>{}</h2><p>Ask for the last
value, or for one at a time that you give, and print what it says of itself.</p></article>"""


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ('One value<a class="headerlink" href="#one" title="Permalink">¶</a>', "One value"),
        ('One value <a class="anchor" href="#one">#</a>', "One value"),
        ('<a class="doc-anchor" href="#one">§</a>One value', "One value"),
        ('<a href="#one" class="header-anchor">#</a> One value', "One value"),
        ('One value <a href="#one">🔗</a>', "One value"),
        ("One value in C#", "One value in C#"),
        ('<a href="#one">One value in C#</a>', "One value in C#"),
        ("§ 5 One value", "§ 5 One value"),
    ],
)
def test_a_heading_has_no_sign(markup: str, read: str, *, fast: bool):
    article = clean(PAGE.format("Reading gauges", markup), fast=fast)
    assert [block.text for block in article.blocks if block.kind == "heading"] == [read]
    assert clean(PAGE.format(markup, "Of gauges"), fast=fast).title == read
