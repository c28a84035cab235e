"""The lines of a page and the boxes they stand in, from one pass over its tree."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaners.article import BlockKind
from cleaners.candidates import Candidate, Frame, summed
from cleaners.characters import one_line, sane
from cleaners.nodes import inside

LITTLE: Final = 500  # characters of prose; a page with less may keep its text in <noscript>
FEW: Final = 3  # links that make a menu
MAX_LINES: Final = 20_000
MAX_DEPTH: Final = 200  # containers in one another; what is deeper counts to the last of them
BLOCKS = frozenset(
    """address article aside audio blockquote body button caption center dd details dialog dir div
    dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li
    main menu nav ol p picture pre section summary table tbody td tfoot th thead tr ul video
    """.split()  # noqa: SIM905 - a list of words reads better so
)
UNREAD = frozenset(
    """script style noscript template head svg math object embed applet canvas select option
    datalist textarea input map area iframe noembed noframes frameset meter progress base link meta
    title param source track
    """.split()  # noqa: SIM905
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, "heading"), **dict.fromkeys(("li", "dd", "dt"), "item"),
    "blockquote": "quote", "pre": "code",
}  # fmt: skip
_INLINE = ("a", "b", "strong", "br")
_EMPTY = ("img", "wbr")
_LISTS = frozenset(["ul", "ol", "dl"])
_PLAIN = BLOCKS - _LISTS - {"tr", "pre"}  # that begin and end a line, and nothing else
_TEXT, _SKIP = "-text", ""
_UNSHOWN = "script,style,noscript,template,svg"


@cache
def _tags(*, unscripted: bool) -> Mapping[int, str]:
    """Lexbor's numbers of the tags that mean something here, "" for what is not read.

    Asked of Lexbor itself, since the numbers change with its version.
    """
    page = LexborHTMLParser("<body>text<!-- -->")
    known = {
        node.tag_id: _TEXT if node.is_text_node else _SKIP
        for node in (page.body.traverse(include_text=True) if page.body else ())
        if not node.is_element_node
    }
    for tag in (*BLOCKS, *_INLINE, *UNREAD, *_EMPTY):
        known[page.create_node(tag).tag_id] = tag if tag in BLOCKS or tag in _INLINE else _SKIP
    if unscripted:
        del known[page.create_node("noscript").tag_id]
    return known


class _Walk:
    """The state of one walk over a page."""

    __slots__ = (
        "apart", "bold", "depth", "found", "frame", "frames", "in_bold", "in_link",
        "in_pre", "in_row", "link_ended", "linked", "list_depth", "parts", "pending", "tags",
    )  # fmt: skip

    def __init__(
        self, body: LexborNode, tags: Mapping[int, str], apart: Collection[LexborNode]
    ) -> None:
        self.tags = tags
        self.apart = apart
        self.found: list[Candidate] = []
        self.frame = Frame("body", 0, None, 0, body)
        self.frames = [self.frame]
        self.pending: list[tuple[LexborNode, str, int]] = []  # entered, without a frame yet
        self.parts: list[str] = []
        self.linked = self.bold = 0
        self.in_link = self.in_bold = self.in_row = self.in_pre = 0
        self.depth = self.list_depth = 0
        self.link_ended = False

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.link_ended = False
        if self.in_link or self.in_bold:
            length = len(text) if len(text) < 20 else len(" ".join(text.split()))
            if self.in_link:
                self.linked += length
            if self.in_bold:
                self.bold += length

    def flush(self) -> None:
        parts = self.parts
        joined = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        text = sane(joined.expandtabs(4)).strip("\n") if self.in_pre else one_line(joined)
        if self.in_row:
            text = text.strip("| ")
        if text and not text.isspace():
            if self.pending:
                self.settle()
            frame, size = self.frame, len(text)
            kind: BlockKind = "row" if self.in_row else frame.kind
            linked, bold = min(self.linked, size), min(self.bold, size)
            self.found.append(Candidate(text, kind, frame.level, linked, frame, bold))
        self.linked = self.bold = 0

    def is_plain(self) -> bool:
        """Whether this is no place in a list, a heading, a quote or code."""
        inner = any(tag in KINDS for _node, tag, _depth in self.pending)
        return self.frame.kind == "paragraph" and not inner

    def settle(self) -> None:
        """Make frames of the elements that were entered: half of them never get a line."""
        above = self.frame
        for node, tag, list_depth in self.pending:
            frame = Frame(tag, 0, above, above.depth + 1, node, above.kind, above.level)
            del frame.bits  # read from its attributes when first asked for
            if tag in KINDS:
                frame.kind = KINDS[tag]
                frame.level = HEADINGS.get(tag, 0)
                if frame.kind == "item":
                    frame.level = max(1, list_depth)
            self.frames.append(frame)
            above = frame
        self.frame = above
        self.pending.clear()


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
    who run no scripts.
    """
    walk = _Walk(body, _tags(unscripted=False), apart)
    _read(walk, whole, limit)
    if walk.frames[0].prose < LITTLE and body.css_first("noscript") is not None:
        scriptless = _Walk(body, _tags(unscripted=True), apart)
        _read(scriptless, whole, limit)
        if scriptless.frames[0].prose > 2 * LITTLE:
            walk = scriptless
    root, *inner = walk.frames
    return walk.found, [root, *(frame for frame in inner if frame.chars)]


