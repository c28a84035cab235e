"""Markdown as a reader sees it: rendered by somebody else, and taken apart into blocks again."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Shown:
    """A piece of text on the page; `boxes` says in which list, quote or table it stands."""

    kind: str
    text: str
    level: int = 0
    number: int | None = None
    boxes: tuple[int, ...] = field(default=(), compare=False)


def rendered(text: str) -> list[Shown]:
    """What Markdown shows, block by block; the cells of a row one text."""
    found: list[Shown] = []
    around: list[Token] = []
    cells: list[str] = []
    counts: dict[int, int] = {}  # numbers of items, by the list they stand in
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
                found.append(Shown("row", " | ".join(cells).strip(), 0, None, _boxes(around)))
                cells = []
        elif token.type == "inline" and around[-1].type in ("td_open", "th_open"):
            cells.append(_said(token))
        else:
            found.append(_shown(token, around, counts))
    return found


def _shown(token: Token, around: list[Token], counts: dict[int, int]) -> Shown:
    types = [one.type for one in around]
    lists = [one for one in around if one.type.endswith("_list_open")]
    level = len(lists)
    if token.type == "fence":
        return Shown("code", token.content.removesuffix("\n"), level, None, _boxes(around))
    text = _said(token)
    if "heading_open" in types:
        return Shown("heading", text, int(around[-1].tag[1]), None, _boxes(around))
    if "blockquote_open" in types:
        return Shown("quote", text, level, None, _boxes(around))
    if lists:
        return Shown("item", text, level, counts.get(lists[-1].meta["place"]), _boxes(around))
    return Shown("paragraph", text, 0, None, ())


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
