"""The boxes that lines stand in, and how they lie to the one that holds the page's text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaners.candidates import Candidate, Frame
from cleaners.hints import BIT
from cleaners.kind import SILENT
from cleaners.sieve import Verdict

# Words that speak for or against a line from anywhere around it, and from close by.
AROUND = (
    "popup", "nav", "footer", "header", "notice", "player", "faq", "button", "related", "share",
    "newsletter", "comment", "ad", "bio", "byline", "date", "tags", "caption", "sidebar", "card",
    "form", "quote", "hidden", "body", "article", "post", "shop", "standfirst",
)  # fmt: skip
NEAR = (
    "nav", "comment", "quote", "list", "caption", "title", "date", "byline", "related", "tags",
    "ad",
)  # fmt: skip
# Words whose share of a page's lines says what kind of page it is.
PAGE = ("article", "body", "post", "comment", "shop", "card", "quote", "related")
KINDS = {"paragraph": 0, "heading": 1, "item": 2, "quote": 3, "row": 4, "code": 5}
_PAGE_BITS = tuple(BIT[word] for word in PAGE)
_AROUND_BITS = tuple(BIT[word] for word in AROUND)
_NEAR_BITS = tuple(BIT[word] for word in NEAR)
_FURNITURE = BIT["nav"] | BIT["popup"] | BIT["consent"] | BIT["footer"] | BIT["header"]


@dataclass(slots=True)
class Setting:
    """What the lines of a page have in common."""

    lines: Sequence[Candidate]
    frames: Sequence[Frame]
    witness: Sequence[float] | None
    description: str
    opinion: Sequence[float] = ()
    verdicts: Sequence[Verdict | None] = ()
    furniture: Sequence[bool] = ()
    news: float = 0.0  # how loudly the page says that it is an article
    kind: Sequence[float] = SILENT  # what it and its address say of its kind
    kept: dict[int, int] = field(
        default_factory=dict
    )  # id of a frame: characters trafilatura keeps in it
    near: dict[int, int] = field(
        default_factory=dict
    )  # id of a frame: hints of the three innermost
    around: dict[int, int] = field(default_factory=dict)
    alike: dict[int, tuple[int, float]] = field(default_factory=dict)
    page: list[float] = field(default_factory=list)  # what kind of page it is


def log(number: float) -> float:
    return math.log2(1 + number)


def container(line: Candidate) -> Frame:
    """What a line stands in: the parent of its paragraph, or the box that holds bare text."""
    frame = line.frame
    if frame.tag in ("div", "td", "section", "article", "body", "main") or frame.parent is None:
        return frame
    return frame.parent


def main_box(lines: Sequence[Candidate], weights: Sequence[float]) -> Frame:
    """The container that holds most of `weights`; a container's parent gets half of it."""
    score: dict[int, float] = {}
    frames: dict[int, Frame] = {}
    for line, weight in zip(lines, weights, strict=True):
        if weight:
            frame = container(line)
            for part in (1.0, 0.5):
                score[id(frame)] = score.get(id(frame), 0.0) + weight * part
                frames[id(frame)] = frame
                if frame.parent is None:
                    break
                frame = frame.parent
    if not score:
        return lines[0].frame
    return frames[max(score, key=lambda key: score[key])]


def _steps(frames: Sequence[Frame], main: Frame) -> dict[int, tuple[int, int]]:
    """For each frame, how far up the common container with `main` is, and how far from `main`."""
    steps: dict[int, tuple[int, int]] = {}
    for distance, frame in enumerate(main.chain()):
        steps[id(frame)] = (0, distance)
    for frame in frames:  # parents stand before their children
        if id(frame) not in steps and frame.parent is not None:
            up, down = steps[id(frame.parent)]
            steps[id(frame)] = (up + 1, down)
    return steps


def spread(setting: Setting) -> None:
    """Fill the tables of hints, one pass over the frames, outer before inner."""
    frames = setting.frames
    # A wrapper around most of the page's prose says nothing of the lines inside.
    most = max(1, frames[0].prose) * 0.6
    near, around = setting.near, setting.around
    own: dict[int, int] = {}
    for frame in frames:
        bits = 0 if frame.prose >= most else frame.bits
        own[id(frame)] = bits
        parent = frame.parent
        if parent is None:
            near[id(frame)] = around[id(frame)] = bits
        else:
            above = parent.parent
            near[id(frame)] = bits | own[id(parent)] | (own[id(above)] if above is not None else 0)
            around[id(frame)] = bits | around[id(parent)]


