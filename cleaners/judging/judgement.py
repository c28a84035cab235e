"""Which lines of a page are its article: all that is known of each line, put together."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from operator import mul
from typing import Protocol

from selectolax.lexbor import LexborNode

from cleaners.about.metadata import Metadata
from cleaners.debris.line import Line
from cleaners.debris.sieve import Verdict, sift
from cleaners.debris.strips import Strip
from cleaners.judging.alignment import held
from cleaners.judging.boxes import Setting, furniture, spread, survey
from cleaners.judging.comparison import second_word
from cleaners.judging.features import COUNTS, ROW, Row, features, where
from cleaners.judging.forest import Forest, read_forest
from cleaners.judging.heads import heads_of
from cleaners.judging.leads import standfirst
from cleaners.judging.lookalikes import leveled, size
from cleaners.judging.neighbors import UNASKED, listen
from cleaners.judging.repair import (
    NAMED_BOX,
    NEXT_ARTICLE,
    comments_below,
    complete,
    dangling,
    named_box,
    next_articles,
    own_names,
    rejoin,
    repeated,
)
from cleaners.judging.wording import SILENT, Words, heard
from cleaners.judging.wording import shipped as shipped_words
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import names

# How likely a line must be text to stay although a debris rule takes it: the rules are made for
# lines of text, and know little of headings and rows of tables.
SURE = {"paragraph": 0.97, "item": 0.97, "quote": 0.97, "heading": 0.7, "row": 0.6, "code": 0.3}
# The same where a rule guesses: a headline among headlines may be the text of a page of lists, and
# "privacy" and "cmp" are names of many boxes.
GUESSED = 0.4
LOOSE_BOX = NAMED_BOX + "consent"
# Expected F-measure from which the trees need no second opinion; and of a page that calls itself an
# article, which is what trafilatura knows best.
CERTAIN, ARTICLE_CERTAIN = 0.65, 0.90
# The same between which its text is laid beside ours: what is surer needs nobody, and where less is
# sure the two are seldom alike.
CLOSE, ARTICLE_CLOSE = (0.90, 0.94), (0.90, 0.97)
ASKED = 0.7  # weight of the trees that know its opinion; the rest has the first opinion
CAUTION = 0.6  # below 1, a wrong line weighs more than a lost one
CLEAR, LOW = 0.55, 0.2  # of lines on pages that are no articles: text that stands out, and hardly
BELOW = Verdict("comments-below", "comments")
SECOND = Verdict("second-opinion", "other")
# What goes once the lines to keep are chosen, in this order.
AFTER = (
    (comments_below, BELOW),
    (repeated, Verdict("twice", "other")),
    (dangling, Verdict("header-alone", "related list")),
)

Voice = Callable[[Sequence[Row | None]], list[float]]  # rows of features: how likely text


class Ask(Protocol):
    """What gives trafilatura's text of a page; `quick`: without its second thoughts."""

    def __call__(self, setting: Setting, *, quick: bool) -> str: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """For each line: how likely it is text of the article, what the debris rules say, the end."""

    likely: list[float]
    verdicts: list[Verdict | None]
    kept: list[bool]
    measure: float = 0.0  # the expected F-measure of the kept text
    setting: Setting | None = None
    captions: Mapping[int, str] = field(default_factory=dict)  # by their pictures' `mem_id`


def shipped(name: str) -> Voice:
    """The forest of models/ with this name."""
    probability = _forest(name).probability
    return lambda rows: [0.0 if row is None else probability(row) for row in rows]


@cache
def _forest(name: str) -> Forest:
    return read_forest(name, where, len(ROW), COUNTS)


