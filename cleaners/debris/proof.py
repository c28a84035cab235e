"""Proves rules by their examples: each takes its drop lines, none takes anybody's keep line."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cleaners.debris.line import Line
from cleaners.debris.lookout import make_lookout, seen_by
from cleaners.debris.phrase import mute_words
from cleaners.debris.rule import BadRuleError, Rule, lines_of, rules
from cleaners.debris.shape import shape_of
from cleaners.debris.sieve import sift_with

HOME = Path(__file__).parents[1]


def prove() -> None:
    """Nothing, when all rules hold; BadRuleError names the first fault otherwise.

    Proved rules are remembered beside the byte code, by a digest of every rule and of what judges
    them: a command that cleans asks at its start, and only the first one after a change waits.
    """
    digest = sha256()
    for path in sorted([*HOME.glob("debris/*.py"), *HOME.glob("rules/*.toml")]):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    memory = HOME / "__pycache__" / f"rules.{digest.hexdigest()[:32]}.proved"
    if memory.exists():
        return
    if found := faults(rules()):
        more = f" (and {len(found) - 1} faults more)" if len(found) > 1 else ""
        raise BadRuleError(found[0] + more)
    with suppress(OSError):  # a read-only installation proves them anew each time
        memory.parent.mkdir(exist_ok=True)
        for old in HOME.glob("__pycache__/rules.*.proved"):
            old.unlink(missing_ok=True)
        memory.touch()


def faults(found: Sequence[Rule]) -> list[str]:
    """What is wrong with these rules, one line a fault; each names the rules concerned."""
    return [*_doubles(found), *_mute(found), *_missed(found), *_stolen(found)]


def _doubles(found: Sequence[Rule]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for rule in found:
        if rule.name in homes:
            yield f"{rule.name}: stands in {homes[rule.name]} and in {rule.where}"
        homes[rule.name] = rule.where


def _mute(found: Sequence[Rule]) -> Iterator[str]:
    for rule in found:
        for phrase in lines_of(rule.phrases):
            if mute := mute_words(phrase):
                said = f"phrase {phrase!r} holds what does not count: {' '.join(mute)}"
                yield f"{rule.name} ({rule.where}): {said}"


def _missed(found: Sequence[Rule]) -> Iterator[str]:
    for rule in found:
        alone = make_lookout([rule])
        for example in lines_of(rule.drop):
            header, *rest = example.split("\n")
            if not seen_by(shape_of(header), alone):
                yield f"{rule.name} ({rule.where}) does not see its own example {header!r}"
            elif rest and not all(sift_with([Line(one) for one in (header, *rest)], alone)):
                yield f"{rule.name} ({rule.where}) leaves lines of its own example {example!r}"


def _stolen(found: Sequence[Rule]) -> Iterator[str]:
    out = make_lookout(found)
    homes = {rule.name: rule.where for rule in found}
    for rule in found:
        for example in lines_of(rule.keep):
            lines = example.split("\n")
            for line, verdict in zip(
                lines, sift_with([Line(one) for one in lines], out), strict=True
            ):
                if verdict:
                    thieves = ", ".join(
                        f"{name} ({homes[name]})" if name in homes else name
                        for name, _votes in verdict.votes
                    )
                    kept = f"{rule.name} ({rule.where})"
                    yield f"{thieves} takes the line that {kept} keeps: {line!r}"
