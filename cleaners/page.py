"""A page in, an Article out: the road of cleaning from bytes to blocks."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaners.about.digest import Digest, digest, named
from cleaners.about.images import told
from cleaners.about.language import with_language
from cleaners.about.links import base_of, robots
from cleaners.about.links import links as links_of
from cleaners.about.metadata import Metadata, called, metadata
from cleaners.article import Article, Block, Removal, later
from cleaners.asked import day_of
from cleaners.assembly import assemble
from cleaners.debris.programs import programmed
from cleaners.debris.rule import BadRuleError
from cleaners.debris.strips import Strip, found
from cleaners.fast.features import FURNITURE, FURNITURE_OF_NEWS
from cleaners.fast.judgement import judge as quickly_judged
from cleaners.judging.boxes import Setting
from cleaners.judging.captions import without_captions
from cleaners.judging.judgement import Judgement, judge, with_rules
from cleaners.judging.needless import without_needless
from cleaners.judging.opinion import extracted
from cleaners.judging.trimming import trimmed
from cleaners.judging.unseen import without_unseen
from cleaners.outline import all_kept, outline
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.characters import one_line
from cleaners.reading.decoding import decode, utf8
from cleaners.reading.lines import MAX_LINES
from cleaners.reading.lines import lines as lines_of
from cleaners.reading.parsing import MAX_BYTES, closed, parse, swallows

MAX_CHARS = 12_000_000  # of visible text; the largest article page seen is under 5 MB
# Tags of a page without furniture, beyond which trafilatura's quick text will do, and beyond which
# the trees judge alone: no worse in either case (docs/experiments.md).
SOME_TAGS, MAX_TAGS = 600, 6000
MOST = 3  # times the visible text of a page that an article's text may be long
# A script without an end ends with the page, and is not looked for again from within.
_TAGS = re.compile(
    r"<script\b.*?(?:</script\s*+>|\Z)|<style\b.*?(?:</style\s*+>|\Z)|<[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read and not yet judged."""

    tree: LexborHTMLParser
    about: Digest
    known: Metadata
    lines: list[Candidate]
    frames: list[Frame]
    ruled: Mapping[LexborNode, Strip]  # the elements that site rules and those of its program found
    url: str | None = None
    cut: str | None = None  # how far the page was read, where not to its end


def clean(
    html: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    captured: dt.date | None = None,
    strips: Sequence[Strip] = (),
    fast: bool = False,
    links: bool = True,
) -> Article:
    """The article of a page: what it says, what was removed, what it links to.

    `charset` is what the HTTP header said; `captured` chooses among the site rules `strips`, and
    no date more than a week later is believed; `fast` takes the fast road (docs/cleaning.md);
    without `links` those of the page stay unread.
    No page makes it raise: one that cannot be cleaned gives its visible text with `fallback` saying
    why. A rule file that is broken does (BadRuleError), and what is no page at all (TypeError).
    """
    day = day_of(html, url, charset, captured, strips)
    try:
        page = read(utf8(html, charset), url, day, strips, fast=fast)
        return (
            _quickly_cleaned(page, url, day, links=links)
            if fast
            else _cleaned(page, url, links=links)
        )
    except BadRuleError:  # a broken installation, not a broken page
        raise
    except Exception as error:  # noqa: BLE001 - any bytes in, an Article out
        return visible(html, charset, f"{type(error).__name__} while cleaning")


def visible(html: bytes | str, charset: str | None, why: str) -> Article:
    """The visible text alone, in linear time: for a page that no parser survived."""
    return _visible(decode(html, charset), why)


def read(
    content: bytes,
    url: str | None,
    captured: dt.date | None = None,
    strips: Sequence[Strip] = (),
    *,
    fast: bool = False,
) -> Page:
    """The page in these bytes of UTF-8: its tree, its lines, what it says of itself."""
    look = named if fast else digest
    about = look(parse(content))
    if any(map(swallows, about.frames)):
        about = look(parse(closed(content)))
    tree = about.page
    known = called(about, url) if fast else metadata(about, url, captured)
    own = found(tree, strips, captured) if strips else {}
    ruled = {**found(tree, programmed(about), captured), **own}
    furniture = FURNITURE_OF_NEWS if known.news else FURNITURE
    whole = furniture if fast and not own else ()
    lines, frames = lines_of(tree.body, apart=ruled, whole=whole) if tree.body else ([], [])
    return Page(tree, about, known, lines, frames, ruled, url, _cut(content, lines))


