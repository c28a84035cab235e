"""A page in, an Article out: the road of cleaning from bytes to blocks."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import html as lxml_html

from cleaners.article import Article, Block, Removal
from cleaners.assembly import assemble
from cleaners.boxes import Setting
from cleaners.candidates import Candidate, candidates
from cleaners.characters import one_line
from cleaners.decoding import decode, utf8
from cleaners.fast.road import quickly_cleaned
from cleaners.judgement import Judgement, judge, with_rules
from cleaners.language import with_language
from cleaners.links import base_of, links, robots
from cleaners.metadata import Metadata, metadata
from cleaners.opinion import extracted
from cleaners.outline import all_kept, outline
from cleaners.parsing import MAX_CHARS, parse
from cleaners.rule import BadRuleError
from cleaners.strips import Strip, found
from cleaners.trimming import trim

MAX_ELEMENTS = 60_000  # more than any real page seen has; beyond, the trees judge alone
MAX_LINES = 10_000  # trafilatura's time grows with the square of them (facts/fetching-safely.md)
MOST = 3  # times the visible text of a page that an article's text may be long
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def clean(
    html: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    captured: dt.date | None = None,
    strips: Sequence[Strip] = (),
    fast: bool = False,
) -> Article:
    """The article of a page: what it says, what was removed, what it links to.

    `charset` is what the HTTP header said; `captured` chooses among the site rules `strips`; `fast`
    takes the fast road (docs/cleaning.md). No page makes it raise: one that cannot be cleaned gives
    its visible text with `fallback` saying why. A rule file that is broken does: BadRuleError.
    """
    try:
        if fast:
            return bounded(quickly_cleaned(utf8(html, charset), url, captured, strips))
        tree = parse(decode(html, charset))
        if tree is None:
            return visible(html, charset, "no markup")
        return bounded(_cleaned(tree, url, captured, strips))
    except BadRuleError:  # a broken installation, not a broken page
        raise
    except Exception as error:  # noqa: BLE001 - any bytes in, an Article out
        return visible(html, charset, f"{type(error).__name__} while cleaning")


def visible(html: bytes | str, charset: str | None, why: str) -> Article:
    """The visible text alone, in linear time: for a page that no parser survived."""
    return _visible(decode(html, charset), why)


def judged(
    tree: lxml_html.HtmlElement,
    known: Metadata,
    *,
    captured: dt.date | None = None,
    strips: Sequence[Strip] = (),
) -> tuple[list[Candidate], Judgement]:
    """The lines of a page and what is thought of each. It changes `tree`."""
    ruled = found(tree, strips, captured) if strips else {}
    body = tree.find("body")
    lines, frames = candidates(tree if body is None else body)
    if not lines:
        return lines, Judgement([], [], [])

    def ask(setting: Setting) -> str:
        for element, strip in ruled.items():
            if not strip.keep and element.getparent() is not None:
                element.drop_tree()
        trim(tree, setting)
        return extracted(tree)

    small = len(lines) <= MAX_LINES and sum(1 for _ in tree.iter()) <= MAX_ELEMENTS
    judgement = judge(lines, frames, known, ask if small else None)
    return lines, with_rules(judgement, lines, ruled) if ruled else judgement


def _cleaned(
    tree: lxml_html.HtmlElement,
    url: str | None,
    captured: dt.date | None,
    strips: Sequence[Strip],
) -> Article:
    base = base_of(tree, url)
    known = metadata(tree, url)
    article = outline(tree, known, base, links(tree, base, nofollow="nofollow" in robots(tree)))
    lines, judgement = judged(tree, known, captured=captured, strips=strips)
    if not lines:
        return replace(article, fallback="no text")
    if not any(judgement.kept):
        return all_kept(article, lines, "no main text found")
    blocks, removals = assemble(lines, judgement)
    return with_language(replace(article, blocks=blocks, removals=removals))


def bounded(article: Article) -> Article:
    """The article with a text of at most MOST times what can be seen of its page.

    Empty cells of tables and tabs in code are all that can grow so; blocks beyond go, and
    `fallback` says so.
    """
    every: list[Block | Removal] = [*article.blocks, *article.removals]
    room = MOST * sum(len(one.text.replace(" | ", "").replace("    ", "")) for one in every)
    if len(article.text) <= room:
        return article
    kept: list[Block] = []
    gone: list[Removal] = []
    for block in article.blocks:
        room -= len(block.text) + 2
        if room >= 0 and not gone:
            kept.append(block)
        else:
            gone.append(Removal(block.text, block.position, "too-long", "other"))
    removals = sorted((*article.removals, *gone), key=lambda one: one.position)
    why = article.fallback or f"text cut: more than {MOST} times what can be seen of the page"
    return replace(article, blocks=tuple(kept), removals=tuple(removals), fallback=why)


def _visible(text: str, why: str) -> Article:
    """What can be read of something that is no page: its lines without tags."""
    plain = _TAGS.sub(" ", text[:MAX_CHARS])
    lines = [line for line in map(one_line, plain.splitlines()) if line]
    return Article(
        blocks=tuple(Block(line, place) for place, line in enumerate(lines)), fallback=why
    )
