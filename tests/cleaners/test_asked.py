"""What clean() is given by people in a notebook: a clear word for what it cannot be."""

import datetime as dt
from pathlib import Path

import pytest

import archive
import cleaners
from cleaners import clean, clean_text
from cleaners.debris.strips import Strip
from cleaners.explanation import explain

PROSE = "The ferry sails at nine, the captain said on Monday, and nobody on the quay was surprised."
PAGE = (
    "<html lang=en><head><title>A ferry</title>"
    "<meta property='article:published_time' content='2026-03-02T10:00:00+01:00'></head>"
    f"<body><h1>A ferry sails</h1><p>{PROSE}</p><p class=promo>{PROSE[::-1]}</p></body></html>"
)
EASTERN = dt.timezone(dt.timedelta(hours=10))


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "captured",
    [
        dt.date(2026, 3, 2),
        dt.datetime(2026, 3, 2, 23, 5),  # noqa: DTZ001 - people have such
        dt.datetime(2026, 3, 2, 23, 5, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 3, 9, 5, tzinfo=EASTERN),
    ],
)
def test_a_time_of_capture_counts_as_its_day(captured: dt.date, fast: bool):
    rules = [Strip(".promo", until=dt.date(2026, 3, 2)), Strip("p", since=dt.date(2026, 3, 3))]
    article = clean(PAGE, captured=captured, strips=rules, fast=fast)
    assert (article.fallback, article.text) == (None, PROSE)
    assert article.published == "2026-03-02T10:00:00+01:00"


@pytest.mark.parametrize(
    ("page", "options", "told"),
    [
        (None, {}, "html: expected bytes or str, not NoneType"),
        (Path("page.html"), {}, "html: expected bytes or str, not PosixPath"),
        (PAGE, {"url": b"https://quay.example/"}, "url: expected str or None, not bytes"),
        (PAGE, {"charset": 8}, "charset: expected str or None, not int"),
        (PAGE, {"captured": "2026-03-02"}, "captured: expected date or None, not str"),
        (PAGE, {"strips": [".promo"]}, "strips: expected Strip, not str"),
        (PAGE, {"strips": iter([])}, "strips: expected Sequence or None, not list_iterator"),
    ],
)
@pytest.mark.parametrize("asked", [clean, explain])
def test_what_is_no_page_is_told(asked, page, options, told: str):
    with pytest.raises(TypeError) as caught:
        asked(page, **options)
    assert str(caught.value) == told


def test_what_is_no_text_is_told():
    with pytest.raises(TypeError, match=r"^text: expected str, not bytes$"):
        clean_text(PROSE.encode())


def test_bytes_of_any_kind_are_a_page():
    assert clean(bytearray(PAGE.encode())) == clean(PAGE.encode())


def test_a_notebook_is_told_the_public_names():
    assert {"clean", "clean_text", "Article"} <= set(dir(cleaners))
    assert "open_archive" in dir(archive)


@pytest.mark.parametrize("fast", [False, True])
def test_links_that_nobody_wants_stay_unread(fast: bool):
    page = PAGE.replace(
        "<p class", "<p><a href=https://quay.example/tickets>Tickets</a></p><p class"
    )
    article, other = clean(page, fast=fast), clean(page, fast=fast, links=False)
    assert [link.url for link in article.links] == ["https://quay.example/tickets"]
    assert other.links == ()
    assert (other.text, other.published) == (article.text, article.published)
