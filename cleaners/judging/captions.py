"""Captions among the lines that the trees keep: what stands in a box with a picture, or under it.

The markup tells a caption from a sentence of the text: its box holds a picture and hardly anything
else, and stands among paragraphs that are no such box. Where the text itself stands under pictures
(a photo essay, the steps of a recipe, cards), no box is special, and all of it stays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress, groupby, islice
from operator import or_
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from cleaners.about.credit import parted
from cleaners.debris.sieve import Verdict, alone
from cleaners.judging.judgement import Judgement
from cleaners.judging.surroundings import FIGURES, FLOW, NAMED, STOPS, Surroundings, child_in
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import names
from cleaners.reading.pictures import (
    begins_with_element,
    is_slanted,
    picture_before,
    picture_in,
)

LONGEST: Final = 300  # characters of a caption
LONGEST_BARE: Final = 200  # of one whose box has no name
LABEL: Final = (15, 120)  # of one that nothing but its place and the missing stop gives away
MOST_CHARS: Final = 420  # of a box with a picture and its caption
MOST_LINES: Final = 4  # of such a box: caption, credit, a button, an ad
DOUBTED: Final = 0.3  # how likely text a line is that only the trees took and that may be a caption
DEEP: Final = 4  # boxes around a line in which the caption that it stands in is looked for
ROW: Final = 3  # pictures with a sentence each and no text between: the sentences are the text
_INNER: Final = re.compile(r"[.!?…]\s|[。！？].")  # the end of a sentence before another
_TEXT_BESIDE: Final = re.compile("media-?text")  # a picture with text at its side (WordPress)
_UNENDED: Final = STOPS + ":：;,"
_KINDS: Final = frozenset(["paragraph", "item"])
_WHOLE: Final = frozenset(["body", "article", "main"])
_LINES: Final = frozenset(["p", "div", "center"])
_PICTURED: Final = frozenset(["caption", "credit"])
_OF_PICTURES: Final = _PICTURED | {"bio"}  # a photographer among them
IN_FIGURE: Final = Verdict("in-figure", "caption")
IN_BOX: Final = Verdict("picture-box", "caption")
BELOW: Final = Verdict("below-picture", "caption")
_SOFT: Final = (IN_FIGURE, IN_BOX, BELOW)


class Caption(NamedTuple):
    """A line that belongs to a picture, and why it goes."""

    verdict: Verdict
    picture: LexborNode
    box: Frame  # around the line, and the picture where they share one


def without_captions(judgement: Judgement, lines: Sequence[Candidate]) -> Judgement:
    """The judgement without the captions among what it keeps; it tells whose they are, and what
    those are that went before: by the rules, or since the trees were in doubt.
    """
    verdicts = list(judgement.verdicts)
    gone = [
        chance >= DOUBTED if verdict is None else verdict.reason in _PICTURED
        for verdict, chance in zip(verdicts, judgement.likely, strict=True)
    ]
    found = captions(lines, judgement.kept, gone)
    if not found:
        return judgement
    kept = list(judgement.kept)
    told: dict[int, str] = {}
    for place, one in found.items():
        if kept[place] or verdicts[place] is None:
            kept[place], verdicts[place] = False, one.verdict
        text, before = _said(lines, place, one.box), told.get(one.picture.mem_id, "")
        if text not in before:
            told[one.picture.mem_id] = text if text.startswith(before) else f"{before} {text}"
    return replace(judgement, kept=kept, verdicts=verdicts, captions=told)


def _said(lines: Sequence[Candidate], place: int, box: Frame) -> str:
    """All that a box says of its picture, whoever took the rest of it: not what else it holds."""
    first = last = place
    while first and child_in(lines[first - 1].frame, box) is not None:
        first -= 1
    while last + 1 < len(lines) and child_in(lines[last + 1].frame, box) is not None:
        last += 1
    said: list[str] = []
    for text in (line.text for line in lines[first : last + 1]):
        verdict = alone(text)
        if (verdict is None or verdict.reason in _OF_PICTURES) and text not in said:
            said.append(text)
    return " ".join(said) or lines[place].text


def captions(
    lines: Sequence[Candidate], kept: Sequence[bool], gone: Sequence[bool]
) -> dict[int, Caption]:
    """By the places of kept lines that are captions, what they are, and of those that are `gone`
    for such or in doubt and have a picture.
    """
    page = Surroundings(lines, kept)
    found: dict[int, Caption] = {}
    for place in compress(range(len(lines)), map(or_, kept, gone)):
        line = lines[place]
        if len(line.text) > LONGEST or line.kind not in _KINDS or line.linked * 2 >= len(line.text):
            continue
        if told := _told(line, page):
            found[place] = told
    if not found:
        return found
    text = _told_in_a_row(lines, kept, found)
    return {
        place: one for place, one in found.items() if place not in text or one.verdict not in _SOFT
    }


def _told(line: Candidate, page: Surroundings) -> Caption | None:
    """What a line says of a picture near it."""
    near = (_boxed(line, page) or _below(line, page)) if page.around_pictures else None
    return near or _in_figcaption(line)


def _in_figcaption(line: Candidate) -> Caption | None:
    """What a line is that stands in the caption of a figure with a picture, where the text is cut
    into boxes of which none holds much of it: builders of sites put each paragraph in its own. A
    sentence there may be the text of a card.
    """
    if line.text[-1] in _UNENDED:
        return None
    box: Frame | None = line.frame
    for _ in range(DEEP):
        if box is None or box.tag == "figcaption":
            break
        box = box.parent
    else:
        return None
    if box is None or box.chars > LONGEST:
        return None
    figure = next((one for one in islice(box.chain(), DEEP) if one.tag == "figure"), None)
    picture = picture_in(figure.node) if figure is not None else None
    return Caption(IN_FIGURE, picture, box) if picture is not None else None


def _told_in_a_row(
    lines: Sequence[Candidate], kept: Sequence[bool], found: Mapping[int, Caption]
) -> set[int]:
    """The places of sentences that stand under one picture after the other: they are the text of a
    photo essay, the steps of a recipe.
    """
    told: set[int] = set()
    for is_found, places in groupby(compress(range(len(lines)), kept), found.__contains__):
        row = [place for place in places if is_found and lines[place].text[-1] in STOPS]
        if len({found[place].picture.mem_id for place in row}) >= ROW:
            told.update(row)
    return told


def _boxed(line: Candidate, page: Surroundings) -> Caption | None:
    """What a line is that shares a small box with a picture."""
    frame = line.frame
    box = _small_box(frame)
    if not page.holds(box) or box.node.mem_id not in page.around_pictures:
        return None
    if box is frame and not begins_with_element(frame.node):
        return None
    if (picture := page.picture(box)) is None or page.has_heading(box):
        return None
    verdict = _why(line, box, page)
    return (
        Caption(verdict, picture, box)
        if verdict and not _TEXT_BESIDE.search(names(box.node))
        else None
    )


def _why(line: Candidate, box: Frame, page: Surroundings) -> Verdict | None:
    """Why a line in a box with a picture goes; None where it may be text."""
    bits, figure = 0, False
    for frame in line.frame.chain():
        bits |= frame.bits
        figure = figure or frame.tag == "figure"
        if frame is box:
            break
    if verdict := _ruled(line.text):
        return verdict
    around = page.around(box, bits)
    if (figure or bits & NAMED) and around.inside >= FLOW * page.size:
        return IN_FIGURE
    if len(line.text) > LONGEST_BARE or _INNER.search(line.text) or not around.is_flow(page.size):
        return None
    if box is line.frame and box.tag == "p":  # a paragraph, and pictures stand in those too
        return IN_BOX if _is_set_apart(line) else None
    listed = line.kind == "item" and not bits & FIGURES
    return None if around.alike or listed else IN_BOX


def _below(line: Candidate, page: Surroundings) -> Caption | None:
    """What a line is that follows upon a picture: only words or type that tell count."""
    frame = line.frame
    if frame.tag not in _LINES or frame.lines > MOST_LINES or not page.holds(frame):
        return None
    if frame.node.mem_id not in page.after_pictures:
        return None
    if (picture := picture_before(frame.node)) is None:
        return None
    if verdict := _ruled(line.text):
        return Caption(verdict, picture, frame)
    slanted = len(line.text) <= LONGEST_BARE and is_slanted(frame.node) and not page.is_slanted()
    if not (slanted or _is_alt(line.text, picture)):
        return None
    return Caption(BELOW, picture, frame) if page.around(frame).is_flow(page.size) else None


def _small_box(frame: Frame) -> Frame:
    """The outermost box around a line that holds hardly more than it."""
    while (above := frame.parent) is not None and above.tag not in _WHOLE:
        if above.chars > MOST_CHARS or above.lines > MOST_LINES:
            break
        frame = above
    return frame


def _is_set_apart(line: Candidate) -> bool:
    """Whether a line that shares its paragraph with a picture is no sentence of the text."""
    if is_slanted(line.frame.node):
        return True
    text = line.text
    return LABEL[0] <= len(text) <= LABEL[1] and text[-1] not in _UNENDED and not text[0].isdigit()


def _ruled(text: str) -> Verdict | None:
    """What the words of a line beside a picture say: a rule knows it, or a credit ends it."""
    verdict = alone(text)
    if verdict and verdict.reason in _OF_PICTURES:
        return verdict
    caption, credit = ("", "") if text[-1] in STOPS else parted(text)
    return Verdict("picture-credit", "caption" if caption else "credit") if credit else None


def _is_alt(text: str, picture: LexborNode) -> bool:
    """Whether a line says what a picture says of itself, and little more."""
    told = picture.attributes
    words = (one_line(told.get(name) or "") for name in ("alt", "title"))
    return any(
        len(one) >= LABEL[0] and text.startswith(one) and len(text) < 2 * len(one) for one in words
    )
