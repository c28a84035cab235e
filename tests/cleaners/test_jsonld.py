"""JSON-LD as pages write it: with faults, with several articles, with people in many forms."""

import json

import pytest

from cleaners import clean
from cleaners.about.scripts import values

OWN = {
    "@type": "NewsArticle",
    "headline": "Ferry every hour",
    "author": {"@type": "Person", "name": "Ada Lindqvist"},
    "datePublished": "2026-03-01",
    "url": "https://quay.example/ferry",
}
TEXT = json.dumps(OWN)
SEAL = OWN | {"headline": "Seal asleep", "author": "Tam Reid", "url": "https://quay.example/seal"}


def read(*scripts: object, url: str | None = "https://quay.example/ferry?from=home"):
    given = (one if isinstance(one, str) else json.dumps(one) for one in scripts)
    page = "".join(f'<script type="application/ld+json">{one}</script>' for one in given)
    return clean(f"<html><head>{page}<body><h2>In brief</h2><p>Text of the page.", url=url)


@pytest.mark.parametrize(
    "script",
    [
        TEXT[:-1] + ",}",
        TEXT[:-1] + ', "keywords": ["sea", "boats",]}',
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/* <![CDATA[ */ {TEXT} /* ]]> */",
        "\ufeff" + TEXT + ";",
        '{"@type": "WebSite", "name": "Quay"},\n' + TEXT,
        TEXT.replace('"author"', '// who wrote it\n "author"'),
        TEXT.replace('"author"', '"wordCount": , "author"'),
        TEXT.replace('"author"', r'"file": "C:\Users\quay", "author"'),
        TEXT.replace('"author"', r'"about": "The Quay\'s boat // new", "author"'),
        TEXT.replace('"', "&quot;"),
        TEXT + "}",
    ],
)
def test_a_faulty_script_is_read(script: str):
    article = read(script)
    assert (article.title, article.byline) == ("Ferry every hour", "Ada Lindqvist")
    assert article.published == "2026-03-01"


def test_a_script_without_faults_is_not_touched():
    odd = {"a": "x, } // <!-- /* */ ,]", "b": [1, 2]}
    assert list(values(json.dumps(odd))) == [odd]
    assert list(values("{" * 100_000)) == []
    assert list(values("/*" * 140_000)) == []


LIVE = {
    "@type": "LiveBlogPosting",
    "headline": "Ferry every hour: live",
    "author": [{"@type": "Person", "name": "Ada Lindqvist"}],
    "liveBlogUpdate": [SEAL | {"@type": "BlogPosting", "articleBody": "The boat leaves. " * 9}],
}


@pytest.mark.parametrize(
    ("scripts", "title", "byline"),
    [
        ([LIVE], "Ferry every hour: live", "Ada Lindqvist"),
        ([SEAL, OWN], "Ferry every hour", "Ada Lindqvist"),  # by its address
        ([{"@graph": [SEAL | {"articleBody": "long " * 99}, OWN]}], OWN["headline"], None),
        ([{"@type": "ItemList", "itemListElement": [{"item": SEAL}]}, OWN], OWN["headline"], None),
        ([OWN | {"hasPart": [SEAL | {"articleBody": "long " * 99}]}], OWN["headline"], None),
        ([{"@type": "WebPage", "name": "Quay", "mainEntity": OWN}], OWN["headline"], None),
        ([OWN | {"@type": "schema:NewsArticle", "headline": ["Ferry"]}], "Ferry", None),
        ([OWN | {"headline": {"@value": "Ferry", "@language": "en"}}], "Ferry", None),
        ([{"@type": "Product", "review": {"@type": "Review", "name": "Poor"}}], "In brief", ""),
    ],
)
def test_the_article_of_the_page(scripts: list[object], title: str, byline: str | None):
    article = read(*scripts)
    expected = "Ada Lindqvist" if byline is None else byline or None
    assert (article.title, article.byline) == (title, expected)


@pytest.mark.parametrize("headline", [True, float("nan"), 0.5, {"@value": False}])
def test_what_is_no_text_is_no_headline(headline: object):
    page = f'<script type="application/ld+json">{json.dumps(OWN | {"headline": headline})}</script>'
    assert clean(f"{page}<body><h1>Ferry every hour</h1><p>Text.").title == "Ferry every hour"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "givenName": "Ada", "familyName": "Berg"}, "Ada Berg"),
        ({"@type": "Person", "name": "<a href='/x'>Ada Berg</a>"}, "Ada Berg"),
        (
            [{"@type": "Organization", "name": "Sea Wire"}, {"@type": "Person", "name": "Ada"}],
            "Ada",
        ),
        ([{"@id": "#a"}, {"@id": "#b"}], "Ada Berg, Jon Lind"),
    ],
)
def test_people_in_many_forms(author: object, names: str):
    known = [{"@id": "#a", "name": "Ada Berg"}, {"@id": "#b", "name": "Jon Lind"}]
    assert read(OWN | {"author": author}, {"@graph": known}).byline == names
