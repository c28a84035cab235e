import gzip

import pytest

from crawler.feeds import MAX_ENTRIES, read_feed
from crawler.sitemaps import read_sitemap

BASE = "https://gazette.example/feeds/main"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>
<item><title>One</title><link>/story/one?utm_source=rss</link>
<pubDate>Sun, 01 Mar 2026 09:30:00 +0100</pubDate></item>
<item><title>No link</title></item>
<item><title>Two</title><link>https://gazette.example/story/two</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/atom/">
<entry><title>One</title><link rel="alternate" href="one"/><updated>2026-03-01T08:30:00Z</updated>
</entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "/story/one", "date_published": "2026-03-01T09:30:00+01:00"},
{"id": "2", "external_url": "https://other.example/x"}, {"id": "3"}, 4]}"""


def found(text: str) -> list[tuple[str, str | None]]:
    entries, why = read_feed(text.encode(), BASE)
    assert why is None
    return [(entry.url, entry.dated) for entry in entries]


def test_rss():
    assert found(RSS) == [
        ("https://gazette.example/story/one?utm_source=rss", "2026-03-01T08:30:00Z"),
        ("https://gazette.example/story/two", None),
    ]


def test_atom_with_its_own_base():
    assert found(ATOM) == [("https://gazette.example/atom/one", "2026-03-01T08:30:00Z")]


def test_json_feed():
    assert found(JSON) == [
        ("https://gazette.example/story/one", "2026-03-01T09:30:00+01:00"),
        ("https://other.example/x", None),
    ]


def test_a_broken_feed_keeps_its_entries():
    assert [url for url, _date in found(RSS.replace("<title>One", "<title>A & B <b>"))][:1] == [
        "https://gazette.example/story/one?utm_source=rss"
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b" \n", "no bytes"),
        (b"<html><body><p>Hello</p></body></html>", "not a feed"),
        (b"<rss version='2.0'><channel></channel></rss>", "no entry"),
        (b'{"items": []}', "no item"),
        (b'{"items": 3}', "without items"),
        (b"{" * 100_000, "not a feed"),
        (b"\x89PNG\r\n", "not a feed"),
    ],
)
def test_what_is_no_feed_says_so(body, why):
    entries, told = read_feed(body, BASE)
    assert entries == []
    assert told is not None
    assert why in told


def test_feeds_are_bounded():
    item = "<item><link>https://gazette.example/{}</link></item>"
    body = "".join(item.format(n) for n in range(MAX_ENTRIES + 5))
    entries, _why = read_feed(f"<rss version='2.0'><channel>{body}</channel></rss>".encode(), BASE)
    assert len(entries) == MAX_ENTRIES


ENTITIES = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/hostname">]>"""
URLSET = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://gazette.example/story/one </loc><lastmod>2026-03-01</lastmod>
<image:image><image:loc>https://gazette.example/one.jpg</image:loc></image:image></url>
<url><loc>/story/two</loc><news:news><news:publication_date>2026-03-02</news:publication_date>
</news:news></url><url><lastmod>2026-03-03</lastmod></url></urlset>"""


def test_sitemap_with_news_and_images():
    contents = read_sitemap(URLSET.encode(), BASE)
    assert [(e.url, e.dated, e.dated_by) for e in contents.pages] == [
        ("https://gazette.example/story/one", "2026-03-01", "sitemap"),
        ("https://gazette.example/story/two", "2026-03-02", "news sitemap"),
    ]
    assert contents.why is None
    assert read_sitemap(gzip.compress(URLSET.encode()), BASE).pages == contents.pages


def test_sitemap_index():
    body = b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
    contents = read_sitemap(body, BASE)
    assert [entry.url for entry in contents.sitemaps] == ["https://gazette.example/a.xml"]
    assert contents.pages == []


def test_plain_text_and_feeds_serve_as_sitemaps():
    text = b"\xef\xbb\xbfhttps://gazette.example/a\r\nhttps://gazette.example/b\n"
    assert len(read_sitemap(text, BASE).pages) == 2
    assert len(read_sitemap(RSS.encode(), BASE).pages) == 2


def test_entities_are_never_expanded():
    body = ENTITIES + "<urlset><url><loc>https://gazette.example/&b;&c;</loc></url></urlset>"
    assert all("aaaa" not in entry.url for entry in read_sitemap(body.encode(), BASE).pages)


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>x</p></html>", b"hello", b"\x1f\x8bxx", b"<urlset></urlset>", b"<"]
)
def test_what_is_no_sitemap_says_so(body):
    contents = read_sitemap(body, BASE)
    assert contents.pages == []
    assert contents.why


def test_a_cut_off_sitemap_keeps_what_came():
    contents = read_sitemap(URLSET.encode()[:-250], BASE)
    assert contents.pages[0].url == "https://gazette.example/story/one"
