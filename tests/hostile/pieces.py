"""What bad answers are made of: heads, listings, bombs, and when which of them is sent."""

import zlib
from collections.abc import Callable, Iterator

from tests.hostile.server import Answer, Piece, Request, ok, page

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
