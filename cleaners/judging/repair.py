"""What the shape of the page says against the trees: parts of a split body, boxes that say no."""

import math
from collections.abc import Iterable, Sequence

from cleaners.about.kind import is_thread
from cleaners.debris.sieve import Verdict
from cleaners.judging.boxes import Setting, container
from cleaners.judging.discussion import comments_on
from cleaners.judging.lookalikes import size
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT

# Boxes whose own name says that they are no text, while they are small.
NAMED = {
    "newsletter": "newsletter",
    "paywall": "paywall",
    "donate": "donate",
    "consent": "consent",
    "bio": "bio",
}
_NAMED_BITS = sum(BIT[word] for word in NAMED)
NAMED_BOX = "box "  # how the names of these verdicts begin
NEXT_ARTICLE = "next-article"  # the name of the verdict on what begins after the page's own article
SMALL = 600  # characters of such a box; a wrapper around the text may be called anything
TEXT = BIT["article"] | BIT["body"]
PROSE = 60  # characters of a paragraph that is certainly no label
ALIKE = 0.8  # share of the text of sibling boxes that is kept, from which on a box is one of them
HALF = 0.45  # of a table between text: how likely its rows must be text together
INSIDE = 0.2  # the same where text of its own box stands above and below it
MOSTLY = 0.3  # share of the paragraphs of a box that are kept, from which on the others stay too
FAINT = 0.05  # how likely those must be text
DOUBT = 0.2  # how likely a line must be text to be taken back
BELOW = 0.9  # share of a text that stands above the comments on it
TOLD = 40  # characters of a line that is the same line when it comes again, and no formula


def named_box(line: Candidate, own: int = 0) -> Verdict | None:
    """The verdict of a small box around the line that is called newsletter, bio and the like; names
    among the bits `own` are those of the page's own text.
    """
    asked = _NAMED_BITS & ~own
    frame: Frame | None = line.frame
    while frame is not None and frame.chars <= SMALL:
        if bits := frame.bits & asked:
            word = next(word for word in NAMED if bits & BIT[word])
            return Verdict(NAMED_BOX + word, NAMED[word])
        frame = frame.parent
    return None


def own_names(lines: Iterable[Candidate], headlines: Iterable[Candidate]) -> int:
    """The names of debris, as bits, that boxes of the page's own text bear.

    A box with the headline tells what kind of page it is: an issue of a newsletter. What is called
    paywall is the text behind it where a third of all sentences is: search engines ask for such
    names, on each paragraph or around them. `lines` are those that no rule takes.
    """
    own = 0
    for headline in headlines:
        own |= _small(headline)
    if own & BIT["paywall"]:
        return own
    whole = behind = 0
    for line in lines:
        if _prose(line):
            whole += len(line.text)
            if _small(line) & BIT["paywall"]:
                behind += len(line.text)
    return own | BIT["paywall"] if behind * 3 > whole else own


def _small(line: Candidate) -> int:
    """What the small boxes around a line are called, of the names of debris."""
    bits = 0
    for frame in line.frame.chain():
        if frame.chars > SMALL:
            break
        bits |= frame.bits
    return bits & _NAMED_BITS


def next_articles(setting: Setting) -> list[int]:
    """The places of the lines of further articles, on pages that show one after the other.

    Such an article is an element of its own, beside that of the headline, with a headline of the
    first level too.
    """
    lines, verdicts = setting.lines, setting.verdicts
    heads = [n for n, line in enumerate(lines) if line.kind == "heading" and line.level == 1]
    own = next((n for n in heads if (found := verdicts[n]) and found.rule == "title"), None)
    if own is None or heads[-1] == own:
        return []
    first = _articles(lines[own])
    further: set[int] = set()
    for theirs in (_articles(lines[n]) for n in heads if n > own):
        if first - theirs:
            further |= theirs - first
    return [n for n, line in enumerate(lines) if further & _articles(line)] if further else []


def rejoin(setting: Setting, likely: Sequence[float], kept: list[bool]) -> None:
    """Take back paragraphs of a body that is split over several boxes of one kind.

    A paragraph goes with its box when the paragraphs in the other boxes of the same names are text;
    a single other box counts only where its name says article or body.
    """
    groups: dict[object, dict[int, list[int]]] = {}
    wholes: dict[object, list[int]] = {}
    for place, line in enumerate(setting.lines):
        if _prose(line) and not setting.verdicts[place]:
            for key, frame in _kinds(line):
                own = groups.setdefault(key, {}).setdefault(id(frame), [0, 0])
                for sums in (own, wholes.setdefault(key, [0, 0])):
                    sums[0] += len(line.text)
                    sums[1] += len(line.text) * kept[place]
    for place, line in enumerate(setting.lines):
        if kept[place] or likely[place] < DOUBT or setting.verdicts[place] or not _prose(line):
            continue
        for key, frame in _kinds(line):
            chars, held = groups[key][id(frame)]
            whole, kept_of_it = wholes[key]
            enough = len(groups[key]) > (1 if frame.bits & TEXT else 2)
            if enough and kept_of_it - held >= ALIKE * (whole - chars):
                kept[place] = True
                break


