"""The frame of an article: what its page says of itself and where it leads, and no text yet."""

from collections.abc import Sequence
from dataclasses import replace

from cleaners.about.digest import Digest
from cleaners.about.images import images
from cleaners.about.links import feeds, refresh, robots
from cleaners.about.metadata import Metadata
from cleaners.article import Article, Block, Link, Removal
from cleaners.blocks import Blocks
from cleaners.debris.sieve import Verdict
from cleaners.debris.strips import SITE_RULE
from cleaners.reading.candidates import Candidate


def outline(about: Digest, known: Metadata, base: str, links: tuple[Link, ...]) -> Article:
    """An article without text."""
    return Article(
        title=known.title,
        byline=known.byline,
        published=known.published,
        modified=known.modified,
        language=known.language,
        site_name=known.site_name,
        canonical_url=known.canonical_url,
        section=known.section,
        images=images(about, base),
        links=links,
        feeds=feeds(about, base),
        refresh=refresh(about, base),
        robots=robots(about),
        provenance=known.provenance,
    )


def all_kept(
    article: Article,
    lines: Sequence[Candidate],
    verdicts: Sequence[Verdict | None],
    why: str,
) -> Article:
    """The article with every line of its page, since none stands out, but for what a site rule
    strips: it has the last word.
    """
    made = Blocks()
    blocks: list[Block] = []
    removals: list[Removal] = []
    for place, (line, verdict) in enumerate(zip(lines, verdicts, strict=True)):
        if verdict and verdict.reason == SITE_RULE:
            removals.append(Removal(line.text, place, verdict.rule, verdict.reason))
        else:
            blocks.append(made.block(line, place))
    return replace(article, blocks=tuple(blocks), removals=tuple(removals), fallback=why)
