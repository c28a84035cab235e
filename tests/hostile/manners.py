"""Servers that answer the questions a polite crawler asks in bad ways, one line of intent each."""

from tests.hostile.pieces import BOMB, NO, OK, at, bad, endless, robots, silent
from tests.hostile.server import Behavior, moved, ok

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
