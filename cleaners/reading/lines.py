"""The lines of a page and the boxes they stand in, from one pass over its tree."""

from collections.abc import Collection, Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.candidates import Candidate, Frame, summed
from cleaners.reading.formulas import is_formula, write_formulas
from cleaners.reading.menus import taken_whole
from cleaners.reading.nodes import parts as node_parts
from cleaners.reading.raised import raised
from cleaners.reading.walk import (
    BLOCKS,
    CURRENCIES,
    FORMULAS,
    LISTS,
    MAX_DEPTH,
    PLAIN,
    SKIP,
    TEXT,
    Walk,
    glued,
    tags,
)

LITTLE: Final = 500  # characters of prose; a page with less may keep its text in <noscript>
PROSE: Final = 60  # characters outside links from which on a line is a paragraph
FEW: Final = 20  # elements of a quotation that are looked at
MAX_LINES: Final = 20_000


def lines(
    body: LexborNode,
    *,
    apart: Collection[LexborNode] = (),
    whole: Collection[str] = (),
    limit: int = MAX_LINES,
) -> tuple[list[Candidate], list[Frame]]:
    """The lines of `body` in page order, at most `limit`, and the boxes around them, outer first.

    Elements in `apart` are boxes of their own, whatever their tags; those with a tag in `whole` are
    taken as one line, lists among them where they are nothing but links. What a page says in
    <noscript> is read where it says next to nothing elsewhere: forums show their posts so to those
    who run no scripts, and pages that scripts build their text.
    """
    walk = Walk(body, tags(unscripted=False), apart)
    _read(walk, whole, limit)
    if walk.formulas:  # it ended at the first
        write_formulas(body)
        walk = Walk(body, tags(unscripted=False, written=True), apart)
        _read(walk, whole, limit)
    if walk.frames[0].prose < LITTLE and body.css_first("noscript") is not None:
        scriptless = Walk(body, tags(unscripted=True, written=True), apart)
        _read(scriptless, whole, limit)
        if _says_more(scriptless, walk):
            walk = scriptless
    frames = walk.frames
    return walk.found, frames[:1] + [frame for frame in frames[1:] if frame.chars]


def _says_more(scriptless: Walk, walk: Walk) -> bool:
    """Whether <noscript> holds the text of a page: much prose, or most of all its words in more
    than one paragraph, since a single one may only ask for scripts.
    """
    if scriptless.frames[0].prose > 2 * LITTLE:
        return True
    words = _words(walk)
    return _words(scriptless) > 2 * words and _paragraphs(scriptless) > _paragraphs(walk) + 1


def _words(walk: Walk) -> int:
    """The characters of a page outside links."""
    return sum(len(line.text) - line.linked for line in walk.found)


def _paragraphs(walk: Walk) -> int:
    return sum(len(line.text) - line.linked > PROSE for line in walk.found)


def _read(  # noqa: C901, PLR0912, PLR0915 - the hot loop: a call costs more than what it would do
    walk: Walk, whole: Collection[str], limit: int
) -> None:
    """Walk over the body of a page. What most nodes are, space and plain blocks, is met in here."""
    body, known, found, parts = walk.frames[0].node, walk.tags.get, walk.found, walk.parts
    apart, pending = walk.apart, walk.pending
    above: list[tuple[LexborNode, str | None, int]] = []
    node = last = body.first_child
    while True:
        if node is None:
            if not above:
                break
            node, tag, _ = above.pop()
            if tag is None:
                pass
            elif tag == "a":
                walk.in_link -= 1
                walk.link_ended = True
            elif tag in PLAIN and not walk.in_row:
                if parts:
                    walk.flush()
                if pending and walk.depth < MAX_DEPTH:
                    pending.pop()
                    walk.depth -= 1
                else:
                    _leave(walk)
            else:
                _end(walk, tag)
            if len(found) >= limit:
                break
            node = node.next
            continue
        tag = known(node.tag_id)
        if tag == TEXT:
            text = node.text_content or ""
            if text.isspace():
                if parts:
                    parts.append(text)
                node = node.next
                continue
            if parts:
                first = text[0]
                if (
                    (first.isupper() or first.isdigit() or first in CURRENCIES)
                    and glued(parts[-1], last, node)
                    and not walk.in_pre
                ):
                    parts.append(" ")
            if walk.in_link or walk.in_bold:
                walk.add(text)
            else:
                parts.append(text)
                walk.link_ended = False
            last = node
            node = node.next
        elif tag == SKIP:
            node = node.next
        elif (tag is None or tag == "a") and not (apart and node in apart):
            if tag is not None:
                if "href" in node.attrs:
                    if walk.link_ended and parts:
                        parts.append(" ")  # two links are two words, whatever the style sheet does
                    walk.in_link += 1
                else:
                    tag = None
            above.append((node, tag, 0))
            node = node.first_child
        elif tag in whole and taken_whole(walk, node, tag or ""):
            if len(found) >= limit:
                break
            node = node.next
        elif tag in PLAIN and not walk.in_row:
            if parts:
                walk.flush()
                if len(found) >= limit:
                    break
            inner = node.first_child
            if inner is None:  # nothing can stand in it
                node = node.next
                continue
            entered = (node, tag, walk.list_depth)
            walk.depth += 1
            if walk.depth < MAX_DEPTH:
                pending.append(entered)
            above.append(entered)
            node = inner
        elif tag in FORMULAS:
            if is_formula(node):
                walk.formulas = True
                break
            node = node.next
        elif tag == "sup" and (text := raised(node, parts, walk.noted)) is not None:
            walk.add(text)
            last = node
            node = node.next
        else:
            above.append((node, _start(walk, node, tag), 0))
            if len(found) >= limit:
                break
            node = node.first_child
    walk.flush()
    summed(walk.found, walk.frames)


