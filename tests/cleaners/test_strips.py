# ruff: noqa: E501 - markup
"""Site rules: CSS that takes out or keeps, in its time."""

import datetime as dt

import pytest

from cleaners import clean
from cleaners.debris.strips import Strip

BODY = "".join(
    f"<p>Paragraph {number} tells of the river, the bridge and the people who cross it every day.</p>"
    for number in range(6)
)
PAGE = f"""<html><body><article><h1>The bridge</h1>{BODY}
<p class="promo-box">Our readers walk the bridge with us every spring, come along and bring a friend.</p>
<p>The <span class="inline-ad">best shoes in town</span> river is low this year.</p></article>
<footer class="imprint"><p>Set in type by hand in the house at the bridge, as always.</p></footer></body></html>"""
PROMO = Strip(".promo-box", since=dt.date(2026, 1, 1), until=dt.date(2026, 3, 1))


def test_a_rule_takes_out_in_its_time():
    inside = clean(PAGE, strips=[PROMO], captured=dt.date(2026, 3, 1))
    assert "come along" not in inside.text
    removal = next(one for one in inside.removals if "come along" in one.text)
    assert (removal.reason, removal.rule) == ("site rule", "strip .promo-box")
    for day in (dt.date(2025, 12, 31), dt.date(2026, 3, 2), None):
        outside = clean(PAGE, strips=[PROMO], captured=day)
        assert all(one.reason != "site rule" for one in outside.removals)


@pytest.mark.parametrize("fast", [False, True])
def test_what_a_rule_takes_does_not_come_back_where_nothing_else_is(fast):
    page = "<h1>Flood</h1><div class=teaser><p>Subscribe now to read all of this story.</p></div>"
    article = clean(page, strips=[Strip(".teaser")], fast=fast)
    assert "Subscribe" not in article.text
    [gone] = [one for one in article.removals if one.reason == "site rule"]
    assert gone.text == "Subscribe now to read all of this story."


def test_a_rule_keeps():
    kept = clean(PAGE, strips=[Strip(".imprint", keep=True)])
    assert "Set in type by hand" in kept.text


def test_a_part_of_a_line_goes_alone():
    article = clean(PAGE, strips=[Strip(".inline-ad")])
    assert "best shoes" not in article.text
    assert "river is low this year" in article.text


def test_a_selector_that_is_none_changes_nothing():
    assert clean(PAGE, strips=[Strip("p[[")]).text == clean(PAGE).text
