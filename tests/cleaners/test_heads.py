# ruff: noqa: E501 - markup
"""Questions stay above their answers, and what one clicks above what it opens."""

import pytest

from cleaners import clean

ROADS = pytest.mark.parametrize("fast", [False, True])
ASKED = [
    ("Where do dogs go?", "Anywhere but the bridge. There is a bowl beside the engine room door."),
    ("Can I stay in my car?", "No. The car deck is locked while the ship is at sea, and nobody may go down."),
    ("Is there food?", "Soup, rolls and tea until nine in the evening, and fish on Fridays in winter."),
]  # fmt: skip
LEAD = "<p>What people ask us on the quay when they wait for the boat, and what we answer.</p>"


def page(part: str) -> str:
    parts = "".join(part.format(*pair) for pair in ASKED)
    return f"<html><body><main><h1>Questions</h1>{LEAD}<section><h2>On board</h2>{parts}</section></main></body></html>"


@ROADS
@pytest.mark.parametrize(
    "part",
    [
        "<details><summary>{}</summary><p>{}</p></details>",
        '<div class="accordion-item"><h3><button class="collapsed" aria-expanded="false">{}</button></h3><div class="collapse"><div>{}</div></div></div>',
        "<div><h3>{}</h3><p>{}</p></div>",
    ],
    ids=["details", "buttons", "headings"],
)
def test_questions_stay_above_their_answers(part: str, *, fast: bool):
    kept = [block.text for block in clean(page(part), fast=fast).blocks]
    assert kept[1:] == ["On board", *(text for pair in ASKED for text in pair)]


def test_a_question_without_its_answer_goes():
    told = "".join(f"<p>{answer}</p>" for _, answer in ASKED)
    asked = '<div class="feedback"><h3>Was this page helpful?</h3><a href="/yes">Yes</a> <a href="/no">No</a></div>'
    article = clean(f"<article><h1>On board</h1>{told}{asked}</article>")
    assert article.text == "\n\n".join(answer for _, answer in ASKED)
