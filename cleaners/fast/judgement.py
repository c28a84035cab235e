"""Which lines of a page are its article, on the fast road: small trees first, rules last."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from cleaners.candidates import Candidate, Frame
from cleaners.fast.features import NAMES, features, where
from cleaners.forest import Forest, read_forest
from cleaners.hints import names
from cleaners.judgement import SURE, Judgement, chosen, key
from cleaners.line import Line
from cleaners.metadata import Metadata
from cleaners.repair import NAMED_BOX, named_box
from cleaners.sieve import Verdict, sift

COMPANY: Final = 0.05  # how likely a line must be text for the rules to look at it
LONG: Final = 100  # characters of prose that is no header of a list
LONGEST_TITLE: Final = 300  # characters


def judge(lines: Sequence[Candidate], frames: Sequence[Frame], known: Metadata) -> Judgement:
    """The judgement of the lines of a page. The rules see only what the trees might keep."""
    headlines = titled(lines, known)
    probability = _trees().probability
    likely = [
        0.0 if row is None else probability(row)
        for row in features(lines, frames, headlines, known.news)
    ]
    kept = best(lines, likely)
    verdicts: list[Verdict | None] = [
        Verdict("title", "title") if headline else None for headline in headlines
    ]
    places = [
        place
        for place, chance in enumerate(likely)
        if chance > COMPANY and any(kept[max(0, place - 1) : place + 2])
    ]
    for place, verdict in zip(places, _sifted(lines, places, likely, known), strict=True):
        verdicts[place] = verdict
        kind = "paragraph" if verdict and verdict.rule.startswith(NAMED_BOX) else lines[place].kind
        if verdict and likely[place] < SURE[kind]:
            kept[place] = False
    return Judgement(likely, verdicts, kept)


@cache
def _trees() -> Forest:
    """The small trees of the package, read once."""
    return read_forest("quick", where, len(NAMES))


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


def best(lines: Sequence[Candidate], likely: Sequence[float]) -> list[bool]:
    """The lines to keep: those that make the expected F-measure of the text largest."""
    places = [place for place, chance in enumerate(likely) if chance]
    keep, _measure = chosen([lines[place] for place in places], [likely[n] for n in places])
    kept = [False] * len(lines)
    for place, one in zip(places, keep, strict=True):
        kept[place] = one
    return kept


def _sifted(
    lines: Sequence[Candidate], places: Sequence[int], likely: Sequence[float], known: Metadata
) -> list[Verdict | None]:
    """What the debris rules and the names of small boxes say of the lines at `places`."""
    some = [lines[place] for place in places]
    told = sift([_line(lines[place], likely[place]) for place in places], title=known.title)
    return [verdict or named_box(line) for verdict, line in zip(told, some, strict=True)]


def _line(line: Candidate, chance: float) -> Line:
    """A line for the sieve. Of one that no verdict could take, only the look of its beginning."""
    if chance >= SURE["paragraph"] and (len(line.text) > LONG or line.kind == "item"):
        return Line(line.text[:LONG] + line.text[-1], "code")
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
