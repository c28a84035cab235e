# ruff: noqa: E501 - markup
"""Which heading is the headline: no logo, no name of the site, no label; with its spaces."""

import pytest

from cleaners import clean

NAME = "Ferry will cross the bay every hour"
TEXT = "<p>The ferry crosses the bay every hour from now on, said the harbour office.</p>" * 3
SITE = "<meta property=og:site_name content='The Quay Post'>"


def read(body: str, head: str = "", url: str = "https://quaypost.example/story/ferry"):
    return clean(f"<html><head>{head}</head><body>{body}{TEXT}", url=url)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<h1>The Quay Post</h1><h2>{NAME}</h2>", f"<title>{NAME} | The Quay Post</title>"),
        (f"<h1>The Quay Post</h1><h2>{NAME}</h2>", f"<title>The Quay Post » Local » {NAME}</title>"),
        (f"<h1><a href=/>Notes from the bay</a></h1><h3>{NAME}</h3>", f"<title>Notes from the bay: {NAME}</title>"),
        (f"<h1 class=site-title>Bay notes</h1><h2>{NAME}</h2>", f"<title>Bay notes: {NAME}</title>"),
        (f"<h1 class=site-title>Bay notes</h1><h2>{NAME}</h2>", "<title>Bay notes</title>"),
        (f"<h1><a href=/><img alt='The Quay Post' src=l.png></a></h1><h2>{NAME}</h2>", f"{SITE}<title>The Quay Post</title>"),
        (f"<h1>Local</h1><h2>{NAME}</h2>", f"<title>{NAME} - Local - Sound Herald</title>"),
        (f"<h2>{NAME}</h2>", f"<title>{NAME} - Local - Sound Herald</title>"),
        (f"<h2>{NAME}</h2>", f"{SITE}<title>The Quay Post</title>"),
        (f"<h1>{NAME}</h1>", f"{SITE}<meta property=og:title content='The Quay Post'>"),
        ("", f"{SITE}<title>{NAME} – The Quay Post – Local</title>"),
        ("", f"{SITE}<title>{NAME} ~ The Quay Post</title>"),
        ("", f"{SITE}<title>{NAME} ⋆ The Quay Post</title>"),
        ("", f'<script type="application/ld+json">{{"@type": "WebPage", "name": "{NAME} - Quay Post", "datePublished": "2026-03-01"}}</script><title>{NAME} - Quay Post</title>'),
        # a break, and parts that only a style sheet sets apart
        ("<h1>Ferry will cross<br>the bay every hour</h1>", ""),
        ("<h1><div>Ferry will cross</div><div>the bay every hour</div></h1>", ""),
        ("<h1><span>Ferry will cross</span><span>the bay every hour</span></h1>", ""),
        ("<h1><b>F</b>erry will cross <i>the</i> bay every <u>h</u>our<button>Save</button></h1>", ""),
        # a label is no part of it where another title lacks it
        (f"<h1><span>Transport</span> {NAME}</h1>", f"<meta property=og:title content='{NAME}'>"),
        (f"<h1>{NAME} <sup>Premium</sup></h1>", f"<title>{NAME} | Sound Herald | quaypost.example</title><meta property=og:title content='{NAME}'>"),
    ],
)  # fmt: skip
def test_the_headline(body: str, head: str):
    for fast in (False, True):
        page = f"<html><head>{head}</head><body>{body}{TEXT}"
        assert clean(page, url="https://quaypost.example/story/ferry", fast=fast).title == NAME


@pytest.mark.parametrize(
    ("body", "head", "title"),
    [
        # a page of teasers has no headline of its own
        (f"<h2>{NAME}</h2><h2>Seal asleep</h2>", f"{SITE}<title>The Quay Post</title>", "The Quay Post"),
        ("<h1>Contact</h1><h2>Write to us</h2>", "<title>Contact | Sound Herald</title>", "Contact"),
        ("<div class=site-title><h1>How to take the ferry</h1></div>", "<title>How to take the ferry – Sound Herald</title>", "How to take the ferry"),
        # a word before a colon is no label unless its markup says so
        ("<h1>Ferry: what the new hours mean</h1>", "<meta property=og:title content='What the new hours mean'>", "Ferry: what the new hours mean"),
    ],
)  # fmt: skip
def test_what_is_no_headline(body: str, head: str, title: str):
    assert read(body, head).title == title


def test_the_first_page_of_a_site_bears_its_name():
    head = f"{SITE}<meta property=og:title content='The Quay Post'>"
    assert read("<h1>Top stories</h1>", head, "https://quaypost.example/").title == "The Quay Post"
