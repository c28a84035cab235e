"""What the outlet answers: pages, feeds, sitemaps, and the odd ways in which servers send them."""

import gzip
import hashlib
import html
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime, formatdate
from urllib.parse import parse_qs, urlsplit

import brotli

from tests.site import story as s

PER_PAGE = 12  # stories on a listing page
STATUS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified"} | {
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
}


@dataclass(frozen=True)
class Request:
    method: str
    target: str  # path and query, as sent
    headers: dict[str, str]  # lower-case names
    host: str

    @classmethod
    def parse(cls, head: bytes, default_host: str) -> "Request":
        first, *rest = head.decode("latin-1").split("\r\n")
        method, target, _version = first.split(" ")
        pairs = [line.split(":", 1) for line in rest if ":" in line]
        headers = {name.lower(): value.strip() for name, value in pairs}
        return cls(method, target, headers, headers.get("host", default_host))

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    @property
    def body_length(self) -> int:
        return int(self.headers.get("content-length", "0"))

    @property
    def close(self) -> bool:
        return self.headers.get("connection", "").lower() == "close"


@dataclass(frozen=True)
class Reply:
    sent: bytes  # the whole answer
    close: bool = False  # the server ends the connection after it


def chunks(body: bytes, size: int = 700) -> bytes:
    """`body` in chunked transfer coding, with an extension and a trailer now and then."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    coded = [
        b"%x%s\r\n%s\r\n" % (len(p), b";n=1" if i == 1 else b"", p) for i, p in enumerate(parts)
    ]
    return b"".join(coded) + b"0\r\nX-Checked: yes\r\n\r\n"


def encode(body: bytes, coding: str) -> bytes:
    match coding:
        case "gzip":
            return gzip.compress(body, mtime=0)
        case "deflate":
            return zlib.compress(body)
        case "deflate-raw":
            packer = zlib.compressobj(wbits=-15)
            return packer.compress(body) + packer.flush()
        case "br":
            return bytes(brotli.compress(body))
        case _:
            return body


def reply(
    request: Request,
    status: int,
    body: bytes,
    mime: str | None = "text/html; charset=utf-8",
    *,
    extra: tuple[tuple[str, str], ...] = (),
    coding: str = "",
    chunked: bool = False,
    validators: bool = False,
    until_close: bool = False,
) -> Reply:
    """The bytes of one answer; `mime` None sends no Content-Type at all."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if validators and request.headers.get("if-none-match") == etag:
        head = (
            f"HTTP/1.1 304 Not Modified\r\nDate: {formatdate(usegmt=True)}\r\nETag: {etag}\r\n\r\n"
        )
        return Reply(head.encode())
    payload = encode(body, coding)
    lines = [f"HTTP/1.1 {status} {STATUS[status]}", f"Date: {formatdate(usegmt=True)}"]
    lines += ["server: lantern/0.9"]  # as some servers do: lower case, and no list order
    lines += [f"Content-Type: {mime}"] if mime else []
    lines += [f"{name}: {value}" for name, value in extra]
    if coding:
        lines += [f"Content-Encoding: {coding.removesuffix('-raw')}", "Vary: Accept-Encoding"]
    if validators:
        lines += [f"ETag: {etag}", "Last-Modified: Wed, 04 Mar 2026 08:00:00 GMT"]
    if until_close:
        lines[0] = f"HTTP/1.0 {status} {STATUS[status]}"
    elif chunked:
        lines.append("Transfer-Encoding: chunked")
        payload = chunks(payload)
    else:
        lines.append(f"Content-Length: {len(payload)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return Reply(head + (b"" if request.method == "HEAD" else payload), close=until_close)


def document(title: str, body: str, head: str = "", language: str = "en") -> str:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{head}</head>\n<body>{body}</body></html>\n"
    )


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
        "/": listing,
        "/news": listing,
        "/feed.rss": send_rss,
        "/feed.atom": send_atom,
        "/feed.json": send_json_feed,
        "/sitemap-index.xml": sitemap_index,
        "/sitemap-pages.xml": sitemap_pages,
        "/sitemap-news.xml": sitemap_news,
        "/sitemap-archive.xml.gz": sitemap_archive,
        "/robots.txt": robots,
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
