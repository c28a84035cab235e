"""The candidate lines of a page: every visible piece of text in page order, with where it stood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from cleaners.article import BlockKind
from cleaners.characters import one_line, sane
from cleaners.hints import BIT, TAG_BITS, attribute_bits

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
_MARKS = frozenset(["a", "b", "br", "strong"])
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TOLD_BY = frozenset(
    ["class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component", "data-type"]
)
LITTLE = 500  # characters of prose; a page with less may keep its text in <noscript>
UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Frame:
    """A container: its element's name and hints, and the sums over all lines in it."""

    tag: str
    bits: int
    parent: "Frame | None"
    depth: int
    element: Any  # lxml's, or Lexbor's on the fast road
    kind: BlockKind = "paragraph"
    level: int = 0
    chars: int = 0  # of all lines inside
    linked: int = 0
    prose: int = 0  # characters of lines that look like sentences
    lines: int = 0

    def chain(self) -> Iterator["Frame"]:
        """The frame and those around it, inside out."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.parent


@dataclass(slots=True, eq=False)
class Candidate:
    """A line of the page; `linked` counts its characters inside links."""

    text: str
    kind: BlockKind
    level: int
    linked: int
    frame: Frame
    bold: int = 0  # characters inside strong and b


class _Walk:
    """The state of one walk over a page."""

    def __init__(self, root: etree._Element, limit: int) -> None:
        self.found: list[Candidate] = []
        self.limit = limit
        self.frame = Frame("body", 0, None, 0, root)
        self.frames = [self.frame]
        self.parts: list[str] = []
        self.linked = self.bold = 0
        self.in_link = self.in_bold = self.in_row = self.in_pre = 0
        self.list_depth = 0
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
        joined = "".join(self.parts)
        self.parts.clear()
        if not joined or joined.isspace():  # between any two tags of a page
            self.linked = self.bold = 0
            return
        text = sane(joined.expandtabs(4)).strip("\n") if self.in_pre else one_line(joined)
        if self.in_row:
            text = text.strip("| ")
        if text and not text.isspace():
            frame = self.frame
            kind: BlockKind = "row" if self.in_row else frame.kind
            linked, bold = min(self.linked, len(text)), min(self.bold, len(text))
            self.found.append(Candidate(text, kind, frame.level, linked, frame, bold))
        self.linked = self.bold = 0

    def enter(self, element: etree._Element, tag: str) -> None:
        above = self.frame
        bits = TAG_BITS.get(tag, 0)
        for name, value in element.items():
            if name in TOLD_BY:
                bits |= attribute_bits(value[:300])
            elif name == "hidden" or (name == "style" and UNSEEN.search(value)):
                bits |= BIT["hidden"]
        frame = Frame(tag, bits, above, above.depth + 1, element, above.kind, above.level)
        if tag in HEADINGS:
            frame.kind, frame.level = "heading", HEADINGS[tag]
        elif tag in ("li", "dd", "dt"):
            frame.kind, frame.level = "item", max(1, self.list_depth)
        elif tag == "blockquote":
            frame.kind, frame.level = "quote", 0
        elif tag == "pre":
            frame.kind, frame.level = "code", 0
        self.frame = frame
        self.frames.append(frame)


def candidates(body: etree._Element, limit: int = 50_000) -> tuple[list[Candidate], list[Frame]]:
    """The lines of `body` in page order, at most `limit`, and all containers, outer first.

    What a page says in <noscript> is read where it says next to nothing elsewhere: forums show
    their posts so to those who run no scripts.
    """
    walk = _walked(body, limit, UNREAD)
    if walk.frames[0].prose < LITTLE and body.find(".//noscript") is not None:
        scriptless = _walked(body, limit, UNREAD - {"noscript"})
        if scriptless.frames[0].prose > 2 * LITTLE:
            walk = scriptless
    return walk.found, walk.frames


def _walked(body: etree._Element, limit: int, unread: frozenset[str]) -> _Walk:
    walk = _Walk(body, limit)
    events = etree.iterwalk(body, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in unread and element is not body:
                events.skip_subtree()
                continue
            if start := _STARTS.get(tag):
                start(walk, element, tag)
            if text := element.text:
                walk.add(text)
        else:
            if end := _ENDS.get(tag):
                end(walk, element, tag)
            if (tail := element.tail) and element is not body:
                walk.add(tail)
        if len(walk.found) >= limit:
            break
    walk.flush()
    summed(walk.found, walk.frames)
    return walk


def _start_mark(walk: _Walk, element: etree._Element, tag: str) -> None:
    if tag == "br":
        if walk.in_pre or walk.in_row:
            walk.add("\n" if walk.in_pre else " ")
        else:
            walk.flush()
    elif tag == "a":
        if walk.link_ended:  # two links side by side are two words, whatever the style sheet does
            walk.add(" ")
        walk.in_link += element.get("href") is not None
    else:
        walk.in_bold += 1


def _start_block(walk: _Walk, element: etree._Element, tag: str) -> None:
    if walk.in_row:
        walk.add(" | " if tag in ("td", "th") else " ")
    else:
        walk.flush()
    walk.enter(element, tag)
    if tag in ("ul", "ol", "dl"):
        walk.list_depth += 1
    elif tag == "tr" and not walk.in_row and _is_row(element):
        walk.in_row = walk.frame.depth
    elif tag == "pre":
        walk.in_pre += 1


def _end_block(walk: _Walk, _element: etree._Element, tag: str) -> None:
    if not walk.in_row:
        walk.flush()
    elif walk.in_row == walk.frame.depth:
        walk.flush()
        walk.in_row = 0
    else:
        walk.add(" ")
    if tag in ("ul", "ol", "dl"):
        walk.list_depth -= 1
    elif tag == "pre":
        walk.in_pre -= 1
    if walk.frame.parent is not None:
        walk.frame = walk.frame.parent


def _end_mark(walk: _Walk, element: etree._Element, tag: str) -> None:
    if tag == "a":
        walk.in_link -= element.get("href") is not None
        walk.link_ended = True
    elif tag != "br":
        walk.in_bold -= 1


# What begins and ends with a tag; all others are only text.
_STARTS = dict.fromkeys(BLOCKS, _start_block) | dict.fromkeys(_MARKS, _start_mark)
_ENDS = dict.fromkeys(BLOCKS, _end_block) | dict.fromkeys(_MARKS, _end_mark)


def _is_row(row: etree._Element) -> bool:
    """Whether a table row is one line of a table of facts, not a part of a page's layout."""
    cells = 0
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        cells += 1
        length = 0
        for inner in cell.iter():
            if inner.tag in ("table", "ul", "ol", "h1", "h2", "h3", "blockquote", "form"):
                return False
            length += len(inner.text or "") + len(inner.tail or "")
            if length > 1000:
                return False
    return cells > 1


def summed(lines: Sequence[Candidate], frames: Sequence[Frame]) -> None:
    """Fill the sums of every frame, innermost first: linear however deep the page is."""
    for line in lines:
        length, frame = len(line.text), line.frame
        frame.chars += length
        frame.linked += line.linked
        frame.prose += length - line.linked if length - line.linked > 60 else 0
        frame.lines += 1
    for frame in reversed(frames):
        above = frame.parent
        if above is not None:
            above.chars += frame.chars
            above.linked += frame.linked
            above.prose += frame.prose
            above.lines += frame.lines
