"""Phrases with gaps, found in many lines at once: "read more from *:", "# min|minutes read".

A phrase is words. `*` stands for one to six words, `#` for a number, `a|b` for either word and
`a?` for a word that may be missing. Case and punctuation do not count; the signs of
`shape.SIGNS` count where the phrase has them.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from cleaners.debris.shape import SIGNS, TOKEN, fold

GAP = 6  # words that a `*` may stand for
REACH = 3 * GAP  # with the signs between them, so that a line of signs costs no more than others


class Node(dict[str, "Node"]):
    """A place in the tree of phrases: what may follow, and in `ends` which phrases end here.

    A dictionary itself, since there are 30,000: Python's garbage collector looks at each.
    """

    __slots__ = ("ends",)

    def __init__(self) -> None:
        super().__init__()
        self.ends: tuple[int, ...] = ()


def plant(root: Node, phrase: str, number: int) -> None:
    """Add a phrase to the tree; `number` is found again by `walk`."""
    for spelling in spellings(phrase):
        node = root
        for token in spelling:
            if token not in node:
                node[token] = Node()
            node = node[token]
        if node is not root and number not in node.ends:
            node.ends += (number,)


def spellings(phrase: str) -> list[tuple[str, ...]]:
    """All token sequences that a phrase stands for."""
    choices: list[list[tuple[str, ...]]] = []
    for word in phrase.split():
        optional = len(word) > 1 and word.endswith("?")
        name = word.removesuffix("?") if optional else word
        found = [_tokens(one) for one in (name.split("|") if len(name) > 1 else [name])]
        choices.append([*found, ()] if optional else found)
    return [tuple(token for part in parts for token in part) for parts in product(*choices)]


def mute_words(phrase: str) -> list[str]:
    """Words of a phrase that count for nothing: a sign that no line's tokens hold, or no word."""
    return [
        word
        for word in phrase.split()
        for one in (word.removesuffix("?").split("|") if len(word) > 1 else [word])
        if not _tokens(one)
    ]


def _tokens(word: str) -> tuple[str, ...]:
    if word in ("*", "#"):
        return (word,)
    return tuple("#" if token[0].isdecimal() else token for token in TOKEN.findall(fold(word)))


def walk(node: Node, tokens: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Pairs (phrase number, index after its last token) of phrases that begin at `start`."""
    gap = node.get("*")
    while True:
        for number in node.ends:
            yield number, start
        if start >= len(tokens):
            return
        token = tokens[start]
        if gap is not None:
            yield from _gap(gap, tokens, start)
        if token[0].isdecimal() and "#" in node:
            yield from walk(node["#"], tokens, start + 1)
        if token in node:
            node = node[token]
            gap = node.get("*")
        elif token in SIGNS:
            gap = None  # a gap may begin with signs: all that follows this one was seen
        else:
            return
        start += 1


def _gap(node: Node, tokens: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    words = 0
    for end in range(start, min(len(tokens), start + REACH)):
        words += tokens[end] not in SIGNS
        if words > GAP:
            return
        yield from walk(node, tokens, end + 1)
