# ruff: noqa: E501 - markup
"""What programs of the web put around a text goes by the names that they give it."""

import pytest

from cleaners import clean
from cleaners.debris.programs import programs
from cleaners.debris.reasons import REASONS
from cleaners.debris.strips import Strip, is_selector

SAID = (
    "The pump ran for ten seconds and stopped, and the water in the bilge stood as high as before.",
    "Take the strainer off and turn the impeller with a finger: if it grates, there is your fault.",
)


def test_every_program_has_names_that_can_be_read():
    assert programs()
    for word, strips in programs().items():
        assert word == word.lower()
        assert strips
        for strip in strips:
            assert is_selector(strip.css), strip.css
            assert strip.reason in REASONS


def posts(post: str) -> str:
    return "".join(post.format(text) for text in SAID)


FORUMS = {
    "phpbb": '<body id="phpbb">' + posts(
        '<div class="post"><dl class="postprofile"><dd>Posts: 412</dd><dd>Regular</dd></dl><div class="postbody">'
        '<h3>Re: Bilge pump</h3><div class="content">{}</div>'
        '<div class="signature">Never trust a dry bilge</div></div></div>'
    ),
    "xenforo": '<html id="XF"><body>' + posts(
        '<article class="message"><div class="message-cell--user"><div class="message-userExtras"><dl><dt>Messages</dt><dd>412</dd></dl></div></div>'
        '<div class="message-cell--main"><div class="message-body">{}</div>'
        '<aside class="message-signature">Never trust a dry bilge</aside></div></article>'
    ),
    "discourse": '<meta name="generator" content="Discourse 3.2.0"><body class="crawler">' + posts(
        '<div class="topic-body crawler-post"><div class="post"><p>{}</p></div></div>'
    ) + '<div id="related-topics"><h3>Related topics</h3><p>Glaze pinholes on red clay, and what to do about them</p></div>',
}  # fmt: skip


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("page", FORUMS.values(), ids=FORUMS)
def test_of_a_thread_stays_what_was_said(page: str, *, fast: bool):
    article = clean(page, url="https://boards.example/thread/7", fast=fast)
    assert tuple(block.text for block in article.blocks) == SAID


@pytest.mark.parametrize("fast", [False, True])
def test_a_wiki_loses_its_marks_and_nothing_else(*, fast: bool):
    page = (
        '<body class="mediawiki ltr"><div class="mw-parser-output"><div role="note" class="hatnote">Zum Dorf siehe dort.</div>'
        f'<h2><span>Geschichte</span><span class="mw-editsection">[<a href="#e">Bearbeiten</a>]</span></h2><p>{SAID[0]}</p>'
        f'<h2><span>Torfstich</span><span class="mw-editsection">[<a href="#e">Bearbeiten</a>]</span></h2><p>{SAID[1]}</p></div>'
    )
    article = clean(page, fast=fast)
    assert [block.text for block in article.blocks] == [
        "Geschichte", SAID[0], "Torfstich", SAID[1],
    ]  # fmt: skip
    gone = " ".join(one.text for one in article.removals)
    assert "[Bearbeiten]" in gone
    assert "Zum Dorf" in gone


@pytest.mark.parametrize("fast", [False, True])
def test_the_names_of_a_program_mean_nothing_elsewhere(*, fast: bool):
    page = f'<body class="blog"><article><h1>Bilge</h1><p class="postprofile">{SAID[0]}</p><p>{SAID[1]}</p></article>'
    assert clean(page, fast=fast).text == "\n\n".join(SAID)


def test_a_site_rule_has_the_last_word():
    article = clean(FORUMS["phpbb"], strips=[Strip(".signature", keep=True)])
    assert "Never trust a dry bilge" in article.text
