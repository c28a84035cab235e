"""Text that no reader sees: words for screen readers only, and what a style or `hidden` hides.

Much that is hidden waits for a script: tabs, answers, what stands behind a paywall. It is text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from typing import Final, Literal

from selectolax.lexbor import LexborNode

from cleaners.debris.sieve import Verdict
from cleaners.judging.judgement import Judgement
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.characters import one_line
from cleaners.reading.hints import BIT, UNSEEN
from cleaners.reading.lines import lines as lines_of
from cleaners.reading.nodes import taken_out
from cleaners.reading.walk import tags

SHORT: Final = 80  # characters in a line that a style hides; a longer part of it may be shown later
LONG: Final = 300  # characters for screen readers; more would be an article that is called so
LEAST: Final = 40  # characters that are left of a line without its hidden parts
NAMES: Final = 300  # characters of a class or a style: many lines stand in the same box
MOST: Final = 5000  # characters of a box that is read again
_WHOLE = frozenset(["p", "h2", "h3", "h4", "h5", "h6", "blockquote"])
_INLINE = frozenset(["a", "b", "strong", "q", "sup"])  # of those that the walk knows
_SEEN = frozenset(["a", "b", "q"])  # of these what hides words, which nobody does with them
_READ = ("paragraph", "heading", "item", "quote")  # kinds of lines that can be read again
_UNSEEN = Verdict("unseen", "other")
# The classes of text for screen readers, and of icons whose names a font shows as pictures.
_FOR_EARS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-(?:text|only))?|hidden-visually"
    r"|hide-visually|a11y-(?:hidden|text|only)|u-visually-?hidden|assistive-text"
    r"|material-(?:icons|symbols)(?:-\w+)?)(?=\s|$)",
    re.IGNORECASE,
)

Hidden = Literal["ears", "style"]


def without_unseen(
    lines: Sequence[Candidate], judgement: Judgement, apart: Collection[LexborNode] = ()
) -> tuple[list[Candidate], Judgement]:
    """The lines and their judgement with what is unseen in kept ones as lines of its own, not kept.

    The judges have seen it in its place, as they did when they learned. `apart` are the elements
    that are boxes of their own.
    """
    kept, verdicts = list(judgement.kept), list(judgement.verdicts)
    texts: dict[int, str] = {}
    gone: dict[int, list[str]] = {}  # by the place of the line behind which they are told
    for places in _doubtful(lines, kept):
        frame = lines[places[0]].frame
        hidden = _hidden(frame.node)
        parts = [node for node, _why in hidden]
        left = _left(lines, places, parts, apart) if parts else None
        if left:
            texts.update(zip(places, left, strict=True))
            gone[places[-1]] = [one_line(node.text_lexbor() or "") for node in parts]
        elif (_is_told_hidden(frame) and _is_unseen(lines, kept, places)) or (
            left is not None and all(why == "ears" for _node, why in hidden)
        ):
            for place in places:
                kept[place], verdicts[place] = False, _UNSEEN
    if not any(kept) or (kept == judgement.kept and not gone):
        return list(lines), judgement
    found: list[Candidate] = []
    marks: list[bool] = []
    whys: list[Verdict | None] = []
    for place, line in enumerate(lines):
        text = texts.get(place)
        found.append(line if text is None else replace(line, text=text))
        marks.append(kept[place])
        whys.append(verdicts[place])
        for text in gone.get(place, ()):
            found.append(replace(line, text=text))
            marks.append(False)
            whys.append(_UNSEEN)
    return found, replace(judgement, kept=marks, verdicts=whys)


def _doubtful(lines: Sequence[Candidate], kept: Sequence[bool]) -> Iterable[list[int]]:
    """The places of the kept lines of each box that may hide some: not of a box with text alone."""
    own: dict[int, list[int]] = {}
    for place in compress(range(len(lines)), kept):
        line = lines[place]
        frame = line.frame
        first = frame.node.first_child
        alone = first is not None and first.next is None and first.is_text_node
        if (not alone or _is_told_hidden(frame)) and frame.parent and line.kind in _READ:
            own.setdefault(id(frame), []).append(place)
    return own.values()


def _is_told_hidden(frame: Frame) -> int:
    """Whether the names of a box or of the one around it may hide it: a quick look."""
    return (frame.bits | (frame.parent or frame).bits) & BIT["hidden"]


def _left(
    lines: Sequence[Candidate],
    places: Sequence[int],
    hidden: Sequence[LexborNode],
    apart: Collection[LexborNode],
) -> list[str] | None:
    """The texts of the kept lines of a box without its hidden parts; None where that is in doubt:
    other lines of the box are near, or hardly a sentence is left, as in the cards of a shop.
    """
    frame = lines[places[0]].frame
    if frame.chars > MOST or any(line.frame is frame for line in _beside(lines, places)):
        return None
    with taken_out(hidden):
        found, frames = lines_of(frame.node, apart=apart)
    left = [line.text for line in found if line.frame is frames[0]]
    if not left:
        return left
    return left if len(left) == len(places) and sum(map(len, left)) >= LEAST else None


def _beside(lines: Sequence[Candidate], places: Sequence[int]) -> Iterator[Candidate]:
    """The lines of a box between its kept ones and next to them."""
    around = range(max(0, places[0] - 1), min(len(lines), places[-1] + 2))
    return (lines[place] for place in around if place not in places)


def _hidden(box: LexborNode) -> list[tuple[LexborNode, Hidden]]:
    """The parts of the lines of a box that are unseen, the outermost of them."""
    known = tags(unscripted=False).get
    found: list[tuple[LexborNode, Hidden]] = []
    above: list[LexborNode] = []
    at = box.first_child
    while at is not None or above:
        if at is None:
            at = above.pop().next
            continue
        tag = known(at.tag_id)
        inner = None
        if tag is None or tag in _INLINE:
            why = None if tag in _SEEN else _why(at)
            if why is None:
                inner = at.first_child
            elif 0 < len(one_line(at.text_lexbor() or "")) <= (LONG if why == "ears" else SHORT):
                found.append((at, why))
        if inner is None:
            at = at.next
        else:
            above.append(at)
            at = inner
    return found


def _why(node: LexborNode) -> Hidden | None:
    """Why an element is unseen; None for one that is seen."""
    told = node.attributes
    if not told:
        return None
    if _FOR_EARS.search((told.get("class") or "")[:NAMES]):
        return "ears"
    if "hidden" in told or UNSEEN.search((told.get("style") or "")[:NAMES]):
        return "style"
    return None


def _is_unseen(lines: Sequence[Candidate], kept: Sequence[bool], places: Sequence[int]) -> bool:
    """Whether a box is for screen readers only, or a paragraph hidden by itself, where those above
    and below it are seen: it does not wait for a click on what stands above it, as answers and the
    rest of a story do.
    """
    frame = lines[places[0]].frame
    boxes = [box for box in (frame, frame.parent) if box is not None and box.parent is not None]
    if any(box.chars <= LONG and _why(box.node) == "ears" for box in boxes):
        return True
    if frame.tag not in _WHOLE or _why(frame.node) is None:
        return False
    for place in (places[0] - 1, places[-1] + 1):
        if not 0 <= place < len(lines) or not kept[place]:
            return False
        other = lines[place].frame
        if other.tag != "p" or other.parent is not frame.parent or _why(other.node) is not None:
            return False
    return True
