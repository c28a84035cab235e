"""The blocks of a text as the table `versions` has them, and the text cut into them again."""

import json
from collections.abc import Sequence
from typing import Any

from cleaners.article import Block

# What most blocks do not have: only those that do say so, by name.
SELDOM = ("apart", "number", "more", "syntax")


def written(blocks: Sequence[Block]) -> str:
    """JSON: for each block its position, kind, level and length, and an object of what few have."""
    return json.dumps(
        [[b.position, b.kind, b.level, len(b.text), *_seldom(b)] for b in blocks],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def restored(text: str, stored: str) -> tuple[Block, ...]:
    """The text cut into its blocks again; one blank line stands between two."""
    blocks = []
    start = 0
    # Four facts, and a fifth where there is more to say; format 4 and older had no fifth.
    for position, kind, level, length, *seldom in json.loads(stored):
        piece = text[start : start + length]
        blocks.append(Block(piece, position, kind, level, **(seldom[0] if seldom else {})))
        start += length + 2
    return tuple(blocks)


def _seldom(block: Block) -> list[dict[str, Any]]:
    facts = {name: getattr(block, name) for name in SELDOM}
    told = {name: fact for name, fact in facts.items() if fact is not None and fact is not False}
    return [told] if told else []
