"""An article as Markdown a person would publish."""

import re
from itertools import pairwise

from cleaners.article import Article, Block

_ESCAPED = re.compile(r"([\\`*_\[\]<>])")
# What would be a heading, a list or the like at the start of a line; a number keeps its digits,
# since only signs can be escaped (CommonMark 2.4).
_LIKE_MARKUP = re.compile(r"^(\d*)(#{1,6}(?=\s)|[-+](?=\s)|>|(?<=\d)[.)](?=\s)|~~~|\|)")
# What stands between two blocks of one kind: two paragraphs of a quote are one quote.
_BETWEEN = {"item": "\n", "row": "\n", "quote": "\n>\n"}


def markdown(article: Article) -> str:
    """The title, a line of byline and date, then the blocks; ends in a line break."""
    parts = [f"# {_inline(article.title)}"] if article.title else []
    about = " · ".join(filter(None, [article.byline, (article.published or "")[:10]]))
    if about:
        parts.append(f"*{_inline(about)}*")
    parts.extend(_written(block) for block in article.blocks)
    kinds = [
        *["paragraph"] * (len(parts) - len(article.blocks)),
        *(block.kind for block in article.blocks),
    ]
    text = parts[0] if parts else ""
    table = 0  # rows of the table written so far
    for (kind, after), part in zip(pairwise(kinds), parts[1:], strict=True):
        table = table + 1 if kind == after == "row" else 0
        rule = f"\n{_rule(text)}" if table == 1 else ""
        between = _BETWEEN.get(kind, "\n\n") if kind == after else "\n\n"
        text += rule + between + part
    return text + "\n"


def _written(block: Block) -> str:
    if block.kind == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
        return f"{fence}\n{block.text}\n{fence}"
    text = _inline(block.text)
    if block.kind == "heading":
        # The title is the only heading of the first level.
        return f"{'#' * min(6, max(2, block.level))} {text}"
    if block.kind == "item":
        return f"{'  ' * (max(1, block.level) - 1)}- {text}"
    if block.kind == "quote":
        return f"> {text}"
    if block.kind == "row":
        return f"| {text} |"
    return _LIKE_MARKUP.sub(r"\1\\\2", text)


def _inline(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)


def _rule(text: str) -> str:
    """The line below the first row of a table, which Markdown takes for its head."""
    row = text.rsplit("\n", 1)[-1]
    return "|" + " --- |" * max(1, row.count(" | ") + 1)
