# ruff: noqa: E501 - scraps of markup
"""Broken pages by the thousand, and what must hold of the article of each.

    PYTHONPATH=. python tests/cleaners/fuzz.py 20000

prints figures: inputs, seconds, the slowest, fallbacks by reason.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import asdict
from functools import cache
from pathlib import Path

from cleaners import Article, clean
from tests.site import story

SCRAPS = [
    b"<", b">", b"</", b"<p>", b"<table><tr><td>", b"</div>", b"<!--", b"<script>", b"&#0;", b"\x00", b"&#xd800;",
    b"\xff\xfe", b"\xe2\x80\xae", b"<br>" * 30, b"<div>" * 50, b'" x="', b"<svg>", b"<![CDATA[", b"\xed\xa0\x80",
    b'<script type="application/ld+json">{"@type":"Article","headline":', b"<pre>", b"<a href='//['>", b"<li>",
    b"<tr>" + b"<td></td>" * 60, b"<pre>" + b"\t" * 99, b"<title>&#1;\xc2\x85x", b"<h1>", b"<figure><img src=x\x01y>",
    b"<meta name=author content='&#2;By \xed\xb0\x80'>", b"<link rel=canonical href='http://[::1'>", b"&#x1b;[31m",
    b"<time datetime='9999-99-99'>", b"<ul><li>" * 40, b"<blockquote>" * 9, b"<base href='javascript:x'>", b"&shy;&zwj;",
    b"<math><mi>", b"<template><p>", b"<noscript><p>", b"<a rel=author href=/author/x>", b"<ruby>", b"<plaintext>",
]  # fmt: skip
# What no stored text may hold: controls, direction overrides, zero width marks, lone surrogates.
UNSTORABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
SECONDS = 5  # of CPU that one page may take


@cache
def originals() -> list[bytes]:
    """The pages that are broken: all that we wrote, in their own encodings."""
    own = sorted((Path(__file__).parents[1] / "pages").glob("*/page.html"))
    outlet = [
        story.page_html(one).encode(one.wire.get("charset", "utf-8"), "xmlcharrefreplace")
        for one in story.stories()
    ]
    return [*(path.read_bytes() for path in own), *outlet]


def broken(seed: int) -> bytes:
    """A page cut, doubled and mixed with scraps; the same for the same seed."""
    dice = random.Random(seed)
    page = dice.choice(originals())
    for _ in range(dice.randint(1, 8)):
        start, end = sorted((dice.randrange(len(page) + 1), dice.randrange(len(page) + 1)))
        piece = page[start:end] if end - start < 2000 else b""
        scrap = dice.choice([dice.choice(SCRAPS), piece, bytes(dice.randbytes(4)), b""])
        cut = start if dice.random() < 0.5 else min(end, start + 40)
        page = page[:start] + scrap + page[cut:]
    return page


def told(article: Article) -> str:
    """Everything an article says, in one text: equal where two articles are."""
    return json.dumps(asdict(article) | {"robots": sorted(article.robots)}, ensure_ascii=False)


def seen(article: Article) -> int:
    """How many characters of the page can be seen, kept or not, without what we put between."""
    every = [*article.blocks, *article.removals]
    return sum(len(one.text.replace(" | ", "").replace("    ", "")) for one in every)


def check(seed: int, *, fast: bool = False) -> Article:
    """The article of a broken page, after every law is checked."""
    article = clean(broken(seed), url="https://fuzz.example/story", charset="utf-8", fast=fast)
    places = sorted(one.position for one in [*article.blocks, *article.removals])
    assert places == list(range(len(places))), seed
    assert "while cleaning" not in (article.fallback or ""), f"{seed}: {article.fallback}"
    assert len(article.text) <= 3 * seen(article), seed
    for text in strings(asdict(article)):
        assert not (found := UNSTORABLE.search(text)), f"{seed}: {found}"
        text.encode()
    return article


def strings(value: object):
    """Every text in a value made of lists, tables and texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from strings(one)


def main(count: int) -> None:
    slowest = (0.0, 0)
    fallbacks: Counter[str] = Counter()
    faults = []
    began = time.process_time()
    for seed in range(10_000, 10_000 + count):
        start = time.process_time()
        try:
            fallbacks[check(seed).fallback or "cleaned"] += 1
        except AssertionError as fault:
            faults.append(str(fault))
            print(fault, flush=True)
        slowest = max(slowest, (time.process_time() - start, seed))
    print(f"{count} inputs, {time.process_time() - began:.0f} s CPU, slowest {slowest[0]:.2f} s")
    print(f"faults {len(faults)}; {dict(fallbacks)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
