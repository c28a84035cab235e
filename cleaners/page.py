"""A page in, an Article out: the road of cleaning from bytes to blocks."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import html as lxml_html

from cleaners.article import Article, Block
from cleaners.assembly import assemble
from cleaners.candidates import Candidate, candidates
from cleaners.characters import one_line
from cleaners.decoding import decode
from cleaners.images import images
from cleaners.judgement import chosen, probabilities
from cleaners.language import with_language
from cleaners.links import base_of, feeds, links, refresh, robots
from cleaners.metadata import Metadata, metadata
from cleaners.opinion import extracted
from cleaners.parsing import MAX_CHARS, parse

MAX_LINES = 10_000  # trafilatura's time grows with the square of them (facts/fetching-safely.md)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strip:
    """A site rule: what `css` finds goes, or stays, on pages captured between two days."""

    css: str
    since: dt.date | None = None
    until: dt.date | None = None
    keep: bool = False


def clean(
    html: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    captured: dt.date | None = None,  # noqa: ARG001 - chooses among `strips`
    strips: Sequence[Strip] = (),  # noqa: ARG001
    fast: bool = False,  # noqa: ARG001
) -> Article:
    """The article of a page: what it says, what was removed, what it links to.

    `charset` is what the HTTP header said. Never raises: a page that cannot be cleaned gives its
    visible text with `fallback` saying why.
    """
    text = decode(html, charset)
    try:
        tree = parse(text)
        if tree is None:
            return _visible(text, "no markup")
        return _cleaned(tree, url)
    except Exception as error:  # noqa: BLE001 - any bytes in, an Article out
        return _visible(text, f"{type(error).__name__} while cleaning")


def visible(html: bytes | str, charset: str | None, why: str) -> Article:
    """The visible text alone, in linear time: for a page that no parser survived."""
    return _visible(decode(html, charset), why)


def _cleaned(tree: lxml_html.HtmlElement, url: str | None) -> Article:
    base = base_of(tree, url)
    known = metadata(tree, url)
    words = robots(tree)
    body = tree.find("body")
    lines, frames = candidates(tree if body is None else body)
    article = _surroundings(tree, known, base, words)
    if not lines:
        return replace(article, fallback="no text")
    if len(lines) > MAX_LINES:
        return _all_kept(article, lines, "too many lines")
    kept = chosen(lines, probabilities(lines, frames, extracted(tree), known))
    if not any(kept):
        return _all_kept(article, lines, "no main text found")
    blocks, removals = assemble(lines, kept, known)
    return with_language(replace(article, blocks=blocks, removals=removals))


def _surroundings(
    tree: lxml_html.HtmlElement, known: Metadata, base: str, words: frozenset[str]
) -> Article:
    """An article without text: what the page says of itself and where it leads."""
    return Article(
        title=known.title,
        byline=known.byline,
        published=known.published,
        modified=known.modified,
        language=known.language,
        site_name=known.site_name,
        canonical_url=known.canonical_url,
        section=known.section,
        images=images(tree, base),
        links=links(tree, base, nofollow="nofollow" in words),
        feeds=feeds(tree, base),
        refresh=refresh(tree, base),
        robots=words,
        provenance=known.provenance,
    )


def _all_kept(article: Article, lines: Sequence[Candidate], why: str) -> Article:
    blocks = tuple(
        Block(line.text, place, line.kind, line.level) for place, line in enumerate(lines)
    )
    return replace(article, blocks=blocks, fallback=why)


def _visible(text: str, why: str) -> Article:
    """What can be read of something that is no page: its lines without tags."""
    plain = _TAGS.sub(" ", text[:MAX_CHARS])
    lines = [line for line in map(one_line, plain.splitlines()) if line]
    return Article(
        blocks=tuple(Block(line, place) for place, line in enumerate(lines)), fallback=why
    )
