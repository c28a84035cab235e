"""Finds which rules see a line: one tree of phrases for all of them, then the patterns."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from cleaners.debris.phrase import GAP, Node, plant, walk
from cleaners.debris.rule import ENOUGH, Rule, lines_of, rules
from cleaners.debris.shape import SIGNS, TOKEN, Shape, fold, looks_like_names

DATE = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}:\d{2}")
# Two phrases of these kinds can be a sub-head ("Social media advertising"): it takes three.
AMBIGUOUS = frozenset({"ad", "bio", "navigation", "tags", "meta line"})
AMOUNT = frozenset("%$€£¥+=*")
SHORT = 25  # words; in a longer sentence a phrase counts near its beginning and its end only
LONGEST = 600  # characters that a pattern is tried on: no backtracking gets far in so few
LONGEST_NAMES = 10  # words: three people and an agency

Find = Callable[[str], re.Match[str] | None]  # how a pattern looks at a line


@dataclass(frozen=True, slots=True, eq=False)
class Lookout:
    """Rules prepared for searching."""

    rules: tuple[Rule, ...]
    leading: Node  # phrases that begin a line
    inner: Node  # phrases that stand anywhere or end a line
    first: frozenset[str]  # tokens after which an inner phrase may be over, or go on anyhow
    pairs: frozenset[tuple[str, str]]  # tokens with which the other inner phrases begin
    # Patterns for lines that end as sentences do, and for all others.
    patterns: Mapping[bool, tuple[tuple[Rule, int, Find], ...]]
    signs: frozenset[str]  # that one pattern or another needs
    vocabularies: tuple[tuple[Rule, int, frozenset[str]], ...]
    longest: int  # words; no rule takes a longer line


def make_lookout(found: Sequence[Rule]) -> Lookout:
    """The lookout over these rules."""
    leading, inner = Node(), Node()
    for number, rule in enumerate(found):
        for phrase in lines_of(rule.phrases):
            if rule.at in ("whole", "start") and not phrase.startswith("* "):
                plant(leading, phrase, number)
            else:  # a gap in front is a phrase that stands inside
                plant(inner, phrase.removeprefix("* "), number)
    return Lookout(
        rules=tuple(found),
        leading=leading,
        inner=inner,
        first=_first(inner),
        pairs=frozenset((one, two) for one, node in inner.items() for two in node),
        patterns={
            sentence: tuple(
                (rule, number, _finder(rule))
                for number, rule in enumerate(found)
                if rule.pattern and rule.sentence in (sentence, None)
            )
            for sentence in (True, False)
        },
        signs=frozenset().union(*(rule.needs for rule in found)),
        vocabularies=tuple(
            (rule, n, _vocabulary(rule)) for n, rule in enumerate(found) if rule.made_of
        ),
        longest=max((rule.max_words for rule in found), default=0),
    )


def _first(inner: Node) -> frozenset[str]:
    alone = {one for one, node in inner.items() if node.ends or "*" in node or "#" in node}
    after_number = inner.get("#", ())
    return frozenset({*alone, *after_number} - {"#"})


def _vocabulary(rule: Rule) -> frozenset[str]:
    return frozenset(TOKEN.findall(fold(" ".join(lines_of(rule.made_of)))))


def _finder(rule: Rule) -> Find:
    """What looks for a rule's pattern: at the beginning only, where it must begin there."""
    after = r"\Z" if rule.at in ("whole", "end") else ""
    pattern = re.compile(f"(?:{rule.pattern}){after}")
    return pattern.match if rule.at in ("whole", "start") else pattern.search


@cache
def lookout() -> Lookout:
    """The lookout over all rules of the package, made once."""
    return make_lookout(rules())


def seen_by(shape: Shape, out: Lookout) -> list[Rule]:
    """The rules that see a line, in their order, each once."""
    if not shape.tokens or shape.words > out.longest:
        return []
    return [out.rules[number] for number in sorted(set(_seen(shape, out)))]


