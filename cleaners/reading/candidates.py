"""The candidate lines of a page: every visible piece of text, with the boxes it stands in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cleaners.article import BlockKind
from cleaners.reading.hints import BIT, called_comments, markup_bits


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
    bits: int = field(init=False)  # read from the attributes when first asked for
    comments: bool = field(init=False)  # whether it is called that; read when first asked for
    number: int = field(init=False)  # of an item of an ordered list; of others unset
    syntax: str = field(init=False)  # the language of code; of others unset
    row: str = field(init=False)  # of a row of a table, all its cells; of others unset
    # What only the usual road fills in, unset before (judging.boxes): most of a frame's cost.
    near: int = field(init=False)  # hints of it and of the two around it
    around: int = field(init=False)  # hints of it and of all around it
    kept: float = field(init=False)  # of its characters, as one opinion or another has it
    kin: Kin = field(init=False)  # it among them

    if not TYPE_CHECKING:  # a checker would take any name for a field

        def __getattr__(self, name: str) -> int | bool:
            """What nobody asked yet of its markup; Python asks here for what is not filled in."""
            if name == "bits":
                self.bits = markup_bits(self.tag, self.node)
                return self.bits
            if name == "comments":
                self.comments = bool(self.bits & BIT["comment"]) and called_comments(self.node)
                return self.comments
            raise AttributeError(f"Frame.{name} is not filled in")

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