def _start(walk: Walk, node: LexborNode, tag: str | None) -> str | None:
    """Begin an element that is no link; the tag that it counts as."""
    if walk.apart and tag not in BLOCKS and node in walk.apart:
        tag = "div"
    if tag in BLOCKS:
        _start_block(walk, node, tag or "")
    elif tag == "br":
        _break(walk)
    elif tag == "q":
        return _start_quote(walk, node)
    elif tag == "sup":
        return None
    else:
        walk.in_bold += 1
    return tag


def _break(walk: Walk) -> None:
    if walk.in_pre or walk.in_row:
        walk.parts.append("\n" if walk.in_pre else " ")
    elif walk.parts:
        walk.flush()


def _start_quote(walk: Walk, node: LexborNode) -> str | None:
    if node.first_child is None or any(part.tag in BLOCKS for part in node_parts(node, FEW)):
        return None  # paragraphs: the sign would be a line of its own
    walk.quote()
    return "q"


def _start_block(walk: Walk, node: LexborNode, tag: str) -> None:
    if walk.in_row:
        walk.parts.append(walk.cells.cell(node) if tag in _CELLS else " ")
    elif walk.parts:
        walk.flush()
    walk.depth += 1
    if walk.depth < MAX_DEPTH:
        walk.pending.append((node, tag, walk.list_depth))
    if tag in LISTS:
        walk.list_depth += 1
    elif tag == "tr":
        if not walk.in_row and _is_row(node, walk.tags):
            walk.in_row = walk.depth
            walk.cells.row(node)
    elif tag == "pre":
        walk.in_pre += 1


def _end(walk: Walk, tag: str) -> None:
    if tag in BLOCKS:
        _end_block(walk, tag)
    elif tag == "q":
        walk.quote(ends=True)
    elif tag != "br":
        walk.in_bold -= 1


def _end_block(walk: Walk, tag: str) -> None:
    if not walk.in_row:
        if walk.parts:
            walk.flush()
    elif walk.in_row == walk.depth:
        if walk.parts:
            walk.flush()
        walk.in_row = 0
    else:
        walk.parts.append(" ")
    if tag in LISTS:
        walk.list_depth -= 1
    elif tag == "pre":
        walk.in_pre -= 1
    _leave(walk)


def _leave(walk: Walk) -> None:
    """Go out of the box of a block."""
    if walk.depth < MAX_DEPTH:
        if walk.pending:
            walk.pending.pop()
        else:
            walk.frame = walk.frame.parent or walk.frame
    walk.depth -= 1


_CELLS = frozenset(["td", "th"])
_NO_CELLS = frozenset(["table", "ul", "ol", "pre", "h1", "h2", "h3", "blockquote", "form"])


def _is_row(row: LexborNode, tags: Mapping[int, str]) -> bool:
    """Whether a table row is one line of a table of facts, not a part of a page's layout."""
    cells = length = 0
    above: list[LexborNode] = []
    known, node = tags.get, row.first_child
    while True:  # `nodes.inside`, in half its time
        if node is None:
            if not above:
                return cells > 1
            node = above.pop().next
            continue
        tag = known(node.tag_id)
        if tag == TEXT:
            text = node.text_content or ""
            if not text.isspace():
                length += len(text)
                if length > 1000:
                    return False
            node = node.next
            continue
        if tag in _NO_CELLS:
            return False
        if tag in _CELLS:
            cells += 1
            length = 0
        if (inner := node.first_child) is None:
            node = node.next
        else:
            above.append(node)
            node = inner
