"""What leads to the stories: front page, feeds, sitemaps, robots.txt."""

import gzip
import html
import json
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from tests.site import story as s
from tests.site.answer import Reply, Request, document, reply

PER_PAGE = 12  # stories on a listing page


def listing(request: Request) -> Reply:
    """One listing page; `?page=N` leads on, the first is also the front page."""
    number = int(parse_qs(urlsplit(request.target).query).get("page", ["1"])[0])
    listed = [story for story in s.stories() if story.listed]
    shown = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
    teasers = "\n".join(
        f'<div class="teaser"><h3><a href="{story.path}{double(i)}">{html.escape(story.title)}'
        f"</a></h3><p>{html.escape(story.teaser)}</p></div>"
        for i, story in enumerate(shown)
    )
    more = number * PER_PAGE < len(listed)
    onward = (
        f'<p><a rel="next" href="/news?page={number + 1}">Older stories</a></p>' if more else ""
    )
    head = "".join(
        f'<link rel="alternate" type="{mime}" href="{request.base}/feed.{kind}">'
        for kind, mime in [
            ("rss", "application/rss+xml"),
            ("atom", "application/atom+xml"),
            ("json", "application/feed+json"),
        ]
    )
    body = (
        f'<h1>{s.NAME}</h1><p><a href="/about">About us</a> <a href="/private/drafts">Drafts</a> '
        f'<a href="/go/old-bridge-link">From our archive</a> <a href="/go/today">Today</a> '
        f'<a href="/moved/tram">Our tram series</a> <a href="/2026/01/never-written">Lost page</a> '
        f'<a href="/broken">Weather</a> <a href="/papers/report.pdf">The report (PDF)</a> '
        f'<a href="/images/harbour.png">Picture</a> <a href="mailto:desk@courier.example">Mail</a>'
        f"</p>\n{teasers}\n{onward}"
    )
    cookies = (("Set-Cookie", "visit=1; Path=/"), ("Set-Cookie", "theme=light; Path=/"))
    page = document(s.NAME, body, head).encode()
    return reply(request, 200, page, extra=cookies, validators=True)


def double(position: int) -> str:
    """What a listing adds to a link: mostly nothing, at times tracking that means nothing."""
    return {2: "?utm_source=front&utm_medium=teaser", 5: "#comments", 7: "?fbclid=Ab3x"}.get(
        position, ""
    )


def send_rss(request: Request) -> Reply:
    entries = "".join(
        f"<item><title>{html.escape(story.title)}</title>"
        f"<link>{request.base}{story.path}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">courier-{story.slug}</guid>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{html.escape(story.teaser)}</description></item>\n"
        for story in s.stories()[:15]
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{s.NAME}</title><link>{request.base}/</link><description>Local news</description>"
        f"\n{entries}</channel></rss>\n"
    )
    return reply(request, 200, body.encode(), "application/rss+xml", validators=True, coding="gzip")


def send_atom(request: Request) -> Reply:
    entries = "".join(
        f'<entry><title>{html.escape(story.title)}</title><link href="{story.path}"/>'
        f"<id>tag:courier.example,2026:{story.slug}</id>"
        f"<updated>{story.published.isoformat()}</updated></entry>\n"
        for story in s.stories()[10:25]
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:base="{request.base}/"><title>{s.NAME}</title><id>tag:courier.example,2026:all</id>'
        f"<updated>2026-03-20T00:00:00Z</updated>\n{entries}</feed>\n"
    )
    return reply(request, 200, body.encode(), "application/xml", validators=True)


def send_json_feed(request: Request) -> Reply:
    entries = [
        {"id": story.slug, "url": f"{request.base}{story.path}", "title": story.title}
        | {"date_published": story.published.isoformat()}
        for story in s.stories()
        if not story.listed
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": s.NAME, "items": entries}
    return reply(request, 200, json.dumps(feed, indent=1).encode(), "application/feed+json")


SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(request: Request) -> Reply:
    parts = ["/sitemap-pages.xml", "/sitemap-news.xml", "/sitemap-archive.xml.gz"]
    rows = "".join(f"<sitemap><loc>{request.base}{part}</loc></sitemap>" for part in parts)
    body = f'<?xml version="1.0"?>\n<sitemapindex {SITEMAP}>{rows}</sitemapindex>\n'
    return reply(request, 200, body.encode(), "text/xml")


def urlset(request: Request, stories: list[s.Story]) -> bytes:
    rows = "\n".join(
        f"<url><loc>{request.base}{story.path}</loc>"
        f"<lastmod>{story.published:%Y-%m-%d}</lastmod></url>"
        for story in stories
    )
    return f'<?xml version="1.0"?>\n<urlset {SITEMAP}>{rows}</urlset>\n'.encode()


def sitemap_pages(request: Request) -> Reply:
    return reply(request, 200, urlset(request, list(s.stories()[:20])), "text/xml")


def sitemap_archive(request: Request) -> Reply:
    packed = gzip.compress(urlset(request, list(s.stories()[20:])), mtime=0)
    return reply(request, 200, packed, "application/gzip")


def sitemap_news(request: Request) -> Reply:
    space = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    rows = "\n".join(
        f"<url><loc>{request.base}{story.path}</loc><news:news><news:publication>"
        f"<news:name>{s.NAME}</news:name><news:language>{story.language}</news:language>"
        f"</news:publication><news:publication_date>{story.published.isoformat()}"
        f"</news:publication_date><news:title>{html.escape(story.title)}</news:title>"
        f"</news:news></url>"
        for story in s.stories()[:6]
    )
    body = f'<?xml version="1.0"?>\n<urlset {SITEMAP} {space}>{rows}</urlset>\n'
    return reply(request, 200, body.encode(), "text/xml")


def robots(request: Request) -> Reply:
    body = (
        "# The harbour is open to all.\nUser-agent: *\nDisallow: /private/\nDisallow: /share\n\n"
        f"Sitemap: {request.base}/sitemap-index.xml\n"
    )
    return reply(request, 200, body.encode(), "text/plain; charset=utf-8")
