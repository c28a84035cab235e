"""A walk over a page: what its elements mean for its lines, and where it stands just now."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaners.article import BlockKind
from cleaners.reading.anchors import SIGNS, unsigned
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.cells import Cells, whole_row
from cleaners.reading.characters import one_line, sane
from cleaners.reading.code import is_numbering, syntax_of
from cleaners.reading.numbers import number_of

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
    title param source track rt rp rtc
    """.split()  # noqa: SIM905
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS: Mapping[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, "heading"), **dict.fromkeys(("li", "dd", "dt"), "item"),
    "blockquote": "quote", "pre": "code",
}  # fmt: skip
_INLINE = ("a", "b", "strong", "br", "q", "sup")
FORMULAS = ("math", "script")  # the second, where it says so
_EMPTY = ("img", "wbr")
LISTS = frozenset(["ul", "ol", "dl"])
PLAIN = BLOCKS - LISTS - {"tr", "pre"}  # that begin and end a line, and nothing else
_QUOTES = ("“‘", "”’")  # what begins and what ends a quotation, and one in it
TEXT, SKIP = "-text", ""
CURRENCIES: Final = "$€£¥₹"


@cache
def tags(*, unscripted: bool, written: bool = False) -> Mapping[int, str]:
    """Lexbor's numbers of the tags that mean something here, "" for what is not read. `written`:
    formulas are text by now, as far as they will be.

    Asked of Lexbor itself, since the numbers change with its version.
    """
    page = LexborHTMLParser("<body>text<!-- -->")
    known = {
        node.tag_id: TEXT if node.is_text_node else SKIP
        for node in (page.body.traverse(include_text=True) if page.body else ())
        if not node.is_element_node
    }
    for tag in (*BLOCKS, *_INLINE, *UNREAD, *_EMPTY):
        told = tag in BLOCKS or tag in _INLINE or (tag in FORMULAS and not written)
        known[page.create_node(tag).tag_id] = tag if told else SKIP
    if unscripted:
        del known[page.create_node("noscript").tag_id]
    return known


class Walk:
    """The state of one walk over a page."""

    __slots__ = (
        "apart", "bold", "cells", "coded", "depth", "formulas", "found", "frame", "frames",
        "in_bold", "in_link", "in_pre", "in_quote", "in_row", "link_ended", "linked", "list_depth",
        "noted", "numbers", "parts", "pending", "tags",
    )  # fmt: skip

    def __init__(
        self, body: LexborNode, tags: Mapping[int, str], apart: Collection[LexborNode]
    ) -> None:
        self.tags = tags
        self.apart = apart
        self.cells = Cells()
        self.numbers: dict[int, int] = {}  # of items
        self.coded: dict[int, bool] = {}  # whether a row of a table holds code twice
        self.noted: dict[int, bool] = {}  # whether an element around raised text speaks of notes
        self.found: list[Candidate] = []
        self.frame = Frame("body", None, 0, body)
        self.frame.bits = 0
        self.frames = [self.frame]
        self.pending: list[tuple[LexborNode, str, int]] = []  # entered, without a frame yet
        self.parts: list[str] = []
        self.linked = self.bold = 0
        self.in_link = self.in_bold = self.in_row = self.in_pre = 0
        self.in_quote = 0
        self.depth = self.list_depth = 0
        self.link_ended = False
        self.formulas = False  # whether one was met, and the walk ended there

    def add(self, text: str) -> None:
        """Take in a text inside a link or in bold."""
        self.parts.append(text)
        self.link_ended = False
        length = len(text) if len(text) < 20 else len(" ".join(text.split()))
        if self.in_link:
            self.linked += length
        if self.in_bold:
            self.bold += length

    def quote(self, *, ends: bool = False) -> None:
        """Take in a sign that browsers set around <q>."""
        if ends:
            self.in_quote -= 1
        self.add(_QUOTES[ends][self.in_quote % 2])
        if not ends:
            self.in_quote += 1

    def flush(self) -> None:
        """End a line."""
        text = "".join(self.parts)
        self.parts.clear()
        if self.in_pre or self.in_row:
            self._flush_odd(text)
        elif line := one_line(text):
            if self.pending:
                self.settle()
            if self.linked and (line[-1] in SIGNS or line[0] in SIGNS):
                # The sign still counts as linked: the trees learned from headings that had it.
                line = unsigned(line, self.linked, heading=self.frame.kind == "heading")
            if line:
                self._take(line, self.frame.kind)
        self.linked = self.bold = 0

    def _flush_odd(self, text: str) -> None:
        """End a line of code or a row of a table."""
        line = sane(text.expandtabs(4)).strip("\n") if self.in_pre else one_line(text)
        shown = line.strip("| ") if self.in_row else line
        if not shown or (self.in_pre and shown.isspace()):
            return
        if self.pending:
            self.settle()
        if self.in_pre and is_numbering(shown, self.frame, self.coded):
            return
        self._take(shown, "row" if self.in_row else self.frame.kind)
        if self.in_row and self.frame.tag == "tr":
            self.frame.row = whole_row(text)

    def _take(self, line: str, kind: BlockKind) -> None:
        """Take in a line of the page."""
        frame, size = self.frame, len(line)
        linked = self.linked and min(size, self.linked)
        bold = self.bold and min(size, self.bold)
        self.found.append(Candidate(line, kind, frame.level, linked, frame, bold))

    def is_plain(self) -> bool:
        """Whether this is no place in a list, a heading, a quote or code."""
        inner = any(tag in KINDS for _node, tag, _depth in self.pending)
        return self.frame.kind == "paragraph" and not inner

    def settle(self) -> None:
        """Make frames of the elements that were entered: half of them never get a line."""
        above = self.frame
        for node, tag, list_depth in self.pending:
            frame = Frame(tag, above, above.depth + 1, node, above.kind, above.level)
            if tag in KINDS:
                frame.kind = KINDS[tag]
                frame.level = HEADINGS.get(tag, 0)
                if frame.kind == "item":
                    frame.level = max(1, list_depth)
                    if above.tag == "ol" and (number := number_of(node, self.numbers)) is not None:
                        frame.number = number
                elif tag == "pre" and (syntax := syntax_of(node)) is not None:
                    frame.syntax = syntax
            self.frames.append(frame)
            above = frame
        self.frame = above
        self.pending.clear()


def glued(before: str, last: LexborNode | None, node: LexborNode) -> bool:
    """Whether a text that begins with a capital, a digit or a price would be one word with the last
    text before it, although each stands in an element of its own: a name and a date, a thing and
    its price, that a style sheet sets apart. One letter alone may be an initial or half a name.
    """
    ends = before[-2:]
    return (
        len(ends) > 1
        and ends.isalnum()
        and (ends[1].islower() or ends[1].isdigit())
        and last is not None
        and last.next is None
        and node.prev is None
        and (parent := node.parent) is not None
        and parent.tag not in ("sub", "sup")
    )
