"""Every rule is proved by its examples, and a rule that fails its own or another's is named."""

import random
import time

import pytest

from cleaners.debris.lookout import LONGEST, make_lookout
from cleaners.debris.proof import faults
from cleaners.debris.reasons import REASONS
from cleaners.debris.rule import BadRuleError, lines_of, read_rules, rules

RULE = """
[[rule]]
name = "{name}"
reason = "share"
phrases = ["{phrase}"]
drop = ["{drop}"]
keep = ["{keep}"]
"""


def rule(name="send", phrase="send this on", drop="Send this on!", keep="Send this on to Rome."):
    return read_rules(RULE.format(name=name, phrase=phrase, drop=drop, keep=keep), "test.toml")


PIECES = [
    " ", "-", ", ", " | ", " · ", ">", " > ", "/", ":", ". ", "#", "A", "a", "1", "12:", "。", "，",
    "Aa", "Aa-", "Aa.", "dpa ", "dpa/", "et ", "von ", ">>", "(", "ab ", "Aa Aa ", "@", "_",
]  # fmt: skip


@pytest.mark.parametrize("one", [one for one in rules() if one.pattern], ids=lambda one: one.name)
def test_no_pattern_is_slow(one):
    """What nearly fits a pattern, over and over, as long as a line may be that it is tried on."""
    dice, find = random.Random(1), make_lookout([one])
    own = [line.split("\n")[0] for line in lines_of(one.drop)]
    lines = []
    for _ in range(150):
        seed = dice.choice(own)
        start = dice.randrange(len(seed))
        piece = seed[start : start + dice.randint(1, 8)]
        pump = dice.choice([piece, "".join(dice.choices(PIECES, k=dice.randint(1, 3)))])
        line = seed[:start] + pump * (LONGEST // len(pump)) + dice.choice(["", "!", "=", "x"])
        lines.append(" ".join(line.split())[:LONGEST])
    began = time.process_time()
    for line in lines:
        for sentence in (True, False):
            for _rule, _number, look in find.patterns[sentence]:
                look(line)
    assert time.process_time() - began < 5  # 300 looks, most of which take microseconds


LANGUAGES = [
    "ar",
    "da",
    "de",
    "en",
    "es",
    "fr",
    "it",
    "ja",
    "ko",
    "nl",
    "no",
    "pl",
    "pt",
    "ru",
    "sv",
    "tr",
    "uk",
    "zh",
]
WITHOUT_WORDS = {"duplicate", "other", "related list", "site rule", "title"}  # told by their place


@pytest.mark.parametrize("reason", sorted(REASONS.keys() - WITHOUT_WORDS))
def test_each_kind_of_debris_is_proved_in_each_language(reason):
    spoken = {language for rule in rules() if rule.reason == reason for language in rule.drop}
    assert spoken >= set(LANGUAGES)


def test_the_rules_of_the_package_hold():
    assert not (found := faults(rules())), "\n".join(found)


def test_a_rule_that_misses_its_example_is_named():
    [fault] = faults(rule(drop="Pass it on"))
    assert fault == "send (test.toml:2) does not see its own example 'Pass it on'"


def test_a_rule_that_takes_anothers_keep_line_is_named_with_it():
    [fault] = faults(
        [*rule(), *rule("greedy", "send this on to *", "Send this on to a friend", "x")]
    )
    assert fault == (
        "greedy (test.toml:2) takes the line that send (test.toml:2) keeps: 'Send this on to Rome.'"
    )


@pytest.mark.parametrize(("phrase", "mute"), [("send this ＝", "＝"), ("send this on|", "on|")])
def test_a_word_that_counts_for_nothing_is_named(phrase, mute):
    [fault] = faults(rule(phrase=phrase, drop="Send this"))
    assert fault == f"send (test.toml:2): phrase {phrase!r} holds what does not count: {mute}"


def test_two_rules_of_one_name_are_named():
    assert faults([*rule(), *rule()]) == ["send: stands in test.toml:2 and in test.toml:2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]\n", "test.toml: not TOML"),
        ("rule = 3", "must be a table under [[rule]]"),
        (RULE.format(name="", phrase="a", drop="a", keep="b"), "name is missing"),
        (RULE.format(name="n", phrase="a", drop="a", keep="b") + "size = 3", "unknown key 'size'"),
        (RULE.format(name="n", phrase="a", drop="a", keep="b") + "votes = 'x'", "must be a number"),
        (
            RULE.format(name="n", phrase="a", drop="a", keep="b") + "pattern = 'x'",
            "one of the three",
        ),
        ("[[rule]]\nname = 'n'\nreason = 'fun'", "reason must be one of"),
        ("[[rule]]\nname = 'n'\nreason = 'ad'\nphrases = ['a']", "must each have an example"),
    ],
)
def test_a_bad_rule_file_says_where_and_what(text, message):
    with pytest.raises(BadRuleError, match=r"test\.toml") as caught:
        read_rules(text, "test.toml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