def judge(
    lines: Sequence[Candidate],
    frames: Sequence[Frame],
    known: Metadata,
    ask: Ask | None = None,
    trees: Callable[[str], Voice] = shipped,
    *,
    words: Callable[[], Words] = shipped_words,
) -> Judgement:
    """The judgement of the lines of a page; `ask` gives trafilatura's text of it.

    It is asked where the trees alone are in doubt: measured on unseen hosts, that is as good as
    asking always (docs/experiments.md), and cheaper; for a quick answer where it only compares, of
    an article. `trees` gives the forest of a name, `words` what is known of words: the training
    script has others that did not see the page.
    """
    setting = measured(lines, frames, known)
    out = setting.furniture
    setting.wording = heard(lines, out, words().sounds(lines, out))
    rows = features(setting)
    setting.first = first = trees("first")([row and row + UNASKED for row in rows])
    alone = _judged(setting, first, rows, trees("fast"), known)
    doubt, close = (ARTICLE_CERTAIN, ARTICLE_CLOSE) if known.news else (CERTAIN, CLOSE)
    doubted = alone.measure < doubt
    if ask is None or not (doubted or close[0] <= alone.measure < close[1]):
        return alone
    extraction = ask(setting, quick=not doubted and known.news > 0)
    theirs = held([line.text for line in lines], extraction) if extraction else None
    if theirs is None:
        return alone
    setting.opinion = list(map(float, theirs))
    found = alone
    if doubted:
        rows = features(setting)
        found = _judged(setting, first, rows, trees("lines"), known, alone=alone.likely)
    return compared(found, lines, theirs, article=known.news > 0)


def compared(
    ours: Judgement, lines: Sequence[Candidate], theirs: Sequence[bool], *, article: bool
) -> Judgement:
    """The judgement after the lines that trafilatura keeps were laid beside ours."""
    kept = second_word(lines, ours.kept, ours.likely, ours.verdicts, theirs, article=article)
    if kept is None:
        return ours
    verdicts = [
        None if now else verdict or (SECOND if before else None)
        for now, before, verdict in zip(kept, ours.kept, ours.verdicts, strict=True)
    ]
    return replace(ours, kept=kept, verdicts=verdicts)


def _judged(
    setting: Setting,
    first: Sequence[float],
    rows: Sequence[Row | None],
    voice: Voice,
    known: Metadata,
    *,
    alone: Sequence[float] | None = None,
) -> Judgement:
    """The judgement by one forest, of the lines that the first has not given up; `alone` is what
    was thought of them before trafilatura was asked.
    """
    heard = zip(rows, listen(setting, first), strict=True)
    likely = voice([row + own if row and own is not UNASKED else None for row, own in heard])
    if alone is not None:
        pairs = zip(likely, alone, strict=True)
        likely = [ASKED * now + (1 - ASKED) * before for now, before in pairs]
    for place, verdict in enumerate(setting.verdicts):
        if _is_final(verdict):
            likely[place] = 0.0
    _, measure = chosen(setting.lines, likely)
    level = leveled(setting, likely)
    kept, _ = chosen(setting.lines, level)
    if not known.news:
        kept = more(level, kept)
    _ruled(setting, level, kept)
    rejoin(setting, level, kept)
    complete(setting, level, kept)
    verdicts = list(setting.verdicts)
    lead = standfirst(setting.lines, verdicts, kept, setting.description) if known.news else None
    if lead is not None:
        kept[lead] = True
    for look, verdict in AFTER:
        for place in look(setting, kept):
            kept[place], verdicts[place] = False, verdict
    for place in heads_of(setting.lines, kept, level, verdicts):
        kept[place] = True
    return Judgement(likely, verdicts, kept, measure, setting)


def _ruled(setting: Setting, level: Sequence[float], kept: list[bool]) -> None:
    """Give up what rules take, but for lines that are surely text."""
    for place, verdict in enumerate(setting.verdicts):
        if verdict and level[place] < _sure(verdict, setting.lines[place]):
            kept[place] = False


def _sure(verdict: Verdict, line: Candidate) -> float:
    """How likely a line must be text to stay; in a named box a heading is no better than text."""
    if _is_final(verdict):
        return math.inf
    if verdict.reason == "related list" or verdict.rule == LOOSE_BOX:
        return GUESSED
    return SURE["paragraph" if verdict.rule.startswith(NAMED_BOX) else line.kind]


def _is_final(verdict: Verdict | None) -> bool:
    """Whether a line is no text whatever the trees think."""
    return _is_title(verdict) or (verdict is not None and verdict.rule == NEXT_ARTICLE)


