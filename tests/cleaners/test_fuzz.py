# ruff: noqa: E501 - scraps of markup
"""Broken pages by the thousand: no exception, no hang, sane and bounded output, twice the same."""

import random
from pathlib import Path

import pytest

from cleaners import clean

PAGES = [
    path.read_bytes() for path in sorted((Path(__file__).parents[1] / "pages").glob("*/page.html"))
]
SCRAPS = [
    b"<", b">", b"</", b"<p>", b"<table><tr><td>", b"</div>", b"<!--", b"<script>", b"&#0;", b"\x00",
    b"\xff\xfe", b"\xe2\x80\xae", b"<br>" * 30, b"<div>" * 50, b'" x="', b"<svg>", b"<![CDATA[", b"\xed\xa0\x80",
    b'<script type="application/ld+json">{"@type":"Article","headline":', b"<pre>", b"<a href='//['>", b"<li>",
]  # fmt: skip


def broken(seed: int) -> bytes:
    """A page cut, doubled and mixed with scraps; the same for the same seed."""
    dice = random.Random(seed)
    page = dice.choice(PAGES)
    for _ in range(dice.randint(1, 8)):
        start, end = sorted((dice.randrange(len(page) + 1), dice.randrange(len(page) + 1)))
        piece = page[start:end] if end - start < 2000 else b""
        scrap = dice.choice([dice.choice(SCRAPS), piece, bytes(dice.randbytes(4)), b""])
        cut = start if dice.random() < 0.5 else min(end, start + 40)
        page = page[:start] + scrap + page[cut:]
    return page


def check(seeds: range, *, fast: bool = False) -> None:
    for seed in seeds:
        page = broken(seed)
        article = clean(page, url="https://fuzz.example/story", fast=fast)
        places = sorted(one.position for one in [*article.blocks, *article.removals])
        assert places == list(range(len(places))), seed
        assert len(article.text) <= 3 * len(page) + 100, seed
        assert not set(article.text) & set("\x00\u202e\u200b\u00ad"), seed
        article.text.encode()
        if seed % 10 == 0:
            assert article == clean(page, url="https://fuzz.example/story", fast=fast), seed


@pytest.mark.parametrize("part", range(4))
def test_broken_pages(part: int):
    check(range(part * 250, part * 250 + 250))


def test_broken_pages_on_the_fast_road():
    check(range(1000, 2000), fast=True)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_twenty_thousand_broken_pages(part: int):
    check(range(10_000 + part * 1000, 11_000 + part * 1000))
    check(range(10_000 + part * 1000, 11_000 + part * 1000), fast=True)
