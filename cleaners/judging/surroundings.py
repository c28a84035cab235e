"""The text around boxes with pictures: whether they stand in it, and are unlike it."""

from collections.abc import Sequence
from itertools import compress
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT
from cleaners.reading.nodes import names
from cleaners.reading.pictures import (
    beside_pictures,
    is_slanted,
    picture_before,
    picture_in,
)

MOST_LOOKS: Final = 100  # of boxes with pictures around which the text of a page is read
PROSE: Final = 30  # characters from which on a line may be a paragraph
PARAGRAPHS: Final = 3  # of the text around a box without a name
FLOW: Final = 0.4  # share of the page's text that stands around a box with a caption
STOPS: Final = '.!?…。！？।؟"”»’」'
NAMED: Final = BIT["caption"]
FIGURES: Final = BIT["figure"] | BIT["player"] | NAMED


class Around(NamedTuple):
    """What text stands around a box: in characters, what of it are paragraphs, and their number."""

    inside: int
    chars: int
    paragraphs: int
    alike: bool  # whether boxes like it hold text without a picture

    def is_flow(self, size: int) -> bool:
        """Whether it is the text of the page, paragraph upon paragraph."""
        return self.paragraphs >= PARAGRAPHS and self.chars >= FLOW * size


_UNREAD: Final = Around(0, 0, 0, alike=True)


class Surroundings:
    """The text of a page as it is kept, as far as boxes with pictures ask for it."""

    def __init__(self, lines: Sequence[Candidate], kept: Sequence[bool]) -> None:
        self.lines = list(compress(lines, kept))
        self.prose = []
        self.size = 0
        for line in self.lines:
            text = line.text
            self.size += len(text)
            if len(text) > PROSE and text[-1] in STOPS and line.linked * 2 < len(text):
                self.prose.append(line)
        self.flows = self._flows()
        self.around_pictures: set[int] = set()  # elements, by `mem_id`
        self.after_pictures: set[int] = set()
        for flow in self.flows.values():
            if flow.node is not None and (flow.parent is None or id(flow.parent) not in self.flows):
                around, after = beside_pictures(flow.node)
                self.around_pictures |= around
                self.after_pictures |= after
        self._pictures: dict[int, LexborNode | None] = {}
        self._around: dict[tuple[int, str, str], Around] = {}
        self._headed: set[int] | None = None
        self._slanted: bool | None = None

    def _flows(self) -> dict[int, Frame]:
        """The boxes, by their ids, that may hold the text: no other is worth a second look."""
        sums: dict[Frame | None, list[int]] = {}
        for line in self.prose:
            box = line.frame.parent
            if (own := sums.get(box)) is None:
                own = sums[box] = [0, 0]
            own[0] += 1
            own[1] += len(line.text)
        for box, (count, size) in list(sums.items()):
            own = sums.setdefault(box and box.parent, [0, 0])
            own[0] += count
            own[1] += size
        least = FLOW * self.size
        return {
            id(box): box
            for box, (count, size) in sums.items()
            if box is not None and count >= PARAGRAPHS and size >= least
        }

    def holds(self, box: Frame) -> bool:
        """Whether a box stands in one of those, or in a row of such boxes."""
        above = box.parent
        if above is None:
            return False
        return id(above) in self.flows or id(above.parent) in self.flows

    def picture(self, box: Frame) -> LexborNode | None:
        """The picture in a small box."""
        if (place := id(box)) not in self._pictures:
            self._pictures[place] = picture_in(box.node)
        return self._pictures[place]

    def has_heading(self, box: Frame) -> bool:
        """Whether a heading stands in a box: then it is a card or a part of the text."""
        if self._headed is None:
            heads = (line.frame for line in self.lines if line.kind == "heading")
            self._headed = {id(one) for head in heads for one in head.chain()}
        return id(box) in self._headed

    def around(self, box: Frame, bits: int = 0) -> Around:
        """The text around boxes that look so; where a row of them is named so, around the row."""
        flow = box.parent
        if flow is None:
            return _UNREAD
        look = id(flow), box.tag, names(box.node)
        if (found := self._around.get(look)) is None:
            found = self._read(box, flow) if len(self._around) < MOST_LOOKS else _UNREAD
            if not found.inside and flow.tag != "ol" and (bits | flow.bits) & FIGURES:
                found = self.around(flow, bits)
            self._around[look] = found
        return found

    def _read(self, box: Frame, flow: Frame) -> Around:
        look = box.tag, names(box.node)
        inside = chars = paragraphs = 0
        alike = False
        for line in self.prose:
            if (child := child_in(line.frame, flow)) is None or child is box:
                continue
            if child is not flow and (child.tag, names(child.node)) == look:
                if child.node.mem_id in self.around_pictures:
                    continue
                alike = True
            inside += len(line.text)
            if child in (flow, line.frame, line.frame.parent):
                chars += len(line.text)
                paragraphs += 1
        return Around(inside, chars, paragraphs, alike)

    def is_slanted(self) -> bool:
        """Whether paragraphs away from pictures are set apart by their type, too."""
        if self._slanted is None:
            self._slanted = any(map(_is_slanted, self.lines))
        return self._slanted


def _is_slanted(line: Candidate) -> bool:
    node = line.frame.node
    return (
        line.frame.tag == "p"
        and node is not None
        and is_slanted(node)
        and picture_before(node) is None
        and picture_in(node) is None
    )


def child_in(frame: Frame, box: Frame) -> Frame | None:
    """The frame right in a box that holds another, or the box itself; None for what is outside."""
    below = frame
    while frame.depth > box.depth and frame.parent is not None:
        below, frame = frame, frame.parent
    return below if frame is box else None
