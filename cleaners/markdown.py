"""An article as Markdown a person would publish: CommonMark, with tables as GitHub has them.

Rendered, it says what the blocks say: tests/cleaners/test_markdown.py has that as a law.
"""

import re
from collections.abc import Iterator, Sequence

from cleaners.article import Article, Block

# Signs that mean something anywhere in a line; "&" only where a reference would follow.
_ESCAPED = re.compile(r"[\\`*_~\[\]<>]|&(?=#?\w+;)")
# What would be a heading, a list, a rule or the like at the start of a line; a number keeps its
# digits, since only signs can be escaped (CommonMark 2.4).
_LIKE_MARKUP = re.compile(
    r"^(\d{0,9})(#(?=#{0,5}(?:\s|$))|[-+](?=[-\s]*$|\s)|(?<=\d)[.)](?=\s|$)|\|)"
)
_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")  # signs that a heading may end in
_CELL = re.compile(r"(?:^| )\|(?= |$)")
# What stands between two blocks of one kind: two paragraphs of a quote are one quote.
_BETWEEN = {"item": "\n", "quote": "\n>\n"}


def markdown(article: Article) -> str:
    """The title, a line of byline and date, then the blocks; ends in a line break."""
    parts = [_heading(1, article.title)] if article.title else []
    about = " · ".join(filter(None, [article.byline, (article.published or "")[:10]]))
    if about:
        parts.append(f"*{_inline(about)}*")
    for run in _runs(article.blocks):
        between = _BETWEEN.get(run[0].kind, "\n\n")
        parts.append(_table(run) if run[0].kind == "row" else between.join(map(_written, run)))
    return "\n\n".join(parts) + "\n"


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each table, quote and list as one; other blocks by themselves."""
    run: list[Block] = []
    for block in blocks:
        if run and (block.apart or block.kind != run[-1].kind):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _written(block: Block) -> str:
    """A block that is no row of a table."""
    if block.kind == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
        return f"{fence}\n{block.text}\n{fence}"
    if block.kind == "heading":
        # The title is the only heading of the first level.
        return _heading(min(6, max(2, block.level)), block.text)
    text = _LIKE_MARKUP.sub(r"\1\\\2", _inline(block.text))
    if block.kind == "item":
        return f"{'  ' * (max(1, block.level) - 1)}- {text}"
    return f"> {text}" if block.kind == "quote" else text


def _heading(level: int, text: str) -> str:
    return "#" * level + " " + _CLOSING.sub(r"\\\g<0>", _inline(text))


def _table(rows: Sequence[Block]) -> str:
    """Rows below each other. The first is the head, which Markdown asks for, as wide as any."""
    table = [
        [_inline(cell.strip()).replace("|", r"\|") for cell in _CELL.split(row.text)]
        for row in rows
    ]
    width = max(map(len, table))
    table[0] += [""] * (width - len(table[0]))
    table.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _inline(text: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", text)
