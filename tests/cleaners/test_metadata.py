"""Title, byline and dates as pages tell them."""

import pytest

from cleaners import clean
from cleaners.byline import people
from cleaners.dates import in_url, iso
from cleaners.metadata import without_site


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["By Ada Lindqvist and Jon Berg"], "Ada Lindqvist, Jon Berg"),
        (["Von Erika Muster, dpa"], "Erika Muster"),
        (["The Quay Post"], None),
        (["Ada Lindqvist", "Ada Lindqvist"], "Ada Lindqvist"),
        (["Ada Lindqvist (transport reporter)"], "Ada Lindqvist"),
        (["https://quay.example/people/ada"], None),
        (["Par Odile Ferrand et Luc Petit"], "Odile Ferrand, Luc Petit"),
        (["Newsroom"], None),
        ([""], None),
    ],
)
def test_people(given: list[str], names: str | None):
    assert people(given, "The Quay Post") == names


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00+00:00"),
        ("2026-03-01T08:30:00.123+0200", "2026-03-01T08:30:00+02:00"),
        ("2026-03-01 08:30", "2026-03-01T08:30:00"),
        ("2026-03-01", "2026-03-01"),
        ("20260301T083000Z", "2026-03-01T08:30:00+00:00"),
        ("Sun, 01 Mar 2026 08:30:00 +0100", "2026-03-01T08:30:00+01:00"),
        ("1772353800", "2026-03-01T08:30:00+00:00"),
        ("March 1, 2026", "2026-03-01"),
        ("1 mars 2026", "2026-03-01"),
        ("1. März 2026", "2026-03-01"),
        ("01.03.2026", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026-02-30", None),
        ("yesterday", None),
        (None, None),
        ({"@value": 1}, None),
    ],
)
def test_iso(text: object, date: str | None):
    assert iso(text) == date


def test_date_in_url():
    assert in_url("https://quay.example/2026/03/01/harbour") == "2026-03-01"
    assert in_url("https://quay.example/2026/99/01/harbour") is None


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Harbour reopens | The Quay Post", "Harbour reopens"),
        ("The Quay Post: Harbour", "The Quay Post: Harbour"),
        ("Quay Post - Harbour - reopens", "Harbour - reopens"),
        ("Ferry - an essay", "Ferry - an essay"),
    ],
)
def test_title_without_site(title: str, bare: str):
    assert without_site(title, "The Quay Post", "www.quaypost.example") == bare


def test_broken_json_ld_hurts_nobody():
    scripts = ["{", "[]", '{"@type": 5}', '{"@graph": [[[]]]}', "null", '{"author": {"@id": "#a"}}']
    page = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    assert (
        clean(f"<html><head>{page}<title>Still here</title></head><body><p>Text").title
        == "Still here"
    )


def test_author_by_reference():
    page = """<script type="application/ld+json">{"@graph": [
      {"@type": "Article", "headline": "Reeds", "author": {"@id": "#ada"}},
      {"@type": "Person", "@id": "#ada", "name": "Ada Lindqvist"}]}</script><p>Text of the page."""
    article = clean(f"<html><head></head><body>{page}")
    assert (article.title, article.byline) == ("Reeds", "Ada Lindqvist")
