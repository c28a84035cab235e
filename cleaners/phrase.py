"""Phrases with gaps, found in many lines at once: "read more from *:", "# min|minutes read".

A phrase is words. `*` stands for one to six words, `#` for a number, `a|b` for either word and
`a?` for a word that may be missing. Case and punctuation do not count; `:` `©` `|` `@` count
where the phrase has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from cleaners.shape import SIGNS, TOKEN, fold

GAP = 6  # words that a `*` may stand for


@dataclass(slots=True)
class Node:
    """A place in the tree of phrases: what may follow, and which phrases end here."""

    next: dict[str, "Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


def plant(root: Node, phrase: str, number: int) -> None:
    """Add a phrase to the tree; `number` is found again by `walk`."""
    for spelling in spellings(phrase):
        node = root
        for token in spelling:
            node = node.next.setdefault(token, Node())
        if node is not root and number not in node.ends:
            node.ends.append(number)


def spellings(phrase: str) -> list[tuple[str, ...]]:
    """All token sequences that a phrase stands for."""
    choices: list[list[tuple[str, ...]]] = []
    for word in phrase.split():
        optional = len(word) > 1 and word.endswith("?")
        name = word.removesuffix("?") if optional else word
        found = [_tokens(one) for one in (name.split("|") if len(name) > 1 else [name])]
        choices.append([*found, ()] if optional else found)
    return [tuple(token for part in parts for token in part) for parts in product(*choices)]


def _tokens(word: str) -> tuple[str, ...]:
    if word in ("*", "#"):
        return (word,)
    return tuple("#" if token[0].isdecimal() else token for token in TOKEN.findall(fold(word)))


def walk(node: Node, tokens: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Pairs (phrase number, index after its last token) of phrases that begin at `start`."""
    while True:
        for number in node.ends:
            yield number, start
        if start >= len(tokens):
            return
        token = tokens[start]
        following = node.next
        if "*" in following:
            yield from _gap(following["*"], tokens, start)
        if token[0].isdecimal() and "#" in following:
            yield from walk(following["#"], tokens, start + 1)
        if token in following:
            node = following[token]
        elif token not in SIGNS:
            return
        start += 1


def _gap(node: Node, tokens: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    words = 0
    for end in range(start, len(tokens)):
        words += tokens[end] not in SIGNS
        if words > GAP:
            return
        yield from walk(node, tokens, end + 1)
