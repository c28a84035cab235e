# ruff: noqa: E501 - markup
"""The section of a page, from what it tells machines and from the trail that it shows."""

import pytest

from cleaners import clean

TRAIL = """<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
  {"@type": "ListItem", "position": 1, "item": {"@id": "https://quay.example/", "name": "Home"}},
  {"@type": "ListItem", "position": 2, "item": {"@id": "https://quay.example/t", "name": "Transport"}},
  {"@type": "ListItem", "position": 3, "name": "Ferry every hour"}]}</script>"""
ARTICLE = '<script type="application/ld+json">{"@type": "Article", "articleSection": ["", "Transport"]}</script>'


@pytest.mark.parametrize(
    ("markup", "section", "place"),
    [
        (ARTICLE, "Transport", "json-ld"),
        (TRAIL, "Transport", "json-ld"),
        ("<meta property=article:section content='Salt &amp;amp; sea'>", "Salt & sea", "meta"),
        ("<p itemprop=articleSection>Transport</p>", "Transport", "itemprop"),
        ("<ol class=breadcrumbs><li><a href=/>Quay</a><li><a href=/t>Transport</a></ol>", "Transport", "breadcrumb"),
        ("<nav aria-label=Breadcrumb><a href=/en/>Home</a><a href=/t>Transport</a><a href=/t/f>Ferry every hour</a></nav>", "Transport", "breadcrumb"),
        ("<p class=cat-links><a rel='category tag' href=/t>Transport</a></p>", "Transport", "category"),
        # words of a catalogue, and a trail that leads nowhere
        ("<meta name=dc.subject content='ferry, harbour, bay'>", None, None),
        ("<nav class=breadcrumb><a href=/en/>Home</a></nav>", None, None),
    ],
)  # fmt: skip
def test_the_section(markup: str, section: str | None, place: str | None):
    article = clean(f"<html><head></head><body>{markup}<h1>Ferry every hour</h1><p>Text.")
    assert (article.section, article.provenance.get("section")) == (section, place)
