"""Boxes that are called newsletter or paywall, and those that hold the text of their page."""

import pytest

from cleaners import clean

TEXT = (
    "The bridge at Lower Wending will stay closed until the frost is out of the ground.",
    "Nobody had told the baker, who drove his van up to the barrier at five in the morning.",
    "A crack as wide as a thumb runs through the second pier, the county engineer said on Monday.",
    "Whoever wants to cross has to take the ferry, which carries nine cars and rests at night.",
)
HEAD = "<title>Bridge stays closed</title><meta property=og:type content=article>"
TITLE = "<h1>Bridge stays closed</h1>"
PROMPT = "<p>This story is for subscribers only. Subscribe now to continue reading.</p>"


def paragraphs(lines: tuple[str, ...], attribute: str = "") -> str:
    return "".join(f"<p {attribute}>{line}</p>" for line in lines)


PAGES = {
    "paragraphs called paywall": paragraphs(TEXT[:1]) + paragraphs(TEXT[1:], "class=paywall"),
    "half of them": paragraphs(TEXT[:2]) + paragraphs(TEXT[2:], "class=paywall"),
    "a box called paywall": f"<div class=paywall-content>{paragraphs(TEXT)}</div>",
}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("kind", PAGES)
def test_the_text_behind_a_paywall_stays(kind, fast):
    kept = clean(f"{HEAD}<article>{TITLE}{PAGES[kind]}</article>", fast=fast).text
    assert [line for line in TEXT if line not in kept] == []


@pytest.mark.parametrize("kind", PAGES)
def test_the_prompt_beside_it_goes(kind):
    page = f"{HEAD}<article>{TITLE}{PAGES[kind]}<div class=paywall>{PROMPT}</div></article>"
    assert "subscribers only" not in clean(page).text


@pytest.mark.parametrize("fast", [False, True])
def test_an_issue_of_a_newsletter_is_no_prompt_for_one(fast):
    issue = f"<div class=newsletter-issue>{TITLE}{paragraphs(TEXT)}</div>"
    kept = clean(f"{HEAD}{issue}<footer><p>© 2026 Wending Post</p></footer>", fast=fast).text
    assert [line for line in TEXT if line not in kept] == []


def test_a_prompt_in_a_box_of_its_name_still_goes():
    prompt = "<div class=paywall><p>Three issues a week, a letter from the editor every Friday.</p>"
    page = f"{HEAD}<article>{TITLE}{paragraphs(TEXT)}{prompt}</div></article>"
    assert "letter from the editor" not in clean(page).text
