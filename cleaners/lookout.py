"""Finds which rules see a line: one tree of phrases for all of them, then the patterns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cleaners.phrase import Node, plant, walk
from cleaners.rule import Rule, rules
from cleaners.shape import Shape


@dataclass(frozen=True, slots=True)
class Lookout:
    """Rules prepared for searching."""

    rules: tuple[Rule, ...]
    leading: Node  # phrases that begin a line
    inner: Node  # phrases that stand anywhere or end a line
    patterns: tuple[tuple[Rule, re.Pattern[str]], ...]
    longest: int  # words; no rule takes a longer line


def make_lookout(found: Sequence[Rule]) -> Lookout:
    """The lookout over these rules."""
    leading, inner = Node(), Node()
    for number, rule in enumerate(found):
        root = leading if rule.at in ("whole", "start") else inner
        for phrase in rule.phrases:
            plant(root, phrase, number)
    patterns = tuple((rule, _compiled(rule)) for rule in found if rule.pattern)
    longest = max((rule.max_words for rule in found), default=0)
    return Lookout(tuple(found), leading, inner, patterns, longest)


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
    if not shape.text or shape.words > out.longest:
        return []
    return sorted(set(_seen(shape, out)), key=out.rules.index)


def _seen(shape: Shape, out: Lookout) -> Iterator[Rule]:
    tokens = shape.tokens
    for number, end in walk(out.leading, tokens, 0):
        rule = out.rules[number]
        if (rule.at == "start" or _at_end(tokens, end)) and _fits(rule, shape):
            yield rule
    inner = out.inner.next
    for start, token in enumerate(tokens):
        if token in inner or (token.isdecimal() and "#" in inner):
            for number, end in walk(out.inner, tokens, start):
                rule = out.rules[number]
                if (rule.at == "any" or _at_end(tokens, end)) and _fits(rule, shape):
                    yield rule
    for rule, pattern in out.patterns:
        if _fits(rule, shape) and pattern.search(shape.text):
            yield rule


def _at_end(tokens: Sequence[str], end: int) -> bool:
    """Whether only a closing sign is left: "Related", "Related:"."""
    return end == len(tokens) or (end == len(tokens) - 1 and tokens[end] in (":", "|"))


def _fits(rule: Rule, shape: Shape) -> bool:
    return rule.min_words <= shape.words <= rule.max_words and (
        rule.sentence is None or rule.sentence == shape.sentence
    )