def complete(setting: Setting, likely: Sequence[float], kept: list[bool]) -> None:
    """Take back what belongs to text: paragraphs of its own box, the rest of a table, a sub-heading
    like the others.
    """
    lines, free = setting.lines, [verdict is None for verdict in setting.verdicts]
    for places in _paragraphs(setting).values():
        whole = sum(len(lines[n].text) for n in places)
        if sum(len(lines[n].text) for n in places if kept[n]) >= MOSTLY * whole:
            for place in places:
                kept[place] |= likely[place] >= FAINT
    around = _Around(lines, kept)
    for table, places in _tables(lines).values():
        weight = sum(len(lines[n].text) for n in places if free[n])
        mean = sum(likely[n] * len(lines[n].text) for n in places if free[n]) / max(1, weight)
        if mean >= around.enough(table, places):
            for place in places:
                kept[place] |= free[place]
                around.take(place, kept=kept[place])
    heads = {_rank(line) for line, keep in zip(lines, kept, strict=True) if keep and line.level}
    for place, line in enumerate(lines[:-1]):
        if line.kind != "heading" or kept[place] or likely[place] < DOUBT or not free[place]:
            continue
        follows = kept[place + 1] and container(lines[place + 1]) is container(line)
        kept[place] = follows and _rank(line) in heads


def dangling(setting: Setting, kept: Sequence[bool]) -> list[int]:
    """The places of kept headers whose list was removed: "More on this:" and nothing after it."""
    lines = setting.lines
    places = [place for place, keep in enumerate(kept) if keep]
    found = []
    for place in places[1:]:
        text, after = lines[place].text, lines[place + 1 : place + 3]
        if text[-1] not in ":：" or len(text) > PROSE or any(kept[place + 1 : place + 3]):
            continue
        listed = len(after) > 1 and all(line.kind == "item" for line in after)
        if listed or (after and place == places[-1]):
            found.append(place)
    return found


def _paragraphs(setting: Setting) -> dict[int, list[int]]:
    """By box, the places of its paragraphs that no debris rule takes."""
    found: dict[int, list[int]] = {}
    for place, line in enumerate(setting.lines):
        if _prose(line) and not setting.verdicts[place]:
            found.setdefault(id(container(line)), []).append(place)
    return found


def _tables(lines: Sequence[Candidate]) -> dict[int, tuple[Frame, list[int]]]:
    """Tables, and the places of their rows."""
    found: dict[int, tuple[Frame, list[int]]] = {}
    for place, line in enumerate(lines):
        if line.kind == "row":
            table = next((one for one in line.frame.chain() if one.tag == "table"), line.frame)
            found.setdefault(id(table), (table, []))[1].append(place)
    return found


class _Around:
    """Where the text that is kept begins and ends, on the page and in each box."""

    def __init__(self, lines: Sequence[Candidate], kept: Sequence[bool]) -> None:
        self.first, self.last = len(lines), -1
        self.ends: dict[int, tuple[int, int]] = {}  # by box, its first and last kept paragraph
        for place, line in enumerate(lines):
            self.take(place, kept=kept[place])
            if kept[place] and line.kind == "paragraph":
                box = id(container(line))
                self.ends[box] = (self.ends.get(box, (place, 0))[0], place)

    def take(self, place: int, *, kept: bool) -> None:
        """Take in a line."""
        if kept:
            self.first, self.last = min(self.first, place), max(self.last, place)

    def enough(self, table: Frame, places: Sequence[int]) -> float:
        """How likely the rows of a table must be text together to be taken back."""
        if self.first >= places[0] or self.last <= places[-1]:
            return math.inf
        first, last = self.ends.get(id(table.parent), (len(places), -1))
        return INSIDE if first < places[0] and places[-1] < last else HALF


def _rank(line: Candidate) -> tuple[int, int]:
    return line.level if line.kind == "heading" else 0, id(container(line))


def repeated(setting: Setting, kept: Sequence[bool]) -> list[int]:
    """The places of kept paragraphs that the text has already: pages made for two widths of screen
    say things twice, and who answers in a thread quotes what it said. A single paragraph that
    comes again in its own box is meant so.
    """
    lines = setting.lines
    told: dict[str, int] = {}
    found = []
    for place, line in enumerate(lines):
        if kept[place] and line.kind in ("paragraph", "item", "quote") and len(line.text) > TOLD:
            twin = told.setdefault(line.text, place)
            if twin != place and not _meant(lines, twin, place):
                found.append(place)
    return found


def comments_below(setting: Setting, kept: Sequence[bool]) -> list[int]:
    """The places of kept comments under a text that is at least as long, or shorter where a box is
    called so; none in a thread.
    """
    if is_thread(setting.kind):
        return []
    if called := comments_on(setting.lines, kept, article=setting.news > 0):
        return called
    above = inside = 0
    found = []
    for place, line in enumerate(setting.lines):
        if kept[place] and line.frame.around & BIT["comment"]:
            inside += size(line.text)
            found.append((place, above))
        elif kept[place]:
            above += size(line.text)
    return [place for place, text in found if text >= max(inside, BELOW * above)]


def _meant(lines: Sequence[Candidate], twin: int, place: int) -> bool:
    """Whether a paragraph says again what another said, and no passage is there twice."""
    if container(lines[twin]) is not container(lines[place]) or place == twin + 1:
        return False
    return not any(
        len(lines[twin + step].text) > PROSE and lines[twin + step].text == lines[place + step].text
        for step in (-1, 1)
        if twin + step >= 0 and place + step < len(lines)
    )


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


def _articles(line: Candidate) -> set[int]:
    """The ids of the <article> elements around a line."""
    return {id(frame) for frame in line.frame.chain() if frame.tag == "article"}


def _prose(line: Candidate) -> bool:
    return (
        line.kind == "paragraph"
        and len(line.text) > PROSE
        and line.text[-1] in '.!?…”"»。'
        and line.linked * 3 < len(line.text)
    )
