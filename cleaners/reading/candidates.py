"""The candidate lines of a page: every visible piece of text, with the boxes it stands in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cleaners.article import BlockKind
from cleaners.reading.hints import BIT, called_comments, markup_bits

UNASKED: Final = -1  # what the markup of a frame says was not read yet


@dataclass(slots=True, eq=False)
class Kin:
    """Siblings that look alike: boxes of one name and one set of hints in the same box."""

    count: int = 0
    chars: int = 0
    kept: float = 0.0

    def share(self) -> float:
        """How much of them an opinion keeps."""
        return self.kept / self.chars


@dataclass(slots=True, eq=False)
class Frame:
    """A container: its element's name and hints, and the sums over all lines in it."""

    tag: str
    parent: "Frame | None"
    depth: int
    node: Any  # Lexbor's; None where the page is not at hand
    kind: BlockKind = "paragraph"
    level: int = 0
    chars: int = 0  # of all lines inside
    linked: int = 0
    prose: int = 0  # characters of lines that look like sentences
    lines: int = 0
    number: int = field(init=False)  # of an item of an ordered list; of others unset
    syntax: str = field(init=False)  # the language of code; of others unset
    row: str = field(init=False)  # of a row of a table, all its cells; of others unset
    # What only the usual road fills in, unset before (judging.boxes): most of a frame's cost.
    place: int = field(init=False)  # its own among the frames of its page
    near: int = field(init=False)  # hints of it and of the two around it
    around: int = field(init=False)  # hints of it and of all around it
    kept: float = field(init=False)  # of its characters, as one opinion or another has it
    kin: Kin = field(init=False)  # it among them

    # With `__getattr__` this would be shorter, and each look at any field three times as slow.
    _bits: int = field(init=False, default=UNASKED)
    _comments: bool | None = field(init=False, default=None)

    @property
    def bits(self) -> int:
        """What its markup says, in the bits of `hints`; read when first asked for."""
        if self._bits == UNASKED:
            self._bits = markup_bits(self.tag, self.node)
        return self._bits

    @bits.setter
    def bits(self, bits: int) -> None:
        self._bits = bits

    @property
    def comments(self) -> bool:
        """Whether it is called comments and nothing else; read when first asked for."""
        if self._comments is None:
            self._comments = bool(self.bits & BIT["comment"]) and called_comments(self.node)
        return self._comments

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


def summed(lines: Sequence[Candidate], frames: Sequence[Frame]) -> None:
    """Fill the sums of every frame, innermost first: linear however deep the page is."""
    for line in lines:
        length, linked, frame = len(line.text), line.linked, line.frame
        frame.chars += length
        frame.lines += 1
        if linked:
            frame.linked += linked
        if length - linked > 60:
            frame.prose += length - linked
    for frame in reversed(frames):
        above, count = frame.parent, frame.lines
        if count and above is not None:
            above.lines += count
            above.chars += frame.chars
            if linked := frame.linked:
                above.linked += linked
            if prose := frame.prose:
                above.prose += prose
