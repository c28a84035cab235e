"""Rules of debris, read from TOML: how each finds its lines, and the examples that prove it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cleaners.debris.reasons import REASONS
from cleaners.errors import WinnowError

ENOUGH: Final = 3  # votes that remove a line; a rule has so many unless it says less
PLACES: Final = ("whole", "start", "end", "any")


class BadRuleError(WinnowError):
    """A rule file that cannot be read as rules."""


_START = re.compile(r"\s*\[\[\s*rule\s*\]\]")

# Lines by the language they are written in; "" where a rule does not say.
Spoken = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One kind of debris. Finds a line by phrases, by what it is made of, or by a pattern."""

    name: str
    reason: str
    phrases: Spoken = field(default_factory=dict)
    rest: str = ""  # "names": after a phrase at the start, only names may follow
    made_of: Spoken = field(default_factory=dict)  # a line of nothing but these words and numbers
    pattern: str = ""  # a regular expression over the line as it stands
    needs: frozenset[str] = frozenset()  # signs: a line without any is not tried by the pattern
    at: str = "whole"  # where in the line: whole, start, end, any
    min_words: int = 0
    max_words: int = 40
    sentence: bool | None = None  # only lines that end as a sentence does, or only others
    votes: int = ENOUGH
    follow: int = 0  # lines after this header that go with it, when they look like headlines
    drop: Spoken = field(default_factory=dict)
    keep: Spoken = field(default_factory=dict)
    file: str = ""
    line: int = 0  # where it begins in the file

    @property
    def where(self) -> str:
        """The place of the rule as editors read it: "share.toml:12"."""
        return f"{self.file}:{self.line}"


KINDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "name": str,
    "reason": str,
    "phrases": (list, dict),
    "rest": str,
    "made_of": (list, dict),
    "pattern": str,
    "needs": str,
    "at": str,
    "min_words": int,
    "max_words": int,
    "sentence": bool,
    "votes": int,
    "follow": int,
    "drop": (list, dict),
    "keep": (list, dict),
}
WANTS: Final[Mapping[Any, str]] = {
    str: "a text",
    int: "a number",
    bool: "true or false",
    (list, dict): "a list of texts, or a table of such lists by language",
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
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadRuleError(f"{file}: a rule must be a table under [[rule]]")
    starts = [place for place, line in enumerate(text.splitlines(), 1) if _START.match(line)]
    starts += [0] * (len(entries) - len(starts))
    return [_rule(entry, file, line) for entry, line in zip(entries, starts, strict=False)]


def _rule(entry: Mapping[str, Any], file: str, line: int) -> Rule:
    where = f"{file}:{line}: rule {entry.get('name', '?')!r}"
    for key, value in entry.items():
        if key not in KINDS:
            raise BadRuleError(f"{where}: unknown key {key!r}; known are {', '.join(KINDS)}")
        kind = KINDS[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadRuleError(f"{where}: {key} must be {WANTS[kind]}, not {value!r}")
    values: dict[str, Any] = {
        key: _spoken(value) if KINDS[key] == (list, dict) else value for key, value in entry.items()
    }
    values["needs"] = frozenset(values.get("needs", ""))
    rule = Rule(**{"name": "", "reason": "", **values, "file": file, "line": line})
    for fault in _faults(rule):
        raise BadRuleError(f"{where}: {fault}")
    return rule


def _spoken(value: list[str] | dict[str, list[str]]) -> Spoken:
    table = value if isinstance(value, dict) else {"": value}
    return {language: tuple(lines) for language, lines in table.items()}


def lines_of(spoken: Spoken) -> list[str]:
    """The lines of all languages."""
    return [line for lines in spoken.values() for line in lines]


def _faults(rule: Rule) -> Iterable[str]:
    if not rule.name:
        yield "name is missing"
    if rule.reason not in REASONS:
        yield f"reason must be one of {', '.join(REASONS)}, not {rule.reason!r}"
    if sum(map(bool, (rule.phrases, rule.made_of, rule.pattern))) != 1:
        yield "phrases, made_of or a pattern, one of the three"
    if rule.rest not in ("", "names"):
        yield f"rest must be names or nothing, not {rule.rest!r}"
    if rule.at not in PLACES:
        yield f"at must be one of {', '.join(PLACES)}, not {rule.at!r}"
    if not rule.drop or not rule.keep:
        yield "drop and keep must each have an example"
    if silent := sorted(set(rule.phrases) - set(rule.drop) - {""}):
        yield f"drop must have an example in each language of the phrases; none in {silent}"
    if rule.pattern:
        try:
            re.compile(rule.pattern)
        except re.error as error:
            yield f"pattern is no regular expression: {error}"
