"""The bad behaviors, one line of intent each."""

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli

from tests.hostile.server import Answer, Behavior, Piece, Request, moved, ok, page, story

OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n"
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
ANYWHERE = 'scope = "any"'
FEEDS = 'feeds = ["{site}/feed"]'
SITEMAPS = 'sitemaps = ["{site}/sitemap.xml"]'
NO = b"User-agent: *\nDisallow: /private/\n"

Given = Answer | Callable[[Request], Answer]


def at(paths: dict[str, Given]) -> Callable[[Request], Answer]:
    """An answer for these paths (without their query), the usual ones elsewhere."""

    def answer(request: Request) -> Answer:
        given = paths.get(request.path.partition("?")[0])
        return given(request) if callable(given) else given

    return answer


def under(prefix: str, given: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    """An answer for everything below a path."""
    return lambda request: given(request) if request.path.startswith(prefix) else None


def bad(given: Given) -> Callable[[Request], Answer]:
    return at({"/bad": given})


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Callable[[Request], Answer]:
    def answer(_request: Request) -> Iterator[Piece]:
        yield start
        for _ in range(20_000):  # bounded, for the day the cut does not come
            yield piece
            yield pause

    return answer


def silent(_request: Request) -> Iterator[Piece]:
    yield 45.0


def links(urls: list[str], text: str = "A report with a headline of some length") -> bytes:
    return page("A list", "".join(f'<p><a href="{url}">{text}</a></p>' for url in urls))


def url_set(urls: list[str]) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="{space}">{body}</urlset>'.encode()


def index_of(urls: list[str]) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<?xml version="1.0"?><sitemapindex xmlns="{space}">{body}</sitemapindex>'.encode()


def rss(urls: list[str], before: str = "", title: str = "A report") -> bytes:
    entries = "".join(f"<item><title>{title}</title><link>{url}</link></item>" for url in urls)
    return (
        f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Feed</title>'
        f"{entries}</channel></rss>"
    ).encode()


def xml(body: bytes) -> bytes:
    return ok(body, "application/xml")


def robots(body: bytes) -> bytes:
    return ok(body, "text/plain")


def refresh(to: str) -> bytes:
    return ok(page("Moved", "<p>Moved.</p>", f'<meta http-equiv="refresh" content="0; url={to}">'))


def zeros(size: int) -> bytes:
    """`size` megabytes of zeros, compressed."""
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [coder.compress(bytes(1 << 20)) for _ in range(size)]
    return b"".join(parts) + coder.flush()


BOMB = zeros(200)
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(97 + n)} '{'&' + chr(96 + n) + ';' * 1}{('&' + chr(96 + n) + ';') * 9}'>"
    for n in range(1, 10)
) + "]>"  # fmt: skip

