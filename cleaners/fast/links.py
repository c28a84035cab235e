"""The links of a page, from Lexbor's tree."""

from selectolax.lexbor import LexborHTMLParser

from cleaners.article import Link
from cleaners.characters import one_line
from cleaners.links import MAX_LINKS, absolute

MAX_READ = 20_000_000  # characters of the links of a page


def links(page: LexborHTMLParser, base: str, *, nofollow: bool = False) -> tuple[Link, ...]:
    """All links of a page in document order, each URL once, with the first text that names it."""
    found: dict[str, Link] = {}
    urls: dict[str | None, str | None] = {None: None}  # many links of a page lead to the same place
    budget = MAX_READ  # links in links: each would be read again with all that stands around it
    for node in page.css("a,area"):
        told = node.attributes
        target = told.get("href")
        url = urls[target] if target in urls else urls.setdefault(target, absolute(target, base))
        if url is None:
            continue
        before = found.get(url)
        if before is None or not before.text:
            whole = node.text_lexbor() if budget > 0 else ""
            budget -= len(whole)
            text = one_line(whole[:1000])[:300] or one_line(told.get("title") or "")[:300]
            no = nofollow or "nofollow" in (told.get("rel") or "").lower()
            found[url] = Link(url, text, no and (before is None or before.nofollow))
            if len(found) >= MAX_LINKS:
                break
    return tuple(found.values())
