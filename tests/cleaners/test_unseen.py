"""What no reader sees goes, with a reason; what waits for a script stays."""

import pytest

from cleaners import Article, clean

PROSE = "The boat that carried night workers across the sound is back, and its first crossing"
SAID = "The county said that the ferry would go on until the autumn of next year."


def article(inner: str, *, fast: bool = False) -> Article:
    page = f"""<title>Night ferry returns</title><meta property=og:type content=article><article>
    <h1>Night ferry returns</h1><p>{PROSE} was full.</p><p>{PROSE} was late.</p>{inner}
    <p>{PROSE} was long.</p><p>{PROSE} was quiet.</p></article>"""
    return clean(page, fast=fast)


@pytest.mark.parametrize(
    ("part", "unseen"),
    [
        ("<span class=sr-only>(opens in a new tab)</span>", "(opens in a new tab)"),
        ("<a href=/x><i class='visually-hidden icon'>Link</i></a>", "Link"),
        ("<span class=screen-reader-text>opens a window</span>", "opens a window"),
        ("<span hidden>do not show</span>", "do not show"),
        ("<sup style='display: none'>[update]</sup>", "[update]"),
        ("<i class=material-icons aria-hidden=true>chevron_right</i>", "chevron_right"),
    ],
)
def test_unseen_words_in_a_paragraph_go(part, unseen):
    found = article(f"<p>{SAID[:15]} {part} {SAID[16:]}</p>")
    assert SAID in found.text
    (removal,) = [one for one in found.removals if one.rule == "unseen"]
    assert (removal.text, removal.reason) == (unseen, "other")
    places = sorted([one.position for one in (*found.blocks, *found.removals)])
    assert places == list(range(len(places)))


def test_a_first_letter_that_is_there_twice():
    twice = "<span aria-hidden=true>T</span><span class=sr-only>T</span>"
    assert f"\n{SAID}" in article(f"<p>{twice}{SAID[1:]}</p>").text


@pytest.mark.parametrize("told", ["hidden", "style='display:none'", "class=sr-only"])
def test_an_unseen_paragraph_goes(told):
    found = article(f"<p {told}>{SAID}</p>")
    assert SAID not in found.text
    assert SAID in [one.text for one in found.removals if one.reason == "other"]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "inner",
    [
        f"<div hidden><p>{SAID}</p></div>",
        f"<p hidden>{SAID}</p><p hidden>{SAID[:-1]}, if not longer.</p>",
        f"<h2>How long will it go on?</h2><p style='display:none'>{SAID}</p>",
        f"<p>{SAID[:30]}<span hidden>{SAID[30:]} {PROSE} was not the last of them.</span></p>",
        f"<p aria-hidden=true>{SAID}</p>",
        f"<p style='opacity:0;visibility:hidden'>{SAID}</p>",
        f"<details><summary>How long?</summary><p>{SAID}</p></details>",
    ],
)
def test_what_waits_for_a_script_stays(inner, fast):
    assert SAID[:60] in article(inner, fast=fast).text


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("told", ["hidden", "class=sr-only", "style='display:none'"])
def test_a_hidden_article_stays(told, fast):
    whole = "".join(f"<p>{PROSE} number {number} was late.</p>" for number in range(9))
    page = f"<title>Ferry</title><article {told}><h1>Ferry</h1>{whole}</article>"
    assert clean(page, fast=fast).text.count("was late") == 9


def test_links_of_unseen_words_are_kept():
    found = article(
        f"<p>{SAID} <a class=sr-only href=https://sound.example/x>More</a></p>", fast=True
    )
    assert SAID in found.text
    assert [one.url for one in found.links] == ["https://sound.example/x"]
