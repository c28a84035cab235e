# ruff: noqa: E501 - markup
"""The fast road: the same kind of Article, nothing lost, nothing raised, bounded work."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.debris.strips import Strip
from cleaners.page import read

PAGES = Path(__file__).parents[1] / "pages"
FERRY = (PAGES / "ferry" / "page.html").read_bytes()
PROSE = "The council met on {} and heard that the bridge over the river will be closed for repairs."
PAGE = (
    "<html lang=en><head><title>The bridge</title></head><body><nav><a href=/a>Home</a><script>x()</script>"
    "<a href=/b>News</a></nav><article><h1>The bridge</h1>"
    + "".join(f"<p>{PROSE.format(day)}</p>" for day in ("Monday", "Tuesday", "Friday"))
    + "<p class=promo-box>Walk the bridge with us every spring, and bring a friend who likes rivers.</p>"
    "<p>The <span class=inline-ad>best shoes in town</span> river is low this year, say the fishermen.</p>"
    "<table><tr><td>Length</td><td>240 m</td></tr></table></article>"
    "<footer><p>Set in type by hand in the house at the bridge.</p></footer></body></html>"
)
TOKENS = st.sampled_from(
    ["<p>", "</p>", "<div class=ad>", "</div>", "<nav>", "</nav>", "<b>", "<a href=/x>", "</a>", "<li>", "<br>",
     "<table><tr><td>", "<td>", "</table>", "<pre>", "</pre>", "<script>", "</script>", "<footer>", "text ", "One line. ",
     "<h1>", "</h1>", "\x00", "\u202e", "<!--", "-->", "<template>", "<frameset>", "<svg>", "<title>", "\ud800"]
)  # fmt: skip


def seen(html: bytes | str) -> list[str]:
    """The words of the fast road's blocks and removals in the order of their positions."""
    article = clean(html, fast=True)
    parts = sorted([*article.blocks, *article.removals], key=lambda one: one.position)
    assert [one.position for one in parts] == list(range(len(parts)))
    return " ".join(one.text for one in parts).split()


@pytest.mark.parametrize("folder", sorted(PAGES.iterdir()), ids=lambda folder: folder.name)
def test_it_tells_of_a_page_what_the_slow_road_tells(folder: Path):
    page, url = (folder / "page.html").read_bytes(), f"https://{folder.name}.example/story"
    slow, fast = clean(page, url=url), clean(page, url=url, fast=True)
    for field in (
        "title", "byline", "published", "modified", "language", "site_name", "canonical_url", "section",
        "images", "links", "feeds", "refresh", "robots",
    ):  # fmt: skip
        if slow.provenance.get(field) != "text":  # running text is not searched for dates and names
            assert getattr(fast, field) == getattr(slow, field), field
    same = set(slow.text.split("\n\n")) & set(fast.text.split("\n\n"))
    assert len(same) >= 0.8 * len(slow.blocks)


@pytest.mark.parametrize("folder", sorted(PAGES.iterdir()), ids=lambda folder: folder.name)
def test_nothing_is_lost(folder: Path):
    page = (folder / "page.html").read_bytes()
    slow = clean(page)
    parts = sorted([*slow.blocks, *slow.removals], key=lambda one: one.position)
    assert seen(page) == " ".join(one.text for one in parts).split()


def test_reasons_and_rows():
    article = clean(PAGE, fast=True)
    assert [block.text for block in article.blocks][:1] == [PROSE.format("Monday")]
    assert [removal.reason for removal in article.removals][:2] == ["navigation", "title"]
    assert article.removals[0].text == "Home\nNews"
    assert "Length | 240 m" in " ".join(seen(PAGE))


def test_a_list_of_links_is_one_removal_on_an_article_page():
    more = "".join(f"<li><a href=/{n}>What else is new, part {n}</a></li>" for n in range(3))
    told = "<meta property=og:type content=article></head>"
    page = PAGE.replace("</article>", f"</article><ul>{more}</ul>")
    listed = "What else is new, part 0\nWhat else is new, part 1"
    for html in (page, page.replace("</head>", told)):
        article = clean(html, fast=True)
        assert listed in "\n".join(one.text for one in article.removals)
        assert "part 1" not in article.text
    lines = {
        html: [line.text for line in read(html.encode(), None, fast=True).lines]
        for html in (page, page.replace("</head>", told))
    }
    one_by_one, whole = lines.values()
    assert len(one_by_one) == len(whole) + 2
    assert any(line.startswith(listed) for line in whole)


