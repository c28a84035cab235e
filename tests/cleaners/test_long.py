"""Texts longer than those that the trees learned from: reports, judgments, chapters."""

import random

import pytest

from cleaners import clean

WORDS = """the harbor council met to hear of a new bridge across river which people in town have
wanted for years while others say it costs too much and would spoil view from old quay where boats
land their catch every morning before market opens""".split()  # noqa: SIM905 - reads better so
SIDE = "".join(f"<li><a href=/story/{number}>Story number {number}</a>" for number in range(12))


def paragraphs(count: int) -> list[str]:
    chance = random.Random(count)
    return [
        " ".join(
            " ".join(chance.choices(WORDS, k=chance.randint(9, 20))).capitalize() + "."
            for _ in range(3)
        )
        for _ in range(count)
    ]


SHAPES = {
    "paragraphs": ("<article><h1>The bridge</h1><p>", "<p>", "</article>"),
    "breaks": ("<div id=content><h1>The bridge</h1>", "<br><br>", "</div>"),
    "boxes": ("<section><h1>The bridge</h1><div>", "</div><div>", "</div></section>"),
    "items": ("<article><h1>The bridge</h1><ol><li>", "<li>", "</ol></article>"),
}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("said", ["", "<meta property=og:type content=article>"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [300, 800, 2000])
def test_a_long_text_is_kept_to_its_end(count, shape, said, fast):
    text = paragraphs(count)
    begin, between, end = SHAPES[shape]
    page = f"""<title>The bridge</title>{said}<header><nav><a href=/>Home</a></nav></header>
    <main>{begin}{between.join(text)}{end}</main>
    <aside><h2>Most read</h2><ul>{SIDE}</ul></aside><footer><p>© 2026 Gazette</footer>"""
    article = clean(page, fast=fast)
    kept = {block.text for block in article.blocks}
    assert sum(one in kept for one in text) >= 0.99 * count
    assert not [one for one in kept if "Story number" in one or "Gazette" in one]
