"""Candidate lines with verdicts to blocks and removals, in page order."""

from collections.abc import Sequence
from functools import lru_cache

from cleaners.article import Block, Removal
from cleaners.blocks import Blocks
from cleaners.debris.sieve import Verdict
from cleaners.judging.judgement import Judgement
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT

# What a container's name says about lines in it that are no text, the surest first.
REASON_OF = {
    "consent": "consent",
    "newsletter": "newsletter",
    "comment": "comments",
    "caption": "caption",
    "share": "share",
    "ad": "ad",
    "paywall": "paywall",
    "donate": "donate",
    "tags": "tags",
    "bio": "bio",
    "byline": "bio",
    "date": "meta line",
    "related": "related list",
    "player": "player",
    "figure": "caption",
    "nav": "navigation",
    "toc": "navigation",
    "footer": "navigation",
    "form": "navigation",
    "button": "navigation",
}
OWN = ("title", "site rule")  # reasons that are told wherever on the page the line stands
PROSE = 60  # characters outside links from which on a line may be a sentence
NEAR = 4  # containers around a line whose names still say something of it


def assemble(
    lines: Sequence[Candidate], judgement: Judgement, *, fast: bool = False
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """The blocks and the removals of a page. What lies outside its article region is grouped by
    reason: a menu is one removal. `fast` asks for no reasons there: all of it is navigation.
    """
    blocks: list[Block] = []
    removals: list[Removal] = []
    outside: list[str] = []
    why = ""
    made = Blocks()
    judged = zip(
        lines, judgement.kept, judgement.verdicts, region(lines, judgement.kept), strict=True
    )
    for line, keep, verdict, here in judged:
        if not here and (verdict is None or verdict.reason not in OWN):
            told = "navigation" if fast else _outside(line, verdict)
            if told != why:
                _grouped(outside, why, blocks, removals)
            outside.append(line.text)
            why = told
            continue
        _grouped(outside, why, blocks, removals)
        place = len(blocks) + len(removals)
        if keep:
            blocks.append(made.block(line, place))
        elif verdict:
            removals.append(Removal(line.text, place, verdict.rule, verdict.reason))
        else:
            removals.append(Removal(line.text, place, "lines", reason(line)))
    _grouped(outside, why, blocks, removals)
    return tuple(blocks), tuple(removals)


def reason(line: Candidate) -> str:
    """Why the trees gave up a line, as far as its markup tells."""
    return _marked(line) or ("related list" if line.linked > 0.8 * len(line.text) else "other")


def _outside(line: Candidate, verdict: Verdict | None) -> str:
    """Why a line outside the article went: the markup knows menus from lists of other articles, and
    what is no sentence helps to find the way.
    """
    if verdict and verdict.reason != "related list":
        return verdict.reason
    prose = len(line.text) - line.linked > PROSE
    return _marked(line) or (verdict.reason if verdict else "other" if prose else "navigation")


def _marked(line: Candidate) -> str:
    """The reason that the markup around a line tells; empty when none."""
    frame = line.frame
    bits = frame.bits
    for _ in range(NEAR):
        if frame.parent is None:
            break
        frame = frame.parent
        bits |= frame.bits
    return _told(bits)


@lru_cache(maxsize=1 << 12)
def _told(bits: int) -> str:
    """What a set of hints says, the surest first; empty when nothing."""
    return next((word for hint, word in REASON_OF.items() if bits & BIT[hint]), "")


def _grouped(outside: list[str], why: str, blocks: list[Block], removals: list[Removal]) -> None:
    """One removal for a run of lines outside the article that went for the same reason."""
    if outside:
        text = "\n".join(outside)
        removals.append(Removal(text, len(blocks) + len(removals), "outside", why))
        outside.clear()


def region(lines: Sequence[Candidate], kept: Sequence[bool]) -> list[bool]:
    """For each line, whether it lies in the page's article region.

    The region runs from the first kept line to the last, and takes in what else stands in the
    innermost container of all kept lines, or the <article> around it, but never the whole page.
    """
    places = [place for place, keep in enumerate(kept) if keep]
    if not places:
        return [True] * len(lines)
    first, last = places[0], places[-1]
    common = lines[first].frame
    inner = set(map(id, common.chain()))
    for place in places[1:]:
        frame = lines[place].frame
        while id(frame) not in inner and frame.parent is not None:
            frame = frame.parent
        if frame is not common and id(frame) in inner:
            common, inner = frame, set(map(id, frame.chain()))
    while common.kind != "paragraph" and common.parent is not None:
        common = common.parent
    common = next((frame for frame in common.chain() if frame.tag == "article"), common)
    if common.parent is None:
        return [first <= place <= last for place in range(len(lines))]
    # The lines of a container stand together.
    while first and _within(lines[first - 1].frame, common):
        first -= 1
    while last + 1 < len(lines) and _within(lines[last + 1].frame, common):
        last += 1
    return [first <= place <= last for place in range(len(lines))]


def _within(frame: Frame, container: Frame) -> bool:
    """Whether a frame lies in a container, or is it."""
    while frame.depth > container.depth and frame.parent is not None:
        frame = frame.parent
    return frame is container
