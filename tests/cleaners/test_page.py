# ruff: noqa: E501 - markup
"""clean(): what a page says, kept and removed, from any bytes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import clean
from cleaners.reading.lines import MAX_LINES
from cleaners.reading.parsing import MAX_BYTES

PAGE = """<!doctype html><html lang="en"><head><title>Harbour reopens - The Quay Post</title>
<meta property="og:site_name" content="The Quay Post">
<link rel="canonical" href="/harbour?x=1"><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<meta name="robots" content="noindex, follow"><meta http-equiv="refresh" content="5; url=/next">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour reopens",
 "author": [{"@type": "Person", "name": "Ada Lindqvist"}], "datePublished": "2026-03-01T08:30:00+01:00"}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Harbour reopens</h1>
<p>The old harbour opened its gates again on Monday after two years of work on the quay walls and the locks.</p>
<figure><img src="/quay.jpg"><figcaption>The quay at dawn. Photo: Jon Berg</figcaption></figure>
<h2>Fishing boats first</h2>
<p>Fishing boats were let in first, the harbour master said, and the ferries will follow before the summer season begins.</p>
<ul><li>Ferries return in May, with three crossings a day</li><li>The market hall opens in June, on Saturdays only</li></ul>
<p>The town paid for the work with a loan that it wants to return within ten years, according to the mayor of the town.</p>
</article></main><footer><p>Imprint</p><p>Contact</p></footer></body></html>"""


def test_article_of_a_page():
    article = clean(PAGE.encode(), url="https://quay.example/harbour")
    assert article.title == "Harbour reopens"
    assert article.byline == "Ada Lindqvist"
    assert article.published == "2026-03-01T08:30:00+01:00"
    assert article.site_name == "The Quay Post"
    assert article.language == "en"
    assert article.canonical_url == "https://quay.example/harbour?x=1"
    assert article.feeds == ("https://quay.example/feed.xml",)
    assert article.refresh == "https://quay.example/next"
    assert article.robots == {"noindex", "follow"}
    assert article.provenance["title"] == "json-ld"
    assert article.fallback is None
    assert [link.url for link in article.links] == [
        "https://quay.example/",
        "https://quay.example/sport",
    ]
    assert article.blocks[0].text.startswith("The old harbour")
    assert ("Fishing boats first", "heading", 2) in [
        (b.text, b.kind, b.level) for b in article.blocks
    ]
    assert [b.text[:7] for b in article.blocks if b.kind == "item"] == ["Ferries", "The mar"]
    assert [(r.text, r.reason) for r in article.removals if r.rule == "title"] == [
        ("Harbour reopens", "title")
    ]
    assert article.images[0].url == "https://quay.example/quay.jpg"
    assert article.images[0].caption == "The quay at dawn."
    assert article.images[0].credit == "Photo: Jon Berg"


@pytest.mark.parametrize(
    "junk",
    [b"", b"\x00", b"<", b"\xff\xfe", b"<html", b"{}", b"<p>", b"\x1f\x8b", "\ud800", "<a\x00b>x"],
)
def test_any_bytes_give_an_article(junk: bytes | str):
    article = clean(junk)
    assert positions(article) == list(range(len(article.blocks) + len(article.removals)))


def positions(article) -> list[int]:
    return sorted(one.position for one in [*article.blocks, *article.removals])


SNIPPETS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class='related'>", "</div>", "<li>", "<table><tr><td>", "<td>", "<br>", "<h2>", "</h2>",
         "<a href='/x'>", "</a>", "<pre>", "<script>", "</script>", "<!--", "-->", "\x00", "\u202e", "&#0;", "&#xd800;",
         "<figure>", "<blockquote>", "Some words of a sentence that goes on for a while, and then on.", "Share", "词语。"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SNIPPETS)
def test_laws_of_cleaning(parts: list[str]):
    page = "<html><body>" + " ".join(parts)
    article = clean(page)
    assert article == clean(page)  # deterministic
    assert positions(article) == list(range(len(article.blocks) + len(article.removals)))
    assert not set(article.text) & set("\x00\u202e\ud800\u00ad\u200b")
    article.text.encode()  # no lone surrogates


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_never_raises(junk: bytes):
    clean(junk).text.encode()


@pytest.mark.parametrize(
    "grown",
    [
        "<table>" + ("<tr><td>a" + "<td>" * 300 + "<td>b</tr>") * 20 + "</table>",
        "<pre>" + "\t" * 5000 + "x</pre>",
    ],
)
def test_a_text_that_grows_is_cut_and_says_so(grown: str):
    article = clean(f"<html><body><p>The bridge is open.</p>{grown}</body></html>")
    seen = sum(
        len(one.text.replace(" | ", "").replace("    ", ""))
        for one in [*article.blocks, *article.removals]
    )
    assert len(article.text) <= 3 * seen
    assert positions(article) == list(range(len(article.blocks) + len(article.removals)))
    assert article.fallback == "text cut: more than 3 times what can be seen of the page"


def test_an_address_is_stored_as_it_can_be_printed():
    page = "<link rel=canonical href='/a\u202eb'><p>See <a href='/x\ty/&#2;z'>this</a>."
    article = clean(page, url="https://quay.example/")
    assert article.canonical_url == "https://quay.example/a%E2%80%AEb"
    assert article.links[0].url == "https://quay.example/xy/%02z"


@pytest.mark.parametrize("reference", ["&#27;", "&#x1b", "&#0008;", "&#xFFFE;"])
def test_a_reference_to_a_control_character_is_no_text(reference: str):
    story = (
        "The bridge is open again after four years, and the first to cross it was the baker. " * 4
    )
    page = (
        f"<body><p>{story}<script>1</script>{reference}[31mred &#65;&#x41;&#127;&#8364;<p>{story}"
    )
    article = clean(page)
    assert article.fallback is None
    assert article.blocks[0].text.endswith("[31mred AA€")


@pytest.mark.parametrize("fast", [False, True])
def test_a_page_that_is_not_read_to_its_end_says_so(fast):
    body = "".join(f"<p>{number} barges went by in the night." for number in range(MAX_LINES + 10))
    article = clean(f"<article>{body}", fast=fast)
    assert article.fallback == "only its first 20,000 lines were read"
    assert len(article.blocks) + len(article.removals) <= MAX_LINES
    assert clean("<p>A short page, read to its end.</p>", fast=fast).fallback is None
    large = clean("<p>Night. " + "x " * (MAX_BYTES // 2), fast=fast)
    assert large.fallback == "only its first 16,000,000 bytes were read"


@pytest.mark.parametrize("fast", [False, True])
def test_headings_of_the_first_level_in_the_text_stay(fast):
    parts = "".join(
        f"<h1>{name}</h1><p>The lock at {name} was drained, and the gates were lifted out.</p>"
        for name in ("Canal lock repairs", "What went wrong", "Who pays for it")
    )
    article = clean(f"<title>Canal lock repairs</title><article>{parts}</article>", fast=fast)
    assert article.title == "Canal lock repairs"
    assert [one.text for one in article.blocks if one.kind == "heading"] == [
        "What went wrong",
        "Who pays for it",
    ]


def test_what_lies_outside_the_article_goes_by_reason():
    text = "".join(
        f"<p>Lock {number} was drained, and its gates were lifted out." for number in range(9)
    )
    page = f"""<div class=cookie-consent><p>We use cookies.</p><button>Accept all</button></div>
    <nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article>{text}</article>
    <section class=related><h2>More</h2><ul><li><a href=/seal>Seal found asleep</a></ul></section>
    <footer><a href=/imprint>Imprint</a></footer>"""
    told = {one.text: (one.rule, one.reason) for one in clean(page).removals}
    assert told == {
        "We use cookies.\nAccept all": ("outside", "consent"),
        "Home Sport": ("outside", "navigation"),
        "More\nSeal found asleep": ("outside", "related list"),
        "Imprint": ("outside", "navigation"),
    }  # fmt: skip
