"""Answers that lead inside, never end, or choke a parser, one line of intent each."""

import gzip
from collections.abc import Callable

import brotli

from tests.hostile.pieces import (
    ANYWHERE,
    BOMB,
    CHUNKED,
    FEEDS,
    HTML,
    LAUGHS,
    OK,
    SITEMAPS,
    at,
    bad,
    endless,
    index_of,
    links,
    refresh,
    rss,
    silent,
    url_set,
    xml,
)
from tests.hostile.server import Answer, Behavior, Request, moved, ok, page, story


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
