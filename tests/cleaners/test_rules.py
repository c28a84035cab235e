"""Every rule is proved by its examples, and a rule that fails its own or another's is named."""

import pytest

from cleaners.proof import faults
from cleaners.reasons import REASONS
from cleaners.rule import BadRuleError, read_rules, rules

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