def test_a_list_with_words_beside_its_links_is_read_line_by_line():
    words = "".join(f"<li><a href=/{n}>Bridge {n}</a> is <b>open</b></li>" for n in range(4))
    head = "<head><meta property=og:type content=article></head>"
    page = read(f"<html>{head}<body><ul>{words}</ul>".encode(), None, fast=True)
    assert [line.text for line in page.lines] == [f"Bridge {n} is open" for n in range(4)]


def test_menus_keep_their_links_and_pictures():
    signs = "<svg><title>A gull</title><a href=/gull>Gull</a></svg><style>a { }</style>"
    quiet = "<noscript><a href=/quiet>Quiet</a><img src=/logo.png></noscript><script>x()</script>"
    menu = f"<nav>{signs}<a href=/a>Home</a>{quiet}<a href=/b>News</a></nav>"
    page = PAGE.replace("</article>", f"</article>{menu}")
    slow, fast = (clean(page, url="https://a.example/x", fast=fast) for fast in (False, True))
    assert fast.links == slow.links
    assert "https://a.example/quiet" in {link.url for link in fast.links}
    assert "A gull" not in " ".join(seen(page))


def test_site_rules_hold():
    day = dt.date(2026, 2, 1)
    promo = Strip(".promo-box", since=dt.date(2026, 1, 1), until=dt.date(2026, 3, 1))
    rules = [promo, Strip("footer p", keep=True), Strip(".inline-ad"), Strip("p[[")]
    article = clean(PAGE, strips=rules, captured=day, fast=True)
    assert "every spring" not in article.text
    assert "by hand" in article.text
    assert "best shoes" not in article.text
    assert "river is low" in article.text
    told = [one.rule for one in article.removals if one.reason == "site rule"]
    assert told == ["strip .promo-box", "strip .inline-ad"]


@given(st.lists(TOKENS, max_size=60).map("".join))
def test_any_markup_gives_an_article_twice_the_same(html: str):
    article = clean(html, url="https://a.example/x", fast=True)
    assert article == clean(html, url="https://a.example/x", fast=True)
    assert len(article.text) <= 3 * len(html)
    article.text.encode()
    seen(html)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_article(page: bytes):
    seen(page)


def test_a_page_nested_too_deeply_gives_its_visible_text():
    page = "<div>" * 100_000 + "Text" + "</div>" * 100_000
    article = clean(page, fast=True)
    assert article.text == "Text"
    assert article.fallback == "TooDeepError while cleaning"


def test_nested_links_are_read_within_bounds():
    page = "<a href='/x'>" + "<object><a href='/x'>" * 3000 + "word " * 100_000
    article = clean(page, url="https://a.example/", fast=True)
    assert [link.url for link in article.links] == ["https://a.example/x"]


FIGURES = "<table><tr><td>Year<td>Passengers</tr><tr><td>2024<td>5,006</tr></table>"


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        (FIGURES, True),
        (f"<figure class=wide>{FIGURES}</figure>", True),
        (f"<aside><p>The ferry in figures, as of last week.</p>{FIGURES}</aside>", False),
        (FIGURES.replace("5,006", "<a href=/x>All figures of the ferry since 2019</a>"), False),
    ],
)
def test_a_small_table_between_paragraphs_is_text(box, kept):
    said = (
        "<p>The boat that carried night workers across the sound is back, and was full at {}.</p>"
    )
    page = f"""<title>Night ferry returns</title><meta property=og:type content=article><article>
    <h1>Night ferry returns</h1>{said.format("nine")}{said.format("ten")}{box}
    {said.format("noon")}{said.format("midnight")}</article>"""
    assert ("Year | Passengers\n\n2024 | " in clean(page, fast=True).text) == kept


def test_a_small_table_right_below_a_heading_is_text():
    told = (
        "<p>The boat that carried night workers across the sound is back, and was full at {}.</p>"
    )
    table = f"<figure class=wide>{FIGURES}<figcaption>As of May</figcaption></figure>"
    page = f"""<title>Night ferry returns</title><meta property=og:type content=article><article>
    <h1>Night ferry returns</h1>{told.format("nine")}{told.format("ten")}<h2>In figures</h2>{table}
    <div class=box>{told.format("noon")}{told.format("midnight")}</div></article>"""
    assert "Year | Passengers\n\n2024 | 5,006" in clean(page, fast=True).text
