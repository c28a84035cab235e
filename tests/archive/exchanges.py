"""Exchanges as a crawler would hand them over, for the tests of this room."""

from datetime import UTC, datetime, timedelta

from archive.warc.exchange import Exchange

START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
LINE = (
    "the harbor office counted barges on Tuesday while gulls circled over the new pier and a"
    " clerk wrote each name into the long book that nobody had opened since spring"
)
WORDS = LINE.split()


def page(title, *paragraphs):
    """A small page with an article, enough words for a cleaner to see one."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs or (story(title),))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/about>About</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>Gazette</footer></body></html>"
    ).encode()


def story(seed, sentences=6):
    """Prose that differs with its seed."""
    turn = sum(map(ord, seed))
    parts = []
    for number in range(sentences):
        first = (turn * 7 + number * 5) % len(WORDS)
        words = WORDS[first:] + WORDS[:first]
        parts.append(f"In {seed} number {number}, {' '.join(words)}.")
    return " ".join(parts)


def exchange(
    path="/story/1",
    body=None,
    *,
    status="200 OK",
    minute=0,
    host="gazette.example",
    headers=(),
    asked=(),
    truncated=None,
    **context,
):
    """One GET and its answer."""
    body = page(path) if body is None else body
    head = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    if not status.startswith("304"):
        head.append(f"Content-Length: {len(body)}")
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *asked]
    return Exchange(
        url=f"http://{host}{path}",
        started_at=START + timedelta(minutes=minute),
        request="\r\n".join([*lines, "", ""]).encode(),
        response="\r\n".join([*head, "", ""]).encode() + body,
        ip="127.0.0.1",
        truncated=truncated,
        context={"source": "gazette", **context},
    )
