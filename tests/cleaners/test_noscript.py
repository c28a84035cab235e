"""Text that a page shows only to those who run no scripts."""

import pytest

from cleaners import clean

POST = "<p>The second span was lifted in on Tuesday, and the ferry waited for it until dusk.</p>"
MENU = "<ul><li><a href=/a>Latest</a></li><li><a href=/b>Top</a></li></ul>"


def test_posts_in_noscript_are_read_where_nothing_else_is():
    article = clean(f"<html><body>{MENU}<noscript><div class=post>{POST * 20}</div></noscript>")
    assert "The second span" in article.text


def test_noscript_beside_a_text_is_not_read():
    page = f"<html><body><article>{POST * 20}</article><noscript><p>No scripts here."
    assert "No scripts" not in clean(page).text


@pytest.mark.parametrize("fast", [False, True])
def test_a_frame_left_open_in_noscript_swallows_nothing(fast):
    frame = '<noscript><iframe src="https://count.example/" height="0" /></noscript>'
    page = f"<html><body>{frame}<article>{POST * 5}</article>{frame}<p>The end."
    assert clean(page, fast=fast).text.count("The second span") > 0


@pytest.mark.parametrize("fast", [False, True])
def test_a_short_story_in_noscript_is_read_where_scripts_build_the_page(fast):
    other = "<p>Nobody at the quay could say when the third one would come up the river.</p>"
    story = f"<noscript><article><h1>Second span</h1>{POST}{other}{POST * 2}</article></noscript>"
    article = clean(f"<title>Second span</title><div id=app></div>{story}", fast=fast)
    assert "The second span" in article.text
    assert "Nobody at the quay" in article.text


@pytest.mark.parametrize("fast", [False, True])
def test_verses_are_the_text_whatever_stands_in_noscript(fast):
    verse = "".join(f"<p>The {n}th boat came home at dusk</p>" for n in range(4, 20))
    page = f"<h1>Boats</h1><div>{verse}</div><noscript><div>{POST * 3}</div></noscript>"
    assert "The second span" not in clean(f"<title>Boats</title>{page}", fast=fast).text


def test_a_notice_in_noscript_is_no_story():
    notice = "This paper needs JavaScript, so switch it on in the settings of your browser."
    page = f"<p>The ferry is back.</p><noscript><p>{notice}</p></noscript>"
    assert clean(f"<html><body>{page}").text == "The ferry is back."


def test_a_paragraph_that_a_page_says_twice_is_kept_once():
    other = "<p>Nobody at the quay could say when the third one would come up the river.</p>"
    twins = f"<div>{POST}{other * 2}</div><div>{POST}</div>"
    article = clean(f"<html><body><article>{twins}</article>")
    assert [block.text.split()[0] for block in article.blocks] == ["The", "Nobody"]
    assert {removal.rule for removal in article.removals} == {"twice"}