def survey(setting: Setting) -> None:
    """Fill in what kind of page it is: the share of its prose in each kind of box, of its lines in
    each kind of block, and how many boxes that look alike hold prose.
    """
    words = [0] * len(PAGE)
    kinds = [0] * len(KINDS)
    whole = 0
    for line in setting.lines:
        kinds[KINDS[line.kind]] += 1
        size = len(line.text) - line.linked
        if size > 60:
            whole += size
            bits = setting.around[id(line.frame)]
            for place, bit in enumerate(_PAGE_BITS):
                if bits & bit:
                    words[place] += size
    groups: dict[tuple[int, str, int], int] = {}
    for frame in setting.frames:
        if frame.prose and frame.lines > 1:
            key = (id(frame.parent), frame.tag, frame.bits)
            groups[key] = groups.get(key, 0) + 1
    setting.page = [
        *(size / max(1, whole) for size in words),
        *(count / len(setting.lines) for count in kinds),
        float(min(30, max(groups.values(), default=0))),
    ]


def weigh(setting: Setting, opinion: Sequence[float]) -> None:
    """Take in an opinion of the lines and fill the tables of what it keeps in each frame."""
    setting.opinion = opinion
    kept = dict.fromkeys(map(id, setting.frames), 0)
    for line, share in zip(setting.lines, opinion, strict=True):
        if share >= 0.5:
            kept[id(line.frame)] += len(line.text)
    for frame in reversed(setting.frames):
        if frame.parent is not None:
            kept[id(frame.parent)] += kept[id(frame)]
    setting.kept = kept
    _alike(setting)


def furniture(setting: Setting, line: Candidate) -> bool:
    """Whether a line is a link or scrap of a menu, a footer or the like, far from the text."""
    if not setting.around[id(line.frame)] & _FURNITURE:
        return False
    if line.linked * 2 <= len(line.text) and len(line.text) > 30:
        return False
    box = container(line)
    return not (box.parent or box).prose


def _alike(setting: Setting) -> None:
    """For each frame, how many of its siblings look like it, and how much of them is kept."""
    groups: dict[tuple[int, str, int], list[Frame]] = {}
    for frame in setting.frames:
        if frame.chars:
            groups.setdefault((id(frame.parent), frame.tag, frame.bits), []).append(frame)
    for group in groups.values():
        chars = sum(frame.chars for frame in group)
        kept = sum(setting.kept[id(frame)] for frame in group)
        for frame in group:
            setting.alike[id(frame)] = (min(30, len(group)), kept / chars)


class Boxes:
    """The measurements that all lines of a box share, each made once."""

    def __init__(self, setting: Setting, main: Frame, held: Frame, title: Frame) -> None:
        self.setting = setting
        self.main = main
        self.to_main = _steps(setting.frames, main)
        self.to_held = _steps(setting.frames, held)
        self.to_title = _steps(setting.frames, title)
        self.rows: dict[int, list[float]] = {}
        self.bit_rows: dict[int, list[int]] = {}

    def row(self, frame: Frame, box: Frame) -> list[float]:
        key = id(frame)
        if key not in self.rows:
            self.rows[key] = self._row(frame, box)
        return self.rows[key]

    def _row(self, frame: Frame, box: Frame) -> list[float]:
        kept, whole = self.setting.kept, max(1, self.setting.frames[0].prose)
        upper = box.parent or box
        top = upper.parent or upper
        inside, outside, beyond = max(1, box.chars), max(1, upper.chars), max(1, top.chars)
        return [
            frame.depth,
            frame.depth - self.main.depth,
            *self.to_main[id(frame)],
            *self.to_held[id(frame)],
            kept[id(box)] / inside,
            kept[id(upper)] / outside,
            kept[id(top)] / beyond,
            box.linked / inside,
            upper.linked / outside,
            top.linked / beyond,
            log(box.chars),
            log(upper.chars),
            box.lines,
            upper.lines,
            box.prose / whole,
            upper.prose / whole,
            top.prose / whole,
            inside / max(1, box.lines),
            outside / max(1, upper.lines),
            *self.setting.alike[id(box)],
            *self.setting.alike[id(upper)],
        ]

    def bits(self, frame: Frame) -> list[int]:
        key = id(frame)
        if key not in self.bit_rows:
            around, near = self.setting.around[key], self.setting.near[key]
            self.bit_rows[key] = [
                *(1 if around & bit else 0 for bit in _AROUND_BITS),
                *(1 if near & bit else 0 for bit in _NEAR_BITS),
            ]
        return self.bit_rows[key]
