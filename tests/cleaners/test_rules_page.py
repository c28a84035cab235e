"""docs/rules.md is true: its tables are fresh, and the rule it shows can be added as it stands."""

import re
from pathlib import Path

from cogapp import Cog

from cleaners.debris.proof import faults
from cleaners.debris.rule import read_rules, rules

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
LANGUAGES = "en de fr es it pt nl pl ru uk tr ar zh ja ko sv no da".split()  # noqa: SIM905 - legible
COMMON = [
    "ad", "bio", "browser notice", "caption", "comments", "consent", "copyright", "donate",
    "follow", "meta line", "navigation", "newsletter", "paywall", "player", "read-more", "share",
    "tags",
]  # fmt: skip


def test_the_tables_are_fresh():
    assert Cog().main(["cog", "--check", str(PAGE)]) == 0


def test_the_rule_it_shows_holds_beside_all_others():
    [example] = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(example.splitlines()) < 20
    assert faults([*rules(), *read_rules(example, "docs/rules.md")]) == []


def test_each_common_kind_has_examples_in_each_language():
    spoken = {
        reason: {lang for rule in rules() if rule.reason == reason for lang in rule.drop}
        for reason in COMMON
    }
    rows = [
        f"{reason:15} " + " ".join(lang if lang in spoken[reason] else "--" for lang in LANGUAGES)
        for reason in COMMON
    ]
    print("\n".join(rows))  # the matrix, shown by pytest -s or where there is a hole
    assert all(spoken[reason] >= set(LANGUAGES) for reason in COMMON)
