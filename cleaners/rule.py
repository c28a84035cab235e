"""Rules of debris, read from TOML: how each finds its lines, and the examples that prove it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cleaners.errors import WinnowError
from cleaners.reasons import REASONS

ENOUGH: Final = 3  # votes that remove a line; a rule has so many unless it says less
PLACES: Final = ("whole", "start", "end", "any")


class BadRuleError(WinnowError):
    """A rule file that cannot be read as rules."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of debris. Finds a line by a phrase or by a pattern, within the limits given."""

    name: str
    reason: str
    languages: tuple[str, ...] = ()  # what the phrases are written in; empty: any
    phrases: tuple[str, ...] = ()
    pattern: str = ""  # a regular expression over the line as it stands
    at: str = "whole"  # where in the line: whole, start, end, any
    min_words: int = 0
    max_words: int = 40
    sentence: bool | None = None  # only lines that end as a sentence does, or only others
    votes: int = ENOUGH
    follow: int = 0  # lines after this header that go with it, when they look like headlines
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    file: str = ""


KINDS: Final[dict[str, type]] = {
    "name": str,
    "reason": str,
    "languages": list,
    "phrases": list,
    "pattern": str,
    "at": str,
    "min_words": int,
    "max_words": int,
    "sentence": bool,
    "votes": int,
    "follow": int,
    "drop": list,
    "keep": list,
}


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the package, read once."""
    folder = files("cleaners") / "rules"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(
        rule for name in names for rule in read_rules((folder / name).read_text("utf-8"), name)
    )


def read_rules(text: str, file: str) -> list[Rule]:
    """The rules of one file. BadRuleError names the file, the rule, the key and the want."""
    try:
        entries = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise BadRuleError(f"{file}: not TOML: {error}") from error
    return [_rule(entry, file) for entry in entries]


def _rule(entry: Mapping[str, Any], file: str) -> Rule:
    where = f"{file}: rule {entry.get('name', '?')!r}"
    for key, value in entry.items():
        if key not in KINDS:
            raise BadRuleError(f"{where}: unknown key {key!r}; known are {', '.join(KINDS)}")
        kind = KINDS[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadRuleError(f"{where}: {key} must be a {kind.__name__}, not {value!r}")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    rule = Rule(**{"name": "", "reason": "", **values, "file": file})
    for fault in _faults(rule):
        raise BadRuleError(f"{where}: {fault}")
    return rule


def _faults(rule: Rule) -> Iterable[str]:
    if not rule.name:
        yield "name is missing"
    if rule.reason not in REASONS:
        yield f"reason must be one of {', '.join(REASONS)}, not {rule.reason!r}"
    if bool(rule.phrases) == bool(rule.pattern):
        yield "either phrases or a pattern, one of the two"
    if rule.at not in PLACES:
        yield f"at must be one of {', '.join(PLACES)}, not {rule.at!r}"
    if not rule.drop or not rule.keep:
        yield "drop and keep must each have an example"
    if rule.pattern:
        try:
            re.compile(rule.pattern)
        except re.error as error:
            yield f"pattern is no regular expression: {error}"
