"""The fast road from bytes to Article: Lexbor's tree, one pass over it, small trees, few rules."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from cleaners.article import Article
from cleaners.assembly import assemble
from cleaners.fast.digest import digest
from cleaners.fast.judgement import judge
from cleaners.fast.lines import lines
from cleaners.fast.links import links
from cleaners.fast.parsing import parse
from cleaners.fast.strips import found
from cleaners.judgement import with_rules
from cleaners.language import with_language
from cleaners.links import base_of, robots
from cleaners.metadata import metadata
from cleaners.outline import all_kept, outline
from cleaners.strips import Strip


def quickly_cleaned(
    content: bytes, url: str | None, captured: dt.date | None, strips: Sequence[Strip]
) -> Article:
    """The article of a page in UTF-8 at a fraction of the cost, a little less exactly."""
    page = parse(content)
    about = digest(page)
    base = base_of(about, url)
    known = metadata(about, url)
    nofollow = "nofollow" in robots(about)
    article = outline(about, known, base, links(page, base, nofollow=nofollow))
    ruled = found(page, strips, captured) if strips else {}
    candidates, frames = lines(page.body, ruled) if page.body else ([], [])
    if not candidates:
        return replace(article, fallback="no text")
    judgement = judge(candidates, frames, known)
    if ruled:
        judgement = with_rules(judgement, candidates, ruled)
    if not any(judgement.kept):
        return all_kept(article, candidates, "no main text found")
    blocks, removals = assemble(candidates, judgement)
    return with_language(replace(article, blocks=blocks, removals=removals))
