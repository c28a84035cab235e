"""The address that a page calls its own, without the mistakes of templates."""

import pytest

from cleaners import clean

PAGE = "https://quay.example/story/ferry?from=home"
OWN = "https://quay.example/story/ferry"
OG = f"<meta property=og:url content='{OWN}'>"


@pytest.mark.parametrize(
    ("head", "url", "place"),
    [
        ("<link rel=canonical href=/story/ferry>", OWN, "link"),
        ("<link rel=canonical href=//a.example/f>", "https://a.example/f", "link"),
        ("<link rel=canonical href='/story/ferry#top'>", OWN, "link"),
        ("<base href='https://quay.example/story/'><link rel=canonical href=ferry>", OWN, "link"),
        # the first page of the site, nothing, a machine of the makers
        (f"<link rel=canonical href='/'>{OG}", OWN, "meta"),
        (f"<link rel=canonical href=''>{OG}", OWN, "meta"),
        (f"<link rel=canonical href='javascript:void(0)'>{OG}", OWN, "meta"),
        (f"<link rel=canonical href=undefined>{OG}", OWN, "meta"),
        (f"<link rel=canonical href='http://localhost:3000/story/ferry'>{OG}", OWN, "meta"),
        ("<link rel=canonical href='https://quay.example'>", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_the_canonical_address(head: str, url: str | None, place: str | None):
    article = clean(f"<html><head>{head}</head><body><p>Text.", url=PAGE)
    assert article.canonical_url == url
    assert article.provenance.get("canonical_url") == place


def test_the_first_page_is_its_own():
    page = "<html><head><link rel=canonical href='https://quay.example/'></head><body><p>Text."
    assert clean(page, url="https://quay.example/").canonical_url == "https://quay.example/"
    assert clean(page).canonical_url == "https://quay.example/"
    for path in ("?utm=1", "index.html", "?p=7#top"):
        found = clean(page, url=f"https://quay.example/{path}")
        assert found.canonical_url == "https://quay.example/"
