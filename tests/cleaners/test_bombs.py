"""Pages made to blow up a parser: cut off, in bounded output, never an error."""

import json
import time

import pytest

from cleaners import Article, Block, clean, clean_text
from cleaners.judging.alignment import held
from cleaners.markdown import markdown

SECONDS = 20  # of CPU, many times what any of them takes; without its limit each takes minutes
WORDS = "word " * 60_000
TAGS = [f"<b {letter}{number}>" for letter in "abcdefgh" for number in range(100)]
CAPTIONED = "<div class=gallery><b class=caption>Quay</b><picture>"
TITLE = "<h1>The ferry is back</h1>"
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
    "bold again": "<p>" + "".join(TAGS) + "</p>" + "<p>x" * 20_000,
    "bold in a cell": f"<p>{''.join(TAGS)}</p><table><td>{'</b>' * 900}</table>" + "<p>x" * 20_000,
    "whole pages": "".join(f"<html a{number}>" for number in range(60_000)) + "<p>Text",
    "deep scripts": "<div>" * 20_000 + "<script " * 100_000,
    "declarations": b"\xff\xe9" + b"<meta " * 17_000 + b"<meta charset=" + b" " * 80_000,
    "refresh": f"<meta http-equiv=refresh content='0;url=x{' ' * 4900}x'><p>Text",
    "escapes": '<script type="application/ld+json">{"' + '\\"' * 140_000 + "</script><p>Text",
    "language": f'<body lang="en-{" " * 100_000}\nx"><p>Text',
    "people's pages": f"<a href='/by{'-a' * 240}!'>x</a>" * 200,
    "name of a box": f"{TITLE}<div class='{'x' * 500_000}'>" + "<p>On 3 May 2020 so</p>" * 250,
    "times": TITLE + "<time>" * 40 + WORDS * 2,
    "logos": "<h1><div><a href=/><object>" * 40 + WORDS,
    "figures": "<figure>" * 4000 + "<img src=data:x>" * 40_000,
    "sources": CAPTIONED + "<source>" * 40_000 + "<img src=data:x>" * 40_000,
    "sets in one": CAPTIONED + f"<source srcset='{'data:a 1w, ' * 1800}'>" * 40 + "<img>" * 10_000,
    "terms": "<ol>" + "<dd>x</dd>" * 12_000,
    "formulas": "<math><mi>x</mi></math><div>" * 2400 + WORDS * 4,
    "marks in a box": f"<p><span class='{'x ' * 250_000}'>" + "<sup>1</sup>" * 20_000,
    "code in a box": f"<div class='{'x ' * 250_000}'>" + "<pre>x</pre>" * 10_000,
    "drawings": "<nav>" + "<svg>" * 4900 + WORDS * 10 + "</nav><p>Text",
    "links in links": "".join(f"<a href=/{number}><object>" for number in range(2000))
    + "<br>" * 250_000,
    "small tables": "<table><tr><td>a<td>b</table>" * 8000,
    "signs": f"<p>Home > News{'>' * 500}=<p>{'Aa-' * 180}!<p>{'dpa/' * 140}!<p>{'a' * 500}: x",
}


@pytest.mark.parametrize("fast", [False, True], ids=["usual", "fast"])
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_cut_off(name: str, fast: bool):
    began = time.process_time()
    article = clean(BOMBS[name], url="https://bomb.example/", fast=fast)
    assert isinstance(article.links, tuple)  # and all else that the fast road reads late
    assert time.process_time() - began < SECONDS
    assert fast or not (article.fallback or "").startswith("RecursionError")
    assert len(article.text) <= 3 * len(BOMBS[name])
    places = sorted(one.position for one in [*article.blocks, *article.removals])
    assert places == list(range(len(places)))


LINES = [
    f"Home > News{'>' * 500}=",
    "Aa-" * 180 + "!",
    "dpa/" * 140 + "!",
    " | ".join(f"{' ' * 20}{word}{' ' * 20}" for word in ["Home", "Ferry", "Sea", "Quay", "1"]),
    "Read more from " + ": " * 120,
]


@pytest.mark.parametrize("line", LINES)
def test_no_line_hangs_the_rules(line: str):
    began = time.process_time()
    clean_text(f"{line}\n" * 3 + "".join(f"{line[:-1]}{number}\n" for number in range(100)))
    assert time.process_time() - began < SECONDS


def test_lines_that_another_text_lacks_are_not_sought_for_long():
    lines = [f"the cat sat on a mat and saw number {number}" for number in range(10_000)]
    text = "the cat sat on a mat and then " * 2100 + lines[0]
    began = time.process_time()
    found = held(lines, text)
    assert time.process_time() - began < SECONDS
    assert found is not None, "less than what is too much to compare"
    assert found[0]
    assert len(found) == len(lines)


def test_a_long_list_is_written_once():
    blocks = tuple(Block("word " * 200, place, "item", 1) for place in range(20_000))
    began = time.process_time()
    assert markdown(Article(blocks=blocks)).count("\n- ") == len(blocks) - 1
    assert time.process_time() - began < SECONDS


def test_bold_that_is_closed_is_no_bomb():
    said = "The council met on Monday to hear of the bridge, and it was <b id=a{0}>said</b> again."
    rows = "".join(f"<p>{said.format(number)}</p>" for number in range(6000))
    assert clean(f"<article>{TITLE}{rows}</article>", fast=True).fallback is None