def _is_title(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.reason == "title"


def measured(lines: Sequence[Candidate], frames: Sequence[Frame], known: Metadata) -> Setting:
    """All that the trees need to know of a page, but for trafilatura's opinion."""
    setting = Setting(
        lines,
        frames,
        witness=_witness(lines, known.body),
        description=known.description or "",
        news=known.news,
        kind=known.kind,
    )
    spread(setting)
    survey(setting)
    setting.opinion = [0.0] * len(lines)
    setting.furniture = [furniture(line) for line in lines]
    setting.wording = [SILENT] * len(lines)
    setting.verdicts = verdicts = _sifted(setting, known)
    for place in next_articles(setting) if known.news else ():
        verdicts[place] = Verdict(NEXT_ARTICLE, "read-more")
    return setting


def _witness(lines: Sequence[Candidate], body: str | None) -> list[float] | None:
    """Which lines the text holds that the page tells machines; None where it tells none."""
    held_there = held([line.text for line in lines], body) if body else None
    return list(map(float, held_there)) if held_there else None


def with_rules(
    judgement: Judgement, lines: Sequence[Candidate], ruled: Mapping[LexborNode, Strip]
) -> Judgement:
    """The judgement after the site's own rules, which have the last word."""
    verdicts, kept = list(judgement.verdicts), list(judgement.kept)
    known: dict[int, Strip | None] = {}
    for place, line in enumerate(lines):
        strip = _strip_of(line.frame, ruled, known)
        if strip is not None:
            kept[place] = strip.keep
            verdicts[place] = None if strip.keep else Verdict(f"strip {strip.css}", strip.reason)
    return replace(judgement, verdicts=verdicts, kept=kept)


def _strip_of(
    frame: Frame, ruled: Mapping[LexborNode, Strip], known: dict[int, Strip | None]
) -> Strip | None:
    """The rule for the innermost box around a line that has one; each box is looked at once."""
    if id(frame) not in known:
        strip = ruled.get(frame.node)
        if strip is None and frame.parent is not None:
            strip = _strip_of(frame.parent, ruled, known)
        known[id(frame)] = strip
    return known[id(frame)]


def _sifted(setting: Setting, known: Metadata) -> list[Verdict | None]:
    """What the debris rules say of each line that is no furniture; the headline is the title."""
    verdicts = iter(
        sift(
            [
                Line(
                    line.text,
                    line.kind,
                    line.level,
                    line.linked / len(line.text),
                    names(line.frame.near),
                )
                for line, out in zip(setting.lines, setting.furniture, strict=True)
                if not out
            ],
            title=known.title,
        )
    )
    found = [None if out else next(verdicts) for out in setting.furniture]
    titles = set(map(key, known.titles))
    initials = {title[:1] for title in titles}
    for place, line in enumerate(setting.lines):
        text = line.text
        if text[0].casefold()[:1] in initials and len(text) < 500 and key(text) in titles:
            found[place] = Verdict("title", "title")
    pairs = list(zip(setting.lines, found, strict=True))
    own = own_names(
        (line for line, verdict in pairs if verdict is None),
        (line for line, verdict in pairs if _is_title(verdict)),
    )
    return [verdict or named_box(line, own) for line, verdict in pairs]


def key(text: str) -> str:
    """A text without case and spaces: what two forms of a headline share."""
    return "".join(text.split()).casefold()


def chosen(lines: Sequence[Candidate], likely: Sequence[float]) -> tuple[list[bool], float]:
    """The lines to keep: those that make the expected F-measure of the whole text largest; and it.

    A page whose text stands out has a limit near one half; where all is doubtful, more is kept.
    Source: Ye, Chai, Lee, Chieu, "Optimizing F-measure: a tale of two approaches", 2012.
    """
    likely_first = sorted(
        (n for n, chance in enumerate(likely) if chance), key=lambda n: -likely[n]
    )
    sizes = [size(lines[place].text) for place in likely_first]
    chances = [likely[place] for place in likely_first]
    expected = CAUTION * sum(map(mul, chances, sizes))
    best, limit = 0.0, 1.0
    right = kept = 0.0
    for chance, words in zip(chances, sizes, strict=True):
        right += chance * words
        kept += words
        measure = right / (kept + expected)
        if measure > best:
            best, limit = measure, chance
    return [chance >= limit and chance > 0 for chance in likely], best * (1 + CAUTION)


def more(likely: Sequence[float], kept: list[bool]) -> list[bool]:
    """The lines to keep of a page that does not call itself an article: where its text does not
    stand out, those halfway down to LOW as well.
    """
    limit = min((chance for chance, keep in zip(likely, kept, strict=True) if keep), default=CLEAR)
    if limit >= CLEAR:
        return kept
    limit = min(limit, (limit + LOW) / 2)
    return [chance >= limit for chance in likely]
