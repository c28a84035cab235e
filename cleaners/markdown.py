"""An article as Markdown a person would publish: CommonMark, with tables as GitHub has them.

Rendered, it says what the blocks say: tests/cleaners/test_markdown.py has that as a law.
"""

import re
from collections.abc import Iterator, Sequence
from textwrap import indent

from cleaners.article import Article, Block
from cleaners.listing import Listing

# Signs that mean something anywhere in a line; "&" only where a reference would follow.
_ESCAPED = re.compile(r"[\\`*_~\[\]<>]|&(?=#?\w+;)")
# What would be a heading, a list, a rule or the like at the start of a line; a number keeps its
# digits, since only signs can be escaped (CommonMark 2.4).
_LIKE_MARKUP = re.compile(
    r"^(\d{0,9})(#(?=#{0,5}(?:\s|$))|[-+](?=[-\s]*$|\s)|(?<=\d)[.)](?=\s|$)|\|)"
)
_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")  # signs that a heading may end in
_CELL = re.compile(r"(?:^| )\|(?= |$)")


def markdown(article: Article) -> str:
    """The title, a line of byline and date, then the blocks; ends in a line break."""
    parts = [_heading(1, article.title)] if article.title else []
    about = " · ".join(filter(None, [article.byline, (article.published or "")[:10]]))
    if about:
        parts += ("\n\n", f"*{_inline(about)}*")
    listing = Listing()
    for run in _runs(article.blocks):
        block = run[0]
        if block.kind == "item" and not (block.more and listing.holds(block)):
            mark, tight = listing.item(block)
            parts += ("\n" if tight else "\n\n", mark + _line(block))
        else:
            parts += ("\n\n", indent(_written(run), " " * listing.inner(block), _is_filled))
    return "".join(parts).removeprefix("\n\n") + "\n"


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each table and quote as one; other blocks by themselves."""
    run: list[Block] = []
    for block in blocks:
        if run and not (block.kind in ("row", "quote") and _is_one(run[-1], block)):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_filled(line: str) -> bool:
    """Whether a line is to be indented; one of blanks may be code."""
    return line != "\n"


def _is_one(before: Block, block: Block) -> bool:
    """Whether two blocks are of one table or quote."""
    return (before.kind, before.level) == (block.kind, block.level) and not block.apart


def _written(run: Sequence[Block]) -> str:
    """What begins no item of a list."""
    block = run[0]
    if block.kind == "row":
        return _table(run)
    if block.kind == "quote":
        return "\n>\n".join(f"> {_line(one)}" for one in run)
    if block.kind == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
        return f"{fence}{block.syntax or ''}\n{block.text}\n{fence}"
    if block.kind == "heading":
        # The title is the only heading of the first level.
        return _heading(min(6, max(2, block.level)), block.text)
    return _line(block)


def _line(block: Block) -> str:
    """A text at the beginning of a line."""
    return _LIKE_MARKUP.sub(r"\1\\\2", _inline(block.text))


def _heading(level: int, text: str) -> str:
    return "#" * level + " " + _CLOSING.sub(r"\\\g<0>", _inline(text))


def _table(rows: Sequence[Block]) -> str:
    """Rows below each other. The first is the head, which Markdown asks for, as wide as any."""
    table = [list(map(_cell, _CELL.split(row.text))) for row in rows]
    width = max(map(len, table))
    table[0] += [""] * (width - len(table[0]))
    table.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _cell(text: str) -> str:
    return _inline(text.strip()).replace("|", r"\|")


def _inline(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text)
