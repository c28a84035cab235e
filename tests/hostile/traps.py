"""Sites without an end: lists, links, redirects, sitemaps, one line of intent each."""

import zlib

from tests.hostile.pieces import (
    FEEDS,
    OK,
    SITEMAPS,
    at,
    bad,
    endless,
    index_of,
    links,
    refresh,
    rss,
    under,
    url_set,
    xml,
)
from tests.hostile.server import Answer, Behavior, Request, moved, ok, page, story


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
