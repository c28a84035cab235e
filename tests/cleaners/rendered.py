"""Markdown as a reader sees it: rendered by somebody else, and taken apart into blocks again."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Shown:
    """A piece of text on the page; `boxes` says in which lists, quotes and tables it stands.

    `number` is that of an ordered list, for the first text of an item; `more` says it is no first.
    """

    kind: str
    text: str
    level: int = 0
    number: int | None = None
    more: bool = False
    boxes: tuple[int, ...] = field(default=(), compare=False)


def rendered(text: str) -> list[Shown]:
    """What Markdown shows, block by block; the cells of a row one text."""
    found: list[Shown] = []
    around: list[Token] = []
    cells: list[str] = []
    counts: dict[int, int] = {}  # numbers of items, by the list they stand in
    begun: set[int] = set()  # items that have a text
    for place, token in enumerate(_RENDERER.parse(text)):
        token.meta["place"] = place
        if token.nesting > 0:
            around.append(token)
            if token.type == "ordered_list_open":
                counts[place] = int(token.attrs.get("start", 1)) - 1
            if token.type == "list_item_open" and around[-2].type == "ordered_list_open":
                counts[around[-2].meta["place"]] += 1
        elif token.nesting < 0:
            if around.pop().type == "tr_open":
                found.append(Shown("row", " | ".join(cells).strip(), boxes=_boxes(around)))
                cells = []
        elif token.type == "inline" and around[-1].type in ("td_open", "th_open"):
            cells.append(_said(token))
        else:
            found.append(_shown(token, around, counts, begun))
    return found


def _shown(token: Token, around: list[Token], counts: dict[int, int], begun: set[int]) -> Shown:
    types = [one.type for one in around]
    lists = [one.meta["place"] for one in around if one.type.endswith("_list_open")]
    level, boxes = len(lists), _boxes(around)
    if token.type == "fence":
        text = token.content.removesuffix("\n")
        return Shown("code", text, level, boxes=boxes)
    text = _said(token)
    if "heading_open" in types:
        return Shown("heading", text, int(around[-1].tag[1]), boxes=boxes)
    if "blockquote_open" in types:
        return Shown("quote", text, level, boxes=boxes)
    if not lists:
        return Shown("paragraph", text)
    item = max(one.meta["place"] for one in around if one.type == "list_item_open")
    more = item in begun
    begun.add(item)
    return Shown("item", text, level, None if more else counts.get(lists[-1]), more, boxes)


def _boxes(around: list[Token]) -> tuple[int, ...]:
    return tuple(
        one.meta["place"]
        for one in around
        if one.type.endswith("_list_open") or one.type in ("blockquote_open", "table_open")
    )


def _said(token: Token) -> str:
    """The text of a line, with a mark where it is more than text."""
    plain = {"text", "text_special"}
    return "".join(
        one.content if one.type in plain else f"<{one.type} {one.content}>"
        for one in token.children or ()
    )
