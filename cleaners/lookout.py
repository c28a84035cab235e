"""Finds which rules see a line: one tree of phrases for all of them, then the patterns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cleaners.phrase import GAP, Node, plant, walk
from cleaners.rule import Rule, lines_of, rules
from cleaners.shape import SIGNS, TOKEN, Shape, fold, looks_like_names

DATE = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}[:.]\d{2} |\d{1,2}:\d{2}")
LONGEST_NAMES = 10  # words: three people and an agency


@dataclass(frozen=True, slots=True)
class Lookout:
    """Rules prepared for searching."""

    rules: tuple[Rule, ...]
    leading: Node  # phrases that begin a line
    inner: Node  # phrases that stand anywhere or end a line
    patterns: tuple[tuple[int, re.Pattern[str]], ...]
    vocabularies: tuple[tuple[int, frozenset[str]], ...]
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
    patterns = tuple((n, _compiled(rule)) for n, rule in enumerate(found) if rule.pattern)
    vocabularies = tuple(
        (
            n,
            frozenset(
                token for word in lines_of(rule.made_of) for token in TOKEN.findall(fold(word))
            ),
        )
        for n, rule in enumerate(found)
        if rule.made_of
    )
    longest = max((rule.max_words for rule in found), default=0)
    return Lookout(tuple(found), leading, inner, patterns, vocabularies, longest)


def _compiled(rule: Rule) -> re.Pattern[str]:
    before = r"\A" if rule.at in ("whole", "start") else ""
    after = r"\Z" if rule.at in ("whole", "end") else ""
    return re.compile(f"{before}(?:{rule.pattern}){after}")


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
    for number, end in walk(out.leading, tokens, 0):
        rule = out.rules[number]
        placed = rule.at == "start" or _at_end(tokens, end)
        if (
            placed
            and _fits(rule, shape)
            and (not rule.rest or looks_like_names(shape.text, end, LONGEST_NAMES))
        ):
            yield number
    for start, node in _promising(tokens, out.inner.next):
        for number, end in walk(node, tokens, start + 1):
            rule = out.rules[number]
            near = rule.at in ("any", "end") or start <= GAP
            if (
                near
                and (rule.at in ("any", "start") or _at_end(tokens, end))
                and _fits(rule, shape)
            ):
                yield number
    for number, words in out.vocabularies:
        if _fits(out.rules[number], shape) and _made_of(shape.text, tokens, words):
            yield number
    for number, pattern in out.patterns:
        if _fits(out.rules[number], shape) and pattern.search(shape.text):
            yield number


def _promising(tokens: Sequence[str], first: Mapping[str, Node]) -> Iterator[tuple[int, Node]]:
    """Where a phrase may begin: its first token is there, and the second can follow it."""
    last = len(tokens) - 1
    for start, token in enumerate(tokens):
        node = first.get(token) or (first.get("#") if token[0].isdecimal() else None)
        if node and (node.ends or (start < last and node.may_go_on(tokens[start + 1]))):
            yield start, node


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
    return numbers > 0 and (found > 0 or DATE.search(text) is not None)


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
    start, found = 0, []
    while start < len(shape.tokens):
        ends = [
            (end, number)
            for number, end in walk(out.leading, shape.tokens, start)
            if out.rules[number].at == "whole" and start < end <= start + 5
        ]
        end, number = max(ends, default=(start + 1, -1))
        found.append((end - start, number))
        start = end
    rules = [number for _length, number in found if number >= 0]
    loose = sum(length for length, number in found if number < 0)
    if len(rules) < 2 or loose * 4 > len(shape.tokens):
        return None
    return out.rules[rules[0]]
