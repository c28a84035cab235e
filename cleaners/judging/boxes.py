"""The boxes that lines stand in, and how they lie to the one that holds the page's text."""

from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.about.kind import SILENT
from cleaners.debris.sieve import Verdict
from cleaners.judging.wording import Sounds
from cleaners.reading.candidates import Candidate, Frame, Kin
from cleaners.reading.hints import BIT

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
_FURNITURE = BIT["nav"] | BIT["popup"] | BIT["consent"] | BIT["footer"] | BIT["header"]
# Beyond these a box or a page counts as no larger. The labeled pages have next to none that are;
# what trees make of those few would fall on every long text: a report, a judgment, a chapter.
MOST_CHARS, MOST_LINES = 20_000, 100
MOST_PROSE, MOST_PAGE_LINES, MOST_PLACE = 20_000, 250, 100
Plain = tuple[tuple[float, ...], tuple[float, ...], int]  # of a line, of its box; its heading


@dataclass(slots=True)
class Setting:
    """What the lines of a page have in common."""

    lines: Sequence[Candidate]
    frames: Sequence[Frame]
    witness: Sequence[float] | None
    description: str
    parents: Sequence[int] = ()  # the place of the frame around each frame; before the first, -1
    opinion: Sequence[float] = ()  # which lines trafilatura keeps: 1 or 0
    verdicts: Sequence[Verdict | None] = ()
    furniture: Sequence[bool] = ()
    first: Sequence[float] = ()  # how likely the first trees think each line text; 0 of furniture
    wording: Sequence[Sounds] = ()  # how the words of each line sound
    news: float = 0.0  # how loudly the page says that it is an article
    kind: Sequence[float] = SILENT  # what it and its address say of its kind
    page: tuple[float, ...] = ()  # what kind of page it is
    main_share: float = 0.0  # of its prose that stands in the box which has most of it
    plain: Sequence[Plain | None] = ()  # what is measured of each line whatever the opinion


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


def steps(parents: Sequence[int], other: Frame) -> list[tuple[int, int]]:
    """For each frame, how far up from it the common container with another one is, and how far from
    that one. `parents` are the places of those around them, outer before inner.
    """
    around = {one.place: distance for distance, one in enumerate(other.chain())}
    found: list[tuple[int, int]] = []
    for place, parent in enumerate(parents):
        if place in around:
            found.append((0, around[place]))
        else:
            up, down = found[parent]
            found.append((up + 1, down))
    return found


def spread(setting: Setting) -> None:
    """Fill in the places of all frames, the hints around them and their kin, outer before inner."""
    frames = setting.frames
    # A wrapper around most of the page's prose says nothing of the lines inside.
    most = max(1, frames[0].prose) * 0.6
    own: list[int] = []  # bits of each frame, and of it and the one around it
    pairs: list[int] = []
    parents: list[int] = []
    kin: dict[tuple[int, str, int], Kin] = {}
    for place, frame in enumerate(frames):
        frame.place = place
        named = frame.bits
        bits = 0 if frame.prose >= most else named
        own.append(bits)
        parent = frame.parent
        if parent is None:
            above = -1
            frame.near = frame.around = bits
            pairs.append(bits)
        else:
            above = parent.place
            frame.near = bits | pairs[above]
            frame.around = bits | parent.around
            pairs.append(bits | own[above])
        parents.append(above)
        if chars := frame.chars:
            key = (above, frame.tag, named)
            if (one := kin.get(key)) is None:
                one = kin[key] = Kin()
            frame.kin = one
            one.count += 1
            one.chars += chars
    setting.parents = parents


def hold(setting: Setting, weights: Sequence[float]) -> None:
    """Fill in what an opinion keeps of every frame and of its kin: `weights` a line, characters."""
    frames = setting.frames
    for frame in frames:
        frame.kept = frame.kin.kept = 0.0
    for line, weight in zip(setting.lines, weights, strict=True):
        line.frame.kept += weight
    for frame in reversed(frames):
        kept = frame.kept
        if kept:
            frame.kin.kept += kept
            if frame.parent is not None:
                frame.parent.kept += kept


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
            bits = line.frame.around
            for place, bit in enumerate(_PAGE_BITS):
                if bits & bit:
                    words[place] += size
    groups: dict[tuple[int, str, int], int] = {}
    for frame in setting.frames:
        if frame.prose and frame.lines > 1:
            key = (id(frame.parent), frame.tag, frame.bits)
            groups[key] = groups.get(key, 0) + 1
    setting.page = (
        *(size / max(1, whole) for size in words),
        *(count / len(setting.lines) for count in kinds),
        float(min(30, max(groups.values(), default=0))),
    )


def furniture(line: Candidate) -> bool:
    """Whether a line is a link or scrap of a menu, a footer or the like, far from the text."""
    if not line.frame.around & _FURNITURE:
        return False
    if line.linked * 2 <= len(line.text) and len(line.text) > 30:
        return False
    box = container(line)
    return not (box.parent or box).prose


def box_row(box: Frame, whole: int) -> tuple[float, ...]:
    """What is measured of a line's box, the box around that, and one more; `whole` is the prose of
    the page.
    """
    upper = box.parent or box
    top = upper.parent or upper
    inside, outside = max(1, box.chars), max(1, upper.chars)
    return (
        box.linked / inside,
        upper.linked / outside,
        top.linked / max(1, top.chars),
        min(MOST_CHARS, box.chars),
        min(MOST_CHARS, upper.chars),
        min(MOST_LINES, box.lines),
        min(MOST_LINES, upper.lines),
        box.prose / whole,
        upper.prose / whole,
        top.prose / whole,
        inside / max(1, box.lines),
        outside / max(1, upper.lines),
        min(30, box.kin.count),
        min(30, upper.kin.count),
    )


NOTHING_KEPT = (0.0,) * 5  # the same where an opinion keeps nothing


def kept_row(box: Frame) -> tuple[float, ...]:
    """How much an opinion keeps of a line's box and of those around it, and of their kin."""
    upper = box.parent or box
    top = upper.parent or upper
    return (
        box.kept / max(1, box.chars),
        upper.kept / max(1, upper.chars),
        top.kept / max(1, top.chars),
        box.kin.share(),
        upper.kin.share(),
    )