def _seen(shape: Shape, out: Lookout) -> Iterator[int]:
    tokens = shape.tokens
    if tokens[0] in out.leading or tokens[0][0].isdecimal():
        for number, end in walk(out.leading, tokens, 0):
            rule = out.rules[number]
            placed = rule.at == "start" or _at_end(tokens, end)
            if placed and _fits(rule, shape) and (not rule.rest or _names(shape.text, end)):
                yield number
    short = shape.words <= SHORT or not shape.sentence
    for start, number, end in _inside(tokens, out):
        rule = out.rules[number]
        placed = rule.at in ("any", "start") or _at_end(tokens, end)
        near = start <= GAP or (rule.at in ("any", "end") and (short or len(tokens) - end <= GAP))
        if placed and near and _fits(rule, shape):
            yield number
    for rule, number, words in out.vocabularies:
        if _fits(rule, shape) and _made_of(shape.text, tokens, words):
            yield number
    yield from _matching(shape, out)


def _matching(shape: Shape, out: Lookout) -> Iterator[int]:
    text, words = shape.text, shape.words
    if len(text) > LONGEST:
        return
    for rule, number, find in _worth(out, shape.sentence, out.signs.intersection(text)):
        if rule.min_words <= words <= rule.max_words and find(text):
            yield number


@lru_cache(maxsize=1 << 12)  # most lines have one of a few dozen sets of signs
def _worth(
    out: Lookout, sentence: bool, signs: frozenset[str]
) -> tuple[tuple[Rule, int, Find], ...]:
    """The patterns that a line with these signs can match."""
    return tuple(
        (rule, number, find)
        for rule, number, find in out.patterns[sentence]
        if not rule.needs or not rule.needs.isdisjoint(signs)
    )


def _inside(tokens: Sequence[str], out: Lookout) -> Iterator[tuple[int, int, int]]:
    """Triples (start, phrase number, end) of inner phrases; a cheap look first, then the walk."""
    if out.first.isdisjoint(tokens) and out.pairs.isdisjoint(pairwise(tokens)):
        return
    inner, last = out.inner, len(tokens) - 1
    for start, token in enumerate(tokens):
        node = inner.get(token)
        if node is None and token[0].isdecimal():
            node = inner.get("#")
        if node is not None and (
            token in out.first
            or (start < last and (tokens[start + 1] in node or tokens[start + 1] in SIGNS))
            or token[0].isdecimal()
        ):
            for number, end in walk(node, tokens, start + 1):
                yield start, number, end


def _names(text: str, start: int) -> bool:
    return looks_like_names(text, start, LONGEST_NAMES)


def _made_of(text: str, tokens: Sequence[str], words: frozenset[str]) -> bool:
    """Whether all tokens are numbers or of these words; both, or numbers as dates write them."""
    found = numbers = 0
    for token in tokens:
        if token[0].isdecimal():
            numbers += 1
        elif token in words:
            found += 1
        elif token not in SIGNS:
            return False
    dated = numbers > 0 and (found > 0 or DATE.search(text) is not None)
    return dated and AMOUNT.isdisjoint(text)


def _at_end(tokens: Sequence[str], end: int) -> bool:
    """Whether only a closing sign is left: "Related", "Related:"."""
    return end == len(tokens) or (end == len(tokens) - 1 and tokens[end] in (":", "|"))


def _fits(rule: Rule, shape: Shape) -> bool:
    return rule.min_words <= shape.words <= rule.max_words and (
        rule.sentence is None or rule.sentence == shape.sentence
    )


def spelled_out(shape: Shape, out: Lookout) -> Rule | None:
    """The first rule, when a line is nothing but several whole phrases: "Share Comments Print"."""
    if shape.sentence or not 1 < len(shape.tokens) <= 24:
        return None
    start, loose, found = 0, 0, []
    while start < len(shape.tokens):
        ends = [
            (end, number)
            for number, end in walk(out.leading, shape.tokens, start)
            if out.rules[number].at == "whole" and start < end <= start + 5
        ]
        if ends:
            start, number = max(ends)
            found.append(number)
        else:
            start += 1
            loose += 1
            if loose * 4 > len(shape.tokens):
                return None
    named = [out.rules[number] for number in found]
    plain = any(rule.reason in AMBIGUOUS or rule.votes < ENOUGH for rule in named)
    return named[0] if len(named) > 1 + plain else None
