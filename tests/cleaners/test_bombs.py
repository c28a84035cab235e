"""Pages made to blow up a parser: cut off, in bounded output, never an error."""

import json

import pytest

from cleaners import clean

BOMBS = {
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">Text</p>",
    "depth": "<div>" * 20_000 + "Text" + "</div>" * 20_000,
    "paragraphs": "<p>Short.</p>" * 30_000,
    "links": "<a href='/x'>x</a> " * 30_000,
    "breaks": "word<br>" * 60_000,
    "bold": "<b>" * 5_000 + "Text",
    "table": "<table>" + "<tr><td colspan=1000000>x</td><td>y</td></tr>" * 2_000,
    "nested tables": "<table><tr><td>" * 2_000 + "Text",
    "json": '<script type="application/ld+json">' + "[" * 200_000 + "</script><p>Text",
    "people": '<script type="application/ld+json">'
    + json.dumps([{"@type": "NewsArticle", "author": [[[{"@id": "z"}] * 20] * 20] * 8}])
    + json.dumps([{"@type": "Organization", "@id": "z"}] * 4000)
    + "</script><p>Text",
    "deep people": '<script type="application/ld+json">{"@type":"Article","author":'
    + "[" * 900
    + "]" * 900
    + "}</script><p>Text",
    "sets": ("<figure><img srcset='" + "," * 20_000 + "'></figure>") * 5,
    "raised": "<p>" + "<sup>" * 20_000 + "Text",
    "title": "<title>" + "a - " * 50_000 + "</title><p>Text",
    "class": "<p class='" + "article " * 50_000 + "'>Text",
    "one word": "<p>" + "x" * 1_000_000,
    "entities": "<p>" + "&lt;" * 200_000,
    "open tags": "<a b='" * 20_000,
    "angles": "<" * 200_000,
}


@pytest.mark.parametrize("fast", [False, True], ids=["usual", "fast"])
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_cut_off(name: str, fast: bool):
    article = clean(BOMBS[name], url="https://bomb.example/", fast=fast)
    assert fast or not (article.fallback or "").startswith("RecursionError")
    assert len(article.text) <= 3 * len(BOMBS[name])
    places = sorted(one.position for one in [*article.blocks, *article.removals])
    assert places == list(range(len(places)))
