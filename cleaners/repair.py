"""What the shape of the page says against the trees: parts of a split body, boxes that say no."""

from collections.abc import Sequence

from cleaners.boxes import Setting, container
from cleaners.candidates import Candidate, Frame
from cleaners.hints import BIT
from cleaners.sieve import Verdict

# Boxes whose own name says that they are no text, while they are small.
NAMED = {
    "newsletter": "newsletter",
    "paywall": "paywall",
    "donate": "donate",
    "consent": "consent",
    "bio": "bio",
}
NAMED_BOX = "box "  # how the names of these verdicts begin
SMALL = 600  # characters of such a box; a wrapper around the text may be called anything
TEXT = BIT["article"] | BIT["body"]
PROSE = 60  # characters of a paragraph that is certainly no label
ALIKE = 0.8  # share of the text of sibling boxes that is kept, from which on a box is one of them
DOUBT = 0.2  # how likely a line must be text to be taken back


def named_box(line: Candidate) -> Verdict | None:
    """The verdict of a small box around the line that is called newsletter, bio and the like."""
    for frame in line.frame.chain():
        if frame.chars > SMALL:
            return None
        for word, reason in NAMED.items():
            if frame.bits & BIT[word]:
                return Verdict(NAMED_BOX + word, reason)
    return None


def rejoin(setting: Setting, likely: Sequence[float], kept: list[bool]) -> None:
    """Take back paragraphs of a body that is split over several boxes of one kind.

    A paragraph goes with its box when the paragraphs in the other boxes of the same names are text;
    a single other box counts only where its name says article or body.
    """
    groups: dict[object, dict[int, list[int]]] = {}
    for place, line in enumerate(setting.lines):
        if _prose(line) and not setting.verdicts[place]:
            for key, frame in _kinds(line):
                sums = groups.setdefault(key, {}).setdefault(id(frame), [0, 0])
                sums[0] += len(line.text)
                sums[1] += len(line.text) * kept[place]
    for place, line in enumerate(setting.lines):
        if kept[place] or likely[place] < DOUBT or setting.verdicts[place] or not _prose(line):
            continue
        for key, frame in _kinds(line):
            others = [sums for one, sums in groups[key].items() if one != id(frame)]
            enough = len(others) > (0 if frame.bits & TEXT else 1)
            if enough and sum(o[1] for o in others) >= ALIKE * sum(o[0] for o in others):
                kept[place] = True
                break


def _kinds(line: Candidate) -> list[tuple[object, Frame]]:
    """The box of a line and the one around it, each with what its siblings and cousins share."""
    found: list[tuple[object, Frame]] = []
    frame: Frame | None = container(line)
    for _ in range(2):
        if frame is None or frame.parent is None:
            break
        upper = frame.parent
        around = id(upper.parent) if upper.parent is not None else 0
        found.append(((around, upper.tag, upper.bits, frame.tag, frame.bits), frame))
        frame = upper
    return found


def _prose(line: Candidate) -> bool:
    return (
        line.kind == "paragraph"
        and len(line.text) > PROSE
        and line.text[-1] in '.!?…”"»。'
        and line.linked * 3 < len(line.text)
    )