def _read(  # noqa: C901, PLR0912, PLR0915 - the hot loop: a call costs more than what it would do
    walk: _Walk, whole: Collection[str], limit: int
) -> None:
    """Walk over the body of a page. What most nodes are, space and plain blocks, is met in here."""
    body, known, found, parts = walk.frames[0].node, walk.tags.get, walk.found, walk.parts
    apart, pending = walk.apart, walk.pending
    above: list[tuple[LexborNode, str | None]] = []
    node = body.first_child
    while len(found) < limit and (node is not None or above):
        if node is None:
            node, tag = above.pop()
            if tag is None:
                pass
            elif tag in _PLAIN and not walk.in_row:
                if parts:
                    walk.flush()
                if pending and walk.depth < MAX_DEPTH:
                    pending.pop()
                    walk.depth -= 1
                else:
                    _leave(walk)
            else:
                _end(walk, tag)
            node = node.next
            continue
        tag = known(node.tag_id)
        if tag == _TEXT:
            text = node.text_content or ""
            if not text.isspace():
                walk.add(text)
            elif parts:
                parts.append(text)
            node = node.next
        elif tag == _SKIP:
            node = node.next
        elif tag is None and not apart:
            above.append((node, None))
            node = node.first_child
        elif tag in whole and _is_whole(walk, node, tag):
            _take_whole(walk, node, tag or "")
            node = node.next
        elif tag in _PLAIN and not walk.in_row:
            if parts:
                walk.flush()
            inner = node.first_child
            if inner is None:  # nothing can stand in it
                node = node.next
                continue
            walk.depth += 1
            if walk.depth < MAX_DEPTH:
                pending.append((node, tag or "", walk.list_depth))
            above.append((node, tag))
            node = inner
        else:
            above.append((node, _start(walk, node, tag)))
            node = node.first_child
    walk.flush()
    summed(walk.found, walk.frames)


def _is_whole(walk: _Walk, node: LexborNode, tag: str | None) -> bool:
    """Whether an element may be taken as one line: a list only where it is nothing but links."""
    if walk.in_row or not walk.is_plain():
        return False
    if tag not in _LISTS:
        return True
    if walk.list_depth:  # lists in lists: each would be read again with all that stands in it
        return False
    links = len(node.css("a[href]"))
    return (
        links >= FEW and node.text(separator="\n", strip=True, skip_empty=True).count("\n") < links
    )


def _take_whole(walk: _Walk, node: LexborNode, tag: str) -> None:
    """A menu or a footer as one line of many rows, all of it links."""
    if walk.parts:
        walk.flush()
    for mute in node.css(_UNSHOWN):
        mute.decompose(recursive=False)  # out of the tree, but not freed: others may stand in it
    text = node.text(separator="\n", strip=True, skip_empty=True)
    plain = f" {text} ".replace("\n", " ")
    if "  " in plain or not plain.isprintable():
        text = "\n".join(filter(None, map(one_line, text.split("\n"))))
    if text:
        walk.settle()
        frame = Frame(tag, 0, walk.frame, walk.frame.depth + 1, node)
        del frame.bits
        walk.frames.append(frame)
        walk.found.append(Candidate(text, "paragraph", 0, len(text), frame))


def _start(walk: _Walk, node: LexborNode, tag: str | None) -> str | None:
    """Begin an element; the tag that it counts as."""
    if walk.apart and tag not in BLOCKS and node in walk.apart:
        tag = "div"
    if tag in BLOCKS:
        _start_block(walk, node, tag or "")
    elif tag == "a":
        if "href" not in node.attrs:
            return None
        if walk.link_ended and walk.parts:
            walk.parts.append(" ")  # two links are two words, whatever the style sheet does
        walk.in_link += 1
    elif tag == "br":
        if walk.in_pre or walk.in_row:
            walk.parts.append("\n" if walk.in_pre else " ")
        elif walk.parts:
            walk.flush()
    elif tag is not None:
        walk.in_bold += 1
    return tag


def _start_block(walk: _Walk, node: LexborNode, tag: str) -> None:
    if walk.in_row:
        walk.parts.append(" | " if tag in ("td", "th") else " ")
    elif walk.parts:
        walk.flush()
    walk.depth += 1
    if walk.depth < MAX_DEPTH:
        walk.pending.append((node, tag, walk.list_depth))
    if tag in _LISTS:
        walk.list_depth += 1
    elif tag == "tr":
        if not walk.in_row and _is_row(node, walk.tags):
            walk.in_row = walk.depth
    elif tag == "pre":
        walk.in_pre += 1


def _end(walk: _Walk, tag: str) -> None:
    if tag in BLOCKS:
        _end_block(walk, tag)
    elif tag == "a":
        walk.in_link -= 1
        walk.link_ended = True
    elif tag != "br":
        walk.in_bold -= 1


def _end_block(walk: _Walk, tag: str) -> None:
    if not walk.in_row:
        if walk.parts:
            walk.flush()
    elif walk.in_row == walk.depth:
        if walk.parts:
            walk.flush()
        walk.in_row = 0
    else:
        walk.parts.append(" ")
    if tag in _LISTS:
        walk.list_depth -= 1
    elif tag == "pre":
        walk.in_pre -= 1
    _leave(walk)


def _leave(walk: _Walk) -> None:
    """Go out of the box of a block."""
    if walk.depth < MAX_DEPTH:
        if walk.pending:
            walk.pending.pop()
        elif walk.frame.parent is not None:
            walk.frame = walk.frame.parent
    walk.depth -= 1


_NO_CELLS = frozenset(["table", "ul", "ol", "h1", "h2", "h3", "blockquote", "form"])


def _is_row(row: LexborNode, tags: Mapping[int, str]) -> bool:
    """Whether a table row is one line of a table of facts, not a part of a page's layout."""
    cells = length = 0
    for node in inside(row):
        tag = tags.get(node.tag_id)
        if tag == _TEXT:
            text = node.text_content or ""
            length += 0 if text.isspace() else len(text)
            if length > 1000:
                return False
        elif tag in ("td", "th"):
            cells += 1
            length = 0
        elif tag in _NO_CELLS:
            return False
    return cells > 1