def _cut(content: bytes, lines: Sequence[Candidate]) -> str | None:
    """How far a page was read; None: to its end."""
    if len(content) > MAX_BYTES:
        return f"only its first {MAX_BYTES:,} bytes were read"
    return f"only its first {MAX_LINES:,} lines were read" if len(lines) >= MAX_LINES else None


def judged(page: Page, *, fast: bool = False) -> Judgement:
    """What is thought of each line of a page. It changes the tree."""
    if not page.lines:
        return Judgement([], [], [])
    if fast:
        judgement = quickly_judged(
            page.lines, page.frames, page.known, lambda: metadata(page.about, page.url).kind
        )
    else:
        judgement = judge(page.lines, page.frames, page.known, partial(opinion, page))
    judgement = without_captions(judgement, page.lines)
    judgement = without_needless(judgement, page.lines, article=page.known.news > 0)
    return with_rules(judgement, page.lines, page.ruled) if page.ruled else judgement


def opinion(page: Page, setting: Setting, *, quick: bool = False) -> str:
    """The text of a page by trafilatura; empty for one that it would take too long for."""
    gone = [node for node, strip in page.ruled.items() if not strip.keep]
    left = trimmed(page.tree, setting, gone, quick=quick)
    tags = left.count("<")
    return extracted(left, quick=quick or tags > SOME_TAGS) if tags <= MAX_TAGS else ""


def _cleaned(page: Page, url: str | None, *, links: bool) -> Article:
    head = _head(page.about, url, page.known, links=links)  # before the judges change the tree
    judgement = judged(page)
    head = _captioned(head, page.about, url, judgement.captions)
    return bounded(with_language(_with_text(head, page, judgement)))


def _quickly_cleaned(
    page: Page, url: str | None, captured: dt.date | None, *, links: bool
) -> Article:
    """The article with its text; what else the page tells is read when it is first asked for."""
    judgement = judged(page, fast=True)
    article = bounded(_with_text(Article(), page, judgement, fast=True))
    told = (article.blocks, judgement.captions)
    return later(article, partial(_rest, page.tree, url, captured, *told, links=links))


def _rest(
    tree: LexborHTMLParser,
    url: str | None,
    captured: dt.date | None,
    blocks: tuple[Block, ...],
    captions: Mapping[int, str],
    *,
    links: bool,
) -> Article:
    """What a page tells beside its text."""
    try:
        about = digest(tree)
        head = _head(about, url, metadata(about, url, captured), links=links)
        head = _captioned(head, about, url, captions)
        return with_language(replace(head, blocks=blocks))
    except Exception as error:  # noqa: BLE001 - any bytes in, an Article out
        return Article(provenance={"page": f"{type(error).__name__} while reading it"})


def _head(about: Digest, url: str | None, known: Metadata, *, links: bool) -> Article:
    base = base_of(about, url)
    found = links_of(about, base, nofollow="nofollow" in robots(about)) if links else ()
    return outline(about, known, base, found)


def _captioned(
    article: Article, about: Digest, url: str | None, captions: Mapping[int, str]
) -> Article:
    """The article with the pictures that have their captions in boxes without a name, too."""
    if not captions:
        return article
    return replace(article, images=told(article.images, about, base_of(about, url), captions))


def _with_text(
    article: Article, page: Page, judgement: Judgement, *, fast: bool = False
) -> Article:
    if not page.lines:
        return replace(article, fallback="no text")
    if not any(judgement.kept):
        return all_kept(article, page.lines, judgement.verdicts, "no main text found")
    lines = page.lines
    if not fast:
        lines, judgement = without_unseen(lines, judgement, page.ruled)
    blocks, removals = assemble(lines, judgement, fast=fast)
    return replace(article, blocks=blocks, removals=removals, fallback=page.cut)


def bounded(article: Article) -> Article:
    """The article with a text of at most MOST times what can be seen of its page.

    Empty cells of tables and tabs in code are all that can grow so; blocks beyond go, and
    `fallback` says so.
    """
    if not any(block.kind in ("row", "code") for block in article.blocks):
        return article
    every: list[Block | Removal] = [*article.blocks, *article.removals]
    seen = "\0".join([one.text for one in every])
    room = MOST * (len(seen.replace(" | ", "").replace("    ", "")) - max(0, len(every) - 1))
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
