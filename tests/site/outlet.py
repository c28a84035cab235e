"""What the outlet answers: its pages, and where each of them stands."""

import struct
import zlib
from collections.abc import Callable

from tests.site import listings
from tests.site import story as s
from tests.site.answer import Reply, Request, document, reply


def send_story(request: Request, story: s.Story, skin: str | None = None) -> Reply:
    wire = story.wire if skin is None else {}
    charset = wire.get("charset", "utf-8")
    page = s.page_html(story, skin).replace("{{base}}", request.base)
    return reply(
        request,
        200,
        page.encode(charset, "xmlcharrefreplace"),
        wire.get("mime", f"text/html; charset={charset}") or None,
        extra=tuple((name, value) for name, value in wire.get("headers", [])),
        coding=wire.get("coding", ""),
        chunked=wire.get("chunked", False),
        validators=wire.get("validators", False),
        until_close=wire.get("until_close", False),
    )


def redirect(status: int, target: str) -> Callable[[Request], Reply]:
    def send(request: Request) -> Reply:
        body = document("Moved", f'<p>The page is <a href="{target}">here</a>.</p>').encode()
        return reply(request, status, body, extra=(("Location", target),))

    return send


def refresh(target: str) -> Callable[[Request], Reply]:
    def send(request: Request) -> Reply:
        head = f'<meta http-equiv="refresh" content="0; url={target}">'
        return reply(request, 200, document("One moment", "<p>One moment …</p>", head).encode())

    return send


def page(title: str, text: str) -> Callable[[Request], Reply]:
    def send(request: Request) -> Reply:
        return reply(request, 200, document(title, f"<h1>{title}</h1><p>{text}</p>").encode())

    return send


def picture(request: Request) -> Reply:
    """A gray PNG of 16 x 16."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = zlib.compress((b"\0" + b"\x80" * 16) * 16)
    size = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    body = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", size) + part(b"IDAT", rows) + part(b"IEND", b"")
    return reply(request, 200, body, "image/png")


def report(request: Request) -> Reply:
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return reply(request, 200, body, "application/pdf")


def failure(request: Request) -> Reply:
    return reply(request, 500, document("Error", "<p>The tide took this page.</p>").encode())


def not_found(request: Request) -> Reply:
    body = document("Not found", "<h1>Not found</h1><p>No such page in this harbour.</p>")
    return reply(request, 404, body.encode())


def outlet() -> Callable[[Request], Reply]:
    """The demo outlet: a function from request to answer."""
    by_slug = {story.slug: story.path for story in s.stories()}
    routes: dict[str, Callable[[Request], Reply]] = {
        "/": listings.listing,
        "/news": listings.listing,
        "/feed.rss": listings.send_rss,
        "/feed.atom": listings.send_atom,
        "/feed.json": listings.send_json_feed,
        "/sitemap-index.xml": listings.sitemap_index,
        "/sitemap-pages.xml": listings.sitemap_pages,
        "/sitemap-news.xml": listings.sitemap_news,
        "/sitemap-archive.xml.gz": listings.sitemap_archive,
        "/robots.txt": listings.robots,
        "/go/old-bridge-link": redirect(301, by_slug["bridge-reopens"]),
        "/go/today": redirect(302, "/go/today-edition"),
        "/go/today-edition": redirect(302, by_slug["council-budget"]),
        "/go/round": redirect(302, "/go/round"),
        "/moved/tram": refresh(by_slug["tram-line"]),
        "/about": page(
            "About the Courier",
            "The Lanternport Courier is an invented newspaper. It exists so that a crawler has "
            'something to read. Our <a href="/go/round">merry-go-round</a> leads nowhere.',
        ),
        "/private/drafts": page("Drafts", "Nobody outside the newsroom should read this."),
        "/images/harbour.png": picture,
        "/papers/report.pdf": report,
        "/broken": failure,
    }
    for story in s.stories():
        routes[story.path] = lambda request, story=story: send_story(request, story)
        if story.amp:
            amp = lambda request, story=story: send_story(request, story, "amp")  # noqa: E731
            routes["/amp" + story.path] = amp

    def answer(request: Request) -> Reply:
        if request.method not in {"GET", "HEAD"}:
            return reply(request, 405, b"", None)
        return routes.get(request.path, not_found)(request)

    return answer
