"""The sieve: which lines are debris, which rule says so, and with how many votes."""

from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.line import Line
from cleaners.lookout import Lookout, lookout, seen_by
from cleaners.rule import ENOUGH, Rule
from cleaners.shape import Shape, shape_of

HEADLINE = 16  # words of a headline at most


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a line goes: the rule that decided, its reason, and all votes that were given."""

    rule: str
    reason: str
    votes: tuple[tuple[str, float], ...] = ()


def sift(
    lines: Sequence[Line],
    *,
    title: str | None = None,
    language: str | None = None,  # noqa: ARG001 - rules of all languages look at every line yet
    site_name: str | None = None,  # noqa: ARG001 - the same
) -> list[Verdict | None]:
    """A verdict for each line that is debris, None for each that stays."""
    return sift_with(lines, lookout(), title=title)


def sift_with(
    lines: Sequence[Line], out: Lookout, *, title: str | None = None
) -> list[Verdict | None]:
    """The same with other rules than the package's own: for rules under test."""
    shapes = [shape_of(line.text) for line in lines]
    verdicts: list[Verdict | None] = [None] * len(lines)
    known = shape_of(title).tokens if title else ()
    for index, shape in enumerate(shapes):
        if known and shape.tokens == known:
            verdicts[index] = Verdict("title", "title", (("title", ENOUGH),))
            continue
        found = seen_by(shape, out)
        if sum(rule.votes for rule in found) < ENOUGH:
            continue
        first = max(found, key=lambda rule: rule.votes)
        votes = tuple((rule.name, float(rule.votes)) for rule in found)
        verdicts[index] = verdicts[index] or Verdict(first.name, first.reason, votes)
        if header := next((rule for rule in found if rule.follow), None):
            _take_followers(header, index, lines, shapes, verdicts)
    return verdicts


def _take_followers(
    header: Rule,
    index: int,
    lines: Sequence[Line],
    shapes: Sequence[Shape],
    verdicts: list[Verdict | None],
) -> None:
    """The headlines that stand under a header go with it; the first sentence ends the list."""
    end = min(index + 1 + header.follow, len(lines))
    for place in range(index + 1, end):
        shape = shapes[place]
        if not shape.text:
            end = min(end + 1, len(lines))
            continue
        if shape.words > HEADLINE or (shape.sentence and shape.end != "?"):
            break
        if verdicts[place] is None:
            verdicts[place] = Verdict(header.name, "related list", ((header.name, ENOUGH),))
