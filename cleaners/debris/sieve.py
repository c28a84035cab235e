"""The sieve: which lines are debris, which rule says so, and with how many votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cleaners.debris.company import company_votes
from cleaners.debris.line import Line
from cleaners.debris.lookout import Lookout, lookout, seen_by, spelled_out
from cleaners.debris.rule import ENOUGH, Rule
from cleaners.debris.shape import Shape, shape_of, unglued

HEADLINE = 16  # words of a headline at most
HALF = 0.5  # share of a line from which on it is a link
SHORT = 200  # characters of a line that is worth remembering: menus stand on each page of a site


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a line goes: the rule that decided, its reason, and all votes that were given."""

    rule: str
    reason: str
    votes: tuple[tuple[str, float], ...] = ()


class _Look(NamedTuple):
    """What a line's own text says: its shape, the rules that see it, their verdict."""

    shape: Shape
    seen: tuple[Rule, ...]
    verdict: Verdict | None


def sift(lines: Sequence[Line], *, title: str | None = None) -> list[Verdict | None]:
    """A verdict for each line that is debris, None for each that stays."""
    return sift_with(lines, lookout(), title=title)


def sift_with(
    lines: Sequence[Line], out: Lookout, *, title: str | None = None
) -> list[Verdict | None]:
    """The same with other rules than the package's own: for rules under test."""
    looks = [_looked(line.text, line.kind not in ("code", "row"), out) for line in lines]
    shapes = [look.shape for look in looks]
    seen = [look.seen for look in looks]
    verdicts: list[Verdict | None] = [None] * len(lines)
    known = shape_of(title).tokens if title else ()
    for index, look in enumerate(looks):
        if known and look.shape.tokens == known:
            verdicts[index] = Verdict("title", "title", (("title", ENOUGH),))
        elif look.verdict:
            verdicts[index] = look.verdict
            if header := next((rule for rule in look.seen if rule.follow), None):
                _take_followers(header, index, lines, shapes, verdicts)
    _by_company(lines, shapes, seen, verdicts)
    return verdicts


def alone(text: str) -> Verdict | None:
    """The verdict on a line wherever it stands, by its own text."""
    return _looked(text, True, lookout()).verdict


def _looked(text: str, wordy: bool, out: Lookout) -> _Look:
    return (_look_again if len(text) <= SHORT else _look)(text, wordy, out)


def _look(text: str, wordy: bool, out: Lookout) -> _Look:
    shape = shape_of(text)
    if not wordy:
        return _Look(shape, (), None)
    seen = tuple(seen_by(shape, out))
    return _Look(shape, seen, _judged(seen) or _spelled(shape, out))


_look_again = lru_cache(maxsize=1 << 13)(_look)


def _judged(found: Sequence[Rule], company: Sequence[tuple[str, float]] = ()) -> Verdict | None:
    """A verdict when the rules that see a line, and its company, have votes enough."""
    if not found and not company:
        return None
    votes = (*((rule.name, float(rule.votes)) for rule in found), *company)
    if sum(count for _name, count in votes) < ENOUGH:
        return None
    if not found:
        name = max(votes, key=lambda vote: vote[1])[0]
        return Verdict(name.replace(" ", "-"), "bio" if "name" in name else "related list", votes)
    first = max(found, key=lambda rule: rule.votes)
    return Verdict(first.name, first.reason, votes)


def _spelled(shape: Shape, out: Lookout) -> Verdict | None:
    """A verdict for a line of several phrases, glued together or not."""
    if shape.words > HEADLINE:
        return None
    if rule := spelled_out(shape, out):
        return Verdict(rule.name, rule.reason, ((rule.name, ENOUGH),))
    apart = unglued(shape.text)
    if apart == shape.text:
        return None
    glued = shape_of(apart)
    if rule := spelled_out(glued, out) or next(iter(seen_by(glued, out)), None):
        return Verdict(rule.name, rule.reason, ((rule.name, ENOUGH),))
    return None


def _leaning(verdict: Verdict | None, found: Sequence[Rule]) -> str | None:
    """The reason for which a neighbor goes, or would go with one more vote."""
    if verdict:
        return verdict.reason
    return next((rule.reason for rule in found if rule.votes >= ENOUGH - 1), None)


def _by_company(
    lines: Sequence[Line],
    shapes: Sequence[Shape],
    seen: Sequence[Sequence[Rule]],
    verdicts: list[Verdict | None],
) -> None:
    """Decide what the rules alone left open, by what stands beside it; only rules' own verdicts
    count as company, so that one guess does not carry the next.
    """
    places = [place for place, shape in enumerate(shapes) if shape.text]
    reasons = [_leaning(verdicts[place], seen[place]) for place in places]
    for index, place in enumerate(places):
        if verdicts[place] is not None or lines[place].kind in ("code", "row"):
            continue
        last = index + 1 == len(places)
        votes = company_votes(
            lines[place],
            shapes[place],
            reasons[index - 1] if index else None,
            None if last else reasons[index + 1],
            None if last else shapes[places[index + 1]],
        )
        # Being the last line, or before another headline, says something only beside a rule.
        if seen[place] or len(votes) > (("no prose after it", 1.0) in votes):
            verdicts[place] = _judged(seen[place], votes)


def _take_followers(
    header: Rule,
    index: int,
    lines: Sequence[Line],
    shapes: Sequence[Shape],
    verdicts: list[Verdict | None],
) -> None:
    """The headlines that stand under a header go with it; the first sentence ends the list, and so
    does a heading behind list entries, unless the header is one too. A list with links ends with
    the last of them: what stands behind may be ingredients, verses, results.
    """
    end = min(index + 1 + header.follow, len(lines))
    heads, entries = lines[index].kind == "heading", False
    found: list[int] = []
    last_link = 0
    for place in range(index + 1, end):
        shape = shapes[place]
        if not shape.text:
            end = min(end + 1, len(lines))
            continue
        if lines[place].kind == "code":
            break
        if shape.words > HEADLINE or (shape.sentence and shape.end != "?"):
            break
        entries = entries or lines[place].kind == "item"
        if lines[place].kind == "heading" and entries and not heads:
            break
        found.append(place)
        if lines[place].link_share > HALF:
            last_link = len(found)
    for place in found[: last_link or len(found)]:
        if verdicts[place] is None:
            verdicts[place] = Verdict(header.name, "related list", ((header.name, ENOUGH),))
