"""Proves rules by their examples: each takes its drop lines, and none takes anybody's keep line."""

from collections.abc import Iterator, Sequence

from cleaners.line import Line
from cleaners.lookout import make_lookout, seen_by
from cleaners.rule import Rule, lines_of
from cleaners.shape import shape_of
from cleaners.sieve import sift_with


def faults(found: Sequence[Rule]) -> list[str]:
    """What is wrong with these rules, one line a fault; each names the rules concerned."""
    return [*_doubles(found), *_missed(found), *_stolen(found)]


def _doubles(found: Sequence[Rule]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for rule in found:
        if rule.name in homes:
            yield f"{rule.name}: stands in {homes[rule.name]} and in {rule.file}"
        homes[rule.name] = rule.file


def _missed(found: Sequence[Rule]) -> Iterator[str]:
    for rule in found:
        alone = make_lookout([rule])
        for example in lines_of(rule.drop):
            header, *rest = example.split("\n")
            if not seen_by(shape_of(header), alone):
                yield f"{rule.name} ({rule.file}) does not see its own example {header!r}"
            elif rest and not all(sift_with([Line(one) for one in (header, *rest)], alone)):
                yield f"{rule.name} ({rule.file}) leaves lines of its own example {example!r}"


def _stolen(found: Sequence[Rule]) -> Iterator[str]:
    out = make_lookout(found)
    for rule in found:
        for example in lines_of(rule.keep):
            lines = example.split("\n")
            for line, verdict in zip(
                lines, sift_with([Line(one) for one in lines], out), strict=True
            ):
                if verdict:
                    thieves = ", ".join(name for name, _votes in verdict.votes)
                    yield f"{thieves} takes the line that {rule.name} ({rule.file}) keeps: {line!r}"