POLITE = [
    Behavior("robots.txt comes after 3 s", "polite", at({"/robots.txt": lambda _r: iter(
        [3.0, robots(NO)])}), ("/private/1", "/private/2")),
    Behavior("robots.txt: 500", "polite", at({"/robots.txt":
             b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"}),
             stories=0, most=2),
    Behavior("robots.txt: connection closed", "polite", at({"/robots.txt": lambda _r: iter([])}),
             stories=0, most=3),
    Behavior("robots.txt: silence", "polite", at({"/robots.txt": silent}), stories=0, most=2),
    Behavior("robots.txt: drip without end", "polite",
             at({"/robots.txt": endless(OK, b"X: y\r\n", 0.5)}), stories=0, most=2),
    Behavior("robots.txt: endless", "polite", at({"/robots.txt": endless(OK + b"\r\n" + NO,
             b"# more\n" * 9000)}), ("/private/1",)),
    Behavior("robots.txt: byte-order mark", "polite", at({"/robots.txt": robots(
        b"\xef\xbb\xbf" + NO)}), ("/private/1",)),
    Behavior("robots.txt: gzip bomb", "polite", at({"/robots.txt": ok(
        BOMB, "text/plain", b"Content-Encoding: gzip\r\n")})),
    Behavior("robots.txt: redirect loop", "polite", at({"/robots.txt": moved("/robots.txt")})),
    Behavior("robots.txt: redirect inside", "polite", at({"/robots.txt": lambda r: moved(
        r.inside + "/robots.txt")}), stories=0, most=2),
    Behavior("robots.txt: garbage", "polite", at({"/robots.txt": b"\x00\x01\x02\r\n\r\n"}),
             stories=0, most=3),
    Behavior("robots.txt: costly patterns", "polite", at({"/robots.txt": robots(
        b"User-agent: *\n" + b"".join(b"Disallow: /%s%d\n" % (b"*a" * 30, n) for n in range(5000))
    )})),
    Behavior("robots.txt: sitemap inside", "polite", at({"/robots.txt": lambda r: robots(
        f"Sitemap: {r.inside}/sitemap.xml\nSitemap: {r.site}/s.xml\n".encode())}),
        source='sitemaps = ["auto"]'),
    Behavior("Crawl-delay: 100000000", "polite", at({"/robots.txt": robots(
        b"User-agent: *\nCrawl-delay: 100000000\n")}), stories=0, most=6),
    Behavior("429 with Retry-After: 86400 on one page", "polite", at({
        "/story/9": b"HTTP/1.1 429 Slow\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n"}),
        ("/story/9",), stories=0, most=12),
    Behavior("503 with a date of the year 9999", "polite", bad(
        b"HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0"
        b"\r\n\r\n"), ("/bad",), stories=0, most=12),
]  # fmt: skip


def calendar(request: Request) -> Answer:
    number = int(request.path.rpartition("/")[2] or 0)
    days = [f"/calendar/{number + step}" for step in range(1, 8)]
    return ok(links(days, f"Events of day {number}"))


def spiral(_request: Request) -> Answer:
    return ok(links(["a/", "b/", "../c/"]))


def facets(request: Request) -> Answer:
    query = request.path.partition("?")[2]
    keys = ["color", "size", "brand", "price", "sort", "page", "view"]
    more = [f"/shop?{query}&{key}={n}" for key in keys for n in range(3)]
    return ok(links(more, "Filter"))


def sessions(request: Request) -> Answer:
    number = zlib.crc32(request.path.encode())
    return ok(links([f"/shop?sid={number:08x}{n}" for n in range(20)], "Go on"))


def paging(request: Request) -> Answer:
    number = int(request.path.rpartition("=")[2] or 0)
    return ok(links([f"/list?page={number + 1}"], "Next page"))


def soft404(request: Request) -> Answer:
    return ok(links([request.path + f"{n}" for n in range(5)], "Perhaps you meant this"))


def one_article(request: Request) -> Answer:
    return ok(story(request.host, 4))


def forest(request: Request) -> Answer:
    """Indexes of sitemaps, each of which names five more."""
    if not request.path.startswith("/sitemap"):
        return None
    name = zlib.crc32(request.path.encode()) & 0xFFFF
    return xml(index_of([f"{request.site}/sitemap{name}-{n}.xml" for n in range(5)]))


def late_start(request: Request) -> Answer:
    """A start page that comes when all else has long been there."""
    if request.path != "/":
        return None
    return iter([6.0, ok(links(["/story/0", "/story/1"]))])


TRAPS = [
    Behavior("a calendar without end", "trap", under("/calendar/", calendar), ("/calendar/1",)),
    Behavior("relative links that spiral", "trap", under("/deep/", spiral), ("/deep/",)),
    Behavior("facets in every combination", "trap", under("/shop", facets), ("/shop?a=1",)),
    Behavior("a session id in every link", "trap", under("/shop", sessions), ("/shop?a=1",)),
    Behavior("pages of a list without end", "trap", under("/list", paging), ("/list?page=1",)),
    Behavior("soft 404s that link to more", "trap", under("/gone", soft404), ("/gone",)),
    Behavior("one article under 300 URLs", "trap", under("/copy", one_article),
             tuple(f"/copy/{n}" for n in range(300))),
    Behavior("one article, 300 query strings", "trap", under("/copy", one_article),
             tuple(f"/copy?utm_source={n}" for n in range(300))),
    Behavior("10,000 links on a page", "trap", bad(ok(links([f"/x/{n}" for n in range(10_000)]))),
             ("/bad",)),
    Behavior("URLs of 20,000 characters", "trap", under("/long", lambda _r: ok(links(
        [f"/long{'x' * 20_000}{n}" for n in range(5)]))), ("/long",)),
    Behavior("a path that doubles itself", "trap", under("/double", lambda r: ok(links(
        [r.path + r.path[:2000]]))), ("/double",)),
    Behavior("redirects in a loop", "trap", at({"/bad": moved("/bad2"), "/bad2": moved("/bad")}),
             ("/bad",)),
    Behavior("a redirect to itself", "trap", bad(moved("/bad")), ("/bad",)),
    Behavior("a chain of redirects without end", "trap", under("/hop", lambda r: moved(
        f"/hop{int(r.path[4:] or 0) + 1}")), ("/hop",)),
    Behavior("a redirect that grows", "trap", under("/grow", lambda r: moved(r.path + "/more")),
             ("/grow",)),
    Behavior("a redirect to nonsense", "trap", bad(moved("http://[::1/%zz:99999")), ("/bad",)),
    Behavior("a redirect without a place", "trap", bad(moved("")), ("/bad",)),
    Behavior("meta refresh to itself", "trap", bad(refresh("/bad")), ("/bad",)),
    Behavior("meta refresh without end", "trap", under("/hop", lambda r: refresh(
        f"/hop{int(r.path[4:] or 0) + 1}")), ("/hop",)),
    Behavior("meta refresh to the article", "trap", bad(refresh("/story/1")), ("/bad",)),
    Behavior("canonical links in a circle", "trap", under("/can", lambda r: ok(page(
        "Canon", "<p>One of two.</p>", f'<link rel=canonical href="/can{len(r.path) % 2}">'))),
        ("/can0", "/can")),
    Behavior("a sitemap index that names itself", "trap", at({"/sitemap.xml": lambda r: xml(
        index_of([f"{r.site}/sitemap.xml", f"{r.site}/sitemap.xml?2"]))}), source=SITEMAPS),
    Behavior("sitemap indexes without end", "trap", lambda r: forest(r) or late_start(r),
        source=SITEMAPS),
    Behavior("a sitemap of 200,000 URLs", "trap", at({"/sitemap.xml": lambda r: xml(url_set(
        [f"{r.site}/x/{n}" for n in range(200_000)]))}), source=SITEMAPS),
    Behavior("a feed of 50,000 entries", "trap", at({"/feed": lambda r: xml(rss(
        [f"{r.site}/x/{n}" for n in range(50_000)]))}), source=FEEDS),
    Behavior("a feed that never ends", "trap", at({"/feed": endless(OK + b"Content-Type: "
             b"application/rss+xml\r\n\r\n<rss><channel>", b"<item><title>x</title></item>" * 900)
             }),
             source=FEEDS),
]  # fmt: skip


def outward(to: str) -> Callable[[Request], Answer]:
    return bad(lambda request: moved(to.format(inside=request.inside, site=request.site)))


def spellings(request: Request) -> Answer:
    port = request.inside.rpartition(":")[2]
    hosts = ["127.0.3.1", "127.0.769", "127.769", "2130707201", "0x7f000301", "0177.0.3.1",
             "0x7f.0.3.1", "[::ffff:127.0.3.1]", "[::ffff:7f00:301]", "[64:ff9b::127.0.3.1]",
             "[2002:7f00:301::1]", "127.0.3.1.", "x@127.0.3.1"]  # fmt: skip
    return ok(links([f"http://{host}:{port}/secret" for host in hosts]))


def nested(_request: Request) -> Answer:
    return ok(b"<html><body>" + b"<div>" * 100_000 + b"deep")


INWARD = [
    Behavior("a redirect inside", "attack", outward("{inside}/secret"), ("/bad",), source=ANYWHERE),
    Behavior("a redirect to 10.0.0.1", "attack", outward("http://10.0.0.1/"), ("/bad",),
             source=ANYWHERE),
    Behavior("a redirect to the cloud's metadata", "attack",
             outward("http://169.254.169.254/latest/meta-data/"), ("/bad",), source=ANYWHERE),
    Behavior("a redirect to file:", "attack", outward("file:///etc/passwd"), ("/bad",),
             source=ANYWHERE),
    Behavior("a redirect to data: and ftp:", "attack", at({"/bad": moved("data:text/html,x"),
             "/bad2": moved("ftp://127.0.3.1/x")}), ("/bad", "/bad2")),
    Behavior("links inside", "attack", bad(None), ("{inside}/a", "{inside}/b"), source=ANYWHERE),
    Behavior("links inside in every spelling", "attack", bad(spellings), ("/bad",),
             source=ANYWHERE),
    Behavior("meta refresh inside", "attack", bad(lambda r: refresh(r.inside + "/x")), ("/bad",),
             source=ANYWHERE),
    Behavior("canonical link inside", "attack", bad(lambda r: ok(page(
        "C", "<p>Words.</p>", f'<link rel=canonical href="{r.inside}/x">'))), ("/bad",),
        source=ANYWHERE),
    Behavior("base element inside", "attack", bad(lambda r: ok(page(
        "B", '<a href="story">A report with a headline</a>', f'<base href="{r.inside}/">'))),
        ("/bad",), source=ANYWHERE),
    Behavior("a feed with links inside", "attack", at({"/feed": lambda r: xml(rss(
        [f"{r.inside}/a"]))}), source=FEEDS + "\n" + ANYWHERE),
    Behavior("a feed named inside", "attack", bad(lambda r: ok(page("F", "<p>Words.</p>",
             f'<link rel=alternate type="application/rss+xml" href="{r.inside}/feed">'))),
             ("/bad",), source=ANYWHERE),
    Behavior("a sitemap with URLs inside", "attack", at({"/sitemap.xml": lambda r: xml(url_set(
        [f"{r.inside}/a"]))}), source=SITEMAPS + "\n" + ANYWHERE),
    Behavior("a sitemap index inside", "attack", at({"/sitemap.xml": lambda r: xml(index_of(
        [f"{r.inside}/sitemap.xml"]))}), source=SITEMAPS + "\n" + ANYWHERE),
    Behavior("XML entities from a file and inside", "attack", at({"/feed": lambda r: xml(rss(
        [f"{r.site}/story/1"], "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
        f"<!ENTITY y SYSTEM '{r.inside}/y'>]>", "&x;&y;"))}), source=FEEDS),
    Behavior("XML entities by the billion", "attack", at({"/feed": lambda r: xml(rss(
        [f"{r.site}/story/1"], LAUGHS, "&i;")), "/sitemap.xml": lambda r: xml(
        url_set([f"{r.site}/story/1"]).replace(b"?>", b"?>" + LAUGHS.encode(), 1))}),
        source=FEEDS + "\n" + SITEMAPS),
]  # fmt: skip

BYTES = [
    Behavior("gzip bomb of 200 MB", "attack", bad(ok(BOMB, "text/html",
             b"Content-Encoding: gzip\r\n")), ("/bad",)),
    Behavior("gzip in gzip", "attack", bad(ok(gzip.compress(BOMB), "text/html",
             b"Content-Encoding: gzip, gzip\r\n")), ("/bad",)),
    Behavior("brotli bomb", "attack", bad(ok(brotli.compress(bytes(100 << 20), quality=5),
             "text/html", b"Content-Encoding: br\r\n")), ("/bad",)),
    Behavior("a sitemap that is a bomb", "attack", at({"/sitemap.xml": ok(
        BOMB, "application/gzip")}), source=SITEMAPS),
    Behavior("a body without end", "attack", bad(endless(HTML + b"\r\n", b"word " * 12_000)),
             ("/bad",)),
    Behavior("chunks without end", "attack", bad(endless(CHUNKED, b"4\r\nword\r\n" * 5000)),
             ("/bad",)),
    Behavior("a length of 10 TB", "attack", bad(endless(HTML + b"Content-Length: 9999999999999"
             b"\r\n\r\n", b"word " * 12_000)), ("/bad",)),
    Behavior("headers without end", "attack", bad(endless(OK, b"X-Y: z\r\n" * 5000)), ("/bad",)),
    Behavior("a header line without end", "attack", bad(endless(OK + b"X: ", b"y" * 60_000)),
             ("/bad",)),
    Behavior("interim answers without end", "attack", bad(endless(
        b"", b"HTTP/1.1 103 Hints\r\n\r\n" * 900)), ("/bad",)),
    Behavior("5,000 headers", "attack", bad(OK + b"".join(b"X-%d: y\r\n" % n for n in range(5000))
             + b"Content-Length: 0\r\n\r\n"), ("/bad",)),
    Behavior("a head drop by drop", "attack", bad(endless(OK, b"X: y\r\n", 0.3)), ("/bad",)),
    Behavior("a body drop by drop", "attack", bad(endless(HTML + b"Content-Length: 99999\r\n\r\n",
             b"x", 0.3)), ("/bad",)),
    Behavior("silence", "attack", bad(silent), ("/bad",)),
    Behavior("a TLS handshake that is never answered", "attack", bad(None), ("{silent}/x",),
             source=ANYWHERE),
    Behavior("connections that are closed", "attack", bad(lambda _r: iter([])), ("/bad",)),
    Behavior("a body cut off", "attack", bad(lambda _r: iter([HTML + b"Content-Length: 999\r\n\r\n"
             b"<p>half"])), ("/bad",)),
    Behavior("not HTTP", "attack", bad(lambda _r: iter([b"\x00\xff" * 500])), ("/bad",)),
    Behavior("lengths that contradict each other", "attack", bad(HTML + b"Content-Length: 5\r\n"
             b"Content-Length: 500\r\nConnection: close\r\n\r\nwords and more"), ("/bad",)),
    Behavior("an answer with a second one behind it", "attack", bad(
        ok(b"<p>one</p>") + ok(b"<p>injected</p>")), ("/bad",)),
    Behavior("cookies for everybody", "attack", bad(ok(b"<p>x</p>", "text/html",
             b"Set-Cookie: id=1; Domain=127.0.2.250; Path=/\r\n" * 50)), ("/bad",)),
    Behavior("a name and password in a link", "attack", bad(None),
             ("http://user:secret@{netloc}/story/1",)),
]  # fmt: skip

PARSERS = [
    Behavior("100,000 elements deep", "attack", bad(nested), ("/bad",)),
    Behavior("100,000 short paragraphs", "attack", bad(ok(b"<p>a b c</p>" * 100_000)), ("/bad",)),
    Behavior("200,000 links", "attack", bad(ok(b"<a href=/x>y</a> " * 200_000)), ("/bad",)),
    Behavior("a million attributes", "attack", bad(ok(
        b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">x</p>")), ("/bad",)),
    Behavior("structured data of 5 MB", "attack", bad(ok(page("J", "<p>x</p>",
             '<script type="application/ld+json">' + '[{"a":' * 200_000 + "1"
             + "}]" * 200_000 + "</script>" + "x" * 2_000_000))), ("/bad",)),
    Behavior("a table cell over 10^9 columns", "attack", bad(ok(page(
        "T", "<table>" + "<tr><td colspan=999999999>x</td></tr>" * 200 + "</table>"))), ("/bad",)),
    Behavior("a charset that does not exist", "attack", bad(ok(
        story("nowhere", 1), "text/html; charset=klingon-16")), ("/bad",)),
    Behavior("NULs, surrogates, turned text", "attack", bad(ok(
        "<p>a\x00b &#xD800; &#0; \u202e turned</p>".encode() * 500)), ("/bad",)),
    Behavior("binary under text/html", "attack", bad(ok(bytes(range(256)) * 4000)), ("/bad",)),
]  # fmt: skip

BEHAVIORS = [*POLITE, *TRAPS, *INWARD, *BYTES, *PARSERS]
