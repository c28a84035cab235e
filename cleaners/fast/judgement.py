"""Which lines of a page are its article, on the fast road: small trees first, rules last."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import compress
from typing import Final

from cleaners.about.kind import SILENT, is_thread
from cleaners.about.metadata import Metadata
from cleaners.debris.line import Line
from cleaners.debris.sieve import Verdict, alone, sift
from cleaners.fast.features import COUNTS, NAMES, PROSE, features, where
from cleaners.fast.tables import tables_between
from cleaners.judging.discussion import comments_on
from cleaners.judging.forest import Forest, read_forest
from cleaners.judging.heads import heads_of
from cleaners.judging.judgement import BELOW, SURE, Judgement, chosen, key
from cleaners.judging.leads import standfirst
from cleaners.judging.lookalikes import SHARED
from cleaners.judging.repair import named_box, own_names
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.hints import BIT, names

SETTLED: Final = 0.9  # how likely text a line must be for the rules not to look at it
LONG: Final = 150  # characters of a line that is no debris that the trees would keep
_AROUND: Final = NAMES.index("around")
LONGEST_TITLE: Final = 300  # characters
MANY: Final = 12  # long lines that are heard together


def judge(
    lines: Sequence[Candidate],
    frames: Sequence[Frame],
    known: Metadata,
    kind: Callable[[], Sequence[float]] = lambda: SILENT,
) -> Judgement:
    """The judgement of the lines of a page; `kind` tells what kind of page it says it is."""
    headlines = titled(lines, known)
    probability = _trees().probability
    rows = features(lines, frames, headlines, known.news)
    likely = [0.0 if row is None else probability(row) for row in rows]
    judgement = settled(lines, likely, headlines, known)
    for place in tables_between(lines, judgement.kept):
        judgement.kept[place] = judgement.verdicts[place] is None
    told = known.news and any(
        int(row[_AROUND]) & BIT["comment"] for row in compress(rows, judgement.kept) if row
    )
    comments = comments_on(lines, judgement.kept, article=True) if told else ()
    if comments and not is_thread(kind()):
        for place in comments:
            judgement.kept[place] = False
            judgement.verdicts[place] = BELOW
    _rounded(lines, judgement, known)
    return judgement


def _rounded(lines: Sequence[Candidate], judgement: Judgement, known: Metadata) -> None:
    """Take in what heads the text and its parts."""
    kept, verdicts = judgement.kept, judgement.verdicts
    for place in heads_of(lines, kept, judgement.likely, verdicts):
        kept[place] = True
    lead = standfirst(lines, verdicts, kept) if known.news else None
    if lead is not None and not alone(lines[lead].text):
        kept[lead] = True


def settled(
    lines: Sequence[Candidate], likely: list[float], headlines: Sequence[bool], known: Metadata
) -> Judgement:
    """The judgement of lines that are so likely text. The rules see what stays in doubt."""
    likely = evened(lines, likely)
    kept, _measure = chosen(lines, likely)
    verdicts = [Verdict("title", "title") if headline else None for headline in headlines]
    places = [n for n, keep in enumerate(kept) if keep and doubtful(lines[n], likely[n])]
    told = sift([_line(lines[place]) for place in places], title=known.title)
    for place, verdict in zip(places, told, strict=True):
        verdicts[place], kept[place] = verdict, verdict is None
    if named := [place for place in places if kept[place] and named_box(lines[place])]:
        own = own_names(compress(lines, kept), compress(lines, headlines))
        for place in named:
            verdicts[place] = found = named_box(lines[place], own)
            kept[place] = found is None
    return Judgement(likely, verdicts, kept)


def evened(lines: Sequence[Candidate], likely: list[float]) -> list[float]:
    """How likely the lines are text, once many long ones that stand alike in one box are heard
    together: its paragraphs, what stands bare between its line breaks.

    The trees see where each stands on its page, and would lose the end of a long text.
    """
    alike: dict[tuple[int, str, int], list[int]] = {}
    for place, (line, chance) in enumerate(zip(lines, likely, strict=True)):
        if chance and not line.linked and len(line.text) >= PROSE:
            frame = line.frame
            alike.setdefault((id(frame.parent), frame.tag, frame.bits), []).append(place)
    found = list(likely)
    for places in alike.values():
        if len(places) >= MANY:
            mean = sum(likely[place] for place in places) / len(places)
            for place in places:
                found[place] = (1 - SHARED) * likely[place] + SHARED * mean
    return found


def doubtful(line: Candidate, chance: float) -> bool:
    """Whether the debris rules are asked about a line that the trees keep."""
    return chance < min(SETTLED, SURE[line.kind]) and len(line.text) <= LONG


@cache
def _trees() -> Forest:
    """The small trees of the package, read once."""
    return read_forest("quick", where, len(NAMES), COUNTS)


def titled(lines: Sequence[Candidate], known: Metadata) -> list[bool]:
    """For each line, whether it is the headline."""
    titles = set(map(key, known.titles))
    begin = {title[0] for title in titles if title}  # a first look, for most lines the last
    return [
        line.text[0].casefold()[0] in begin
        and len(line.text) <= LONGEST_TITLE
        and key(line.text) in titles
        for line in lines
    ]


def _line(line: Candidate) -> Line:
    """A line for the sieve."""
    return Line(line.text, line.kind, line.level, line.linked / len(line.text), _hints(line))


def _hints(line: Candidate) -> frozenset[str]:
    """The words of the three innermost containers."""
    frame = line.frame
    bits = frame.bits
    for _ in range(2):
        if frame.parent is None:
            break
        frame = frame.parent
        bits |= frame.bits
    return names(bits)
