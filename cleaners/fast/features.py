"""What is measured of each line on the fast road: less than on the slow one, in one pass."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cleaners.judging.boxes import (
    KINDS,
    MOST_CHARS,
    MOST_LINES,
    MOST_PAGE_LINES,
    MOST_PLACE,
    MOST_PROSE,
    container,
    main_box,
)
from cleaners.judging.signs import TAGS
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT

NAMES: Final = (
    # the text and its neighbors
    "size", "linked", "end", "stops", "kind", "level", "tag", "times",
    "size_before", "size_after", "size_before_2", "size_after_2", "linked_before", "linked_after",
    # its place
    "place", "share", "prose_before", "since_heading", "since_title",
    "depth", "deeper", "up", "down",
    # what the markup around it is called, each a set of bits (cleaners.reading.hints)
    "around", "near",
    # its box, and the box around that
    "linked_in", "linked_in_parent", "chars_in", "lines_in", "prose_in", "prose_in_parent",
    "mean_in", "mean_in_parent",
    # its page
    "page_lines", "page_prose", "page_linked", "main_share", "news",
)  # fmt: skip
# The places of those that are whole numbers in every row.
COUNTS: Final = frozenset(map(NAMES.index, (
    "size", "end", "kind", "level", "tag", "times",
    "size_before", "size_after", "size_before_2", "size_after_2",
    "place", "since_heading", "since_title", "depth", "deeper", "up", "down",
    "chars_in", "lines_in", "page_lines", "page_prose",
)))  # fmt: skip
Row = tuple[float, ...]
_ENDS: Final = {**dict.fromkeys('.!?…。！？।؟"”»’)]」』', 1), ":": 2, "：": 2}  # fmt: skip
_FAR: Final = 60
# Elements that are taken whole, as one line: no page seen has its text there.
FURNITURE: Final = frozenset(["nav", "footer", "menu"])
# The same of a page that calls itself an article; lists, where they are nothing but links.
FURNITURE_OF_NEWS: Final = FURNITURE | {"ul"}
_MUTE: Final = BIT["nav"] | BIT["footer"] | BIT["popup"] | BIT["consent"]
LITTLE: Final = 500  # characters of prose; a page with less may be a poem
SCRAP: Final = 30  # characters; what is shorter says nothing by itself
PROSE: Final = 60  # characters outside links from which on a line counts as prose


def where(name: str) -> tuple[int, int]:
    """Where a row has a measurement, and the bit to look at in "around:nav", else 0."""
    told, _, word = name.partition(":")
    return NAMES.index(told), BIT[word] if word else 0


# Steps up and down to the main box; hints of a frame itself, with its parent, near, all around.
Place = tuple[int, int, int, int, int, int]


def features(
    lines: Sequence[Candidate],
    frames: Sequence[Frame],
    headlines: Sequence[bool],
    news: float,
) -> list[Row | None]:
    """The measurements of each line in the order of NAMES; None for what is no text by any account.

    `headlines` says which lines are the title.
    """
    sizes = [len(line.text) for line in lines]
    plain = [size - line.linked for line, size in zip(lines, sizes, strict=True)]
    prose = [size if size > PROSE else 0 for size in plain]
    main = main_box(lines, prose)
    root = frames[0]
    whole = max(1, root.prose)
    page = (
        min(MOST_PAGE_LINES, len(lines)),
        min(MOST_PROSE, root.prose),
        root.linked / max(1, root.chars),
        main.prose / whole,
        news,
    )
    article = news > 0 and root.prose >= LITTLE
    places = _Places(frames, main)
    rows_of: dict[int, Row] = {}
    times = Counter([line.text for line in lines])
    # Two lines before the first and behind the last, so that every line has its neighbors.
    lengths = [-1, -1, *sizes, -1, -1]
    shares = [-1.0, *(line.linked / size for line, size in zip(lines, sizes, strict=True)), -1.0]
    found: list[Row | None] = []
    before, heading, title, count = 0, -1, -1, len(lines)
    for n, line in enumerate(lines):
        box, frame = container(line), line.frame
        if headlines[n] or not is_open(line, box, places, article=article):
            found.append(None)
        else:
            up, down, _own, _pair, near, around = places.of(frame)
            text, size = line.text, sizes[n]
            of_box = rows_of.get(id(box))
            if of_box is None:
                of_box = rows_of[id(box)] = (*_box_row(box, whole), *page)
            found.append(
                (
                    size,
                    shares[n + 1],
                    _ENDS.get(text[-1], 0),
                    (text.count(", ") + text.count(". ") + text.count("，") + text.count("。"))
                    / (size + 50),
                    KINDS[line.kind],
                    line.level,
                    TAGS.get(frame.tag, 0),
                    times[text],
                    lengths[n + 1],
                    lengths[n + 3],
                    lengths[n],
                    lengths[n + 4],
                    shares[n],
                    shares[n + 2],
                    min(MOST_PLACE, n),
                    n / count,
                    before / whole,
                    min(_FAR, n - heading) if heading >= 0 else -1,
                    min(MOST_PLACE, n - title) if title >= 0 else -1,
                    frame.depth,
                    frame.depth - main.depth,
                    up,
                    down,
                    around,
                    near,
                    *of_box,
                )
            )
        before += prose[n]
        if line.kind == "heading":
            heading = n
        if headlines[n]:
            title = n
    return found


class _Places(dict[int, Place]):
    """The places of frames by their ids, found when asked for: half of the lines never ask."""

    def __init__(self, frames: Sequence[Frame], main: Frame) -> None:
        root = frames[0]
        self.steps = {id(frame): distance for distance, frame in enumerate(main.chain())}
        # A wrapper around most of the page's prose says nothing of the lines inside.
        self.most = max(1, root.prose) * 0.6
        self[id(root)] = (0, self.steps[id(root)], 0, 0, 0, 0)

    def of(self, frame: Frame) -> Place:
        """The place of a frame that holds text."""
        place = self.get(id(frame))
        if place is None:
            # Boxes lie at most MAX_DEPTH deep (cleaners.reading.walk).
            up, down, own, pair, _near, around = self.of(frame.parent or frame)
            bits = 0 if frame.prose >= self.most else frame.bits
            step = self.steps.get(id(frame))
            up, down = (up + 1, down) if step is None else (0, step)
            place = self[id(frame)] = (up, down, bits, bits | own, bits | pair, bits | around)
        return place


def is_open(line: Candidate, box: Frame, places: _Places, *, article: bool) -> bool:
    """Whether the trees are asked about a line: not about menus, and not about scraps of an article
    page, or of what is called menu or footer, with no prose near them.
    """
    size = len(line.text)
    if line.frame.tag in FURNITURE_OF_NEWS and line.linked == size:
        return False
    if (box.parent or box).prose or (size >= SCRAP and line.linked * 2 <= size):
        return True
    return not (article or places.of(line.frame)[5] & _MUTE)


def _box_row(box: Frame, whole: int) -> Row:
    upper = box.parent or box
    inside, outside = max(1, box.chars), max(1, upper.chars)
    return (
        box.linked / inside,
        upper.linked / outside,
        min(MOST_CHARS, box.chars),
        min(MOST_LINES, box.lines),
        box.prose / whole,
        upper.prose / whole,
        inside / max(1, box.lines),
        outside / max(1, upper.lines),
    )
