"""The sieve: votes, company, protection of the body; and no text that makes it slow or fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.debris.line import Line
from cleaners.debris.reasons import REASONS
from cleaners.debris.sieve import sift
from cleaners.reading.hints import WORDS

PROSE = "The ferry has carried islanders for sixty years, and nobody counts the days any more."


def gone(*lines, **known):
    texts = [line if isinstance(line, Line) else Line(line) for line in lines]
    return [verdict.reason if verdict else None for verdict in sift(texts, **known)]


@pytest.mark.parametrize(
    "line",
    [
        "Waiting for the tide",  # the shape of a link, no stop
        "Services",  # a word of menus, here a sub-head
        "“We wait,” he said.",
        "It was not enough.",
        "What happens next?",
        "Negative Folgen",
        "15.32 Uhr: Neue Gespräche über den Hafen",
        "NE OLDU?",
    ],
)
def test_short_lines_between_prose_stay(line):
    assert gone(PROSE, line, PROSE) == [None, None, None]


TICKER = [
    "14:32 Uhr: Die Fähre hat abgelegt",
    "The first boat left the quay with forty people on board, and nobody was left behind.",
    "14:10 Uhr",
    "The harbour master opened the gates after the fog had lifted over the lower islands.",
    "13.55 Uhr: Der Nebel lichtet sich über dem Hafen, wie der Hafenmeister mitteilt.",
    "The fog had come in the night, and with it the silence of all engines in the port.",
]


def test_the_times_of_a_ticker_go_only_where_they_stand_alone():
    # A line with news in it is text; a bare time is its date, and the entries stand in order.
    assert gone(*TICKER) == [None, None, "meta line", None, None, None]


def test_one_word_of_a_menu_goes_when_no_prose_follows():
    assert gone("Sport", "Culture", "Weather") == ["navigation"] * 3


def test_a_name_beside_a_date_is_a_byline():
    assert gone("Jana Muster", "3 May 2024, 14:26", PROSE) == ["bio", "meta line", None]


def test_several_phrases_on_one_line_are_spelled_out():
    assert gone(PROSE, "Share Comments Print", PROSE)[1] == "share"
    assert gone(PROSE, "Diesen Artikel teilenKommentare", PROSE)[1] == "share"


def test_a_list_ends_at_the_first_sentence():
    found = gone("Related articles", "Bridge closed", "New pier opens", "It rained.", "Sea calm")
    assert found == ["read-more", "related list", "related list", None, None]


def test_the_title_goes_when_it_is_known():
    assert gone("Ferry saved", PROSE, title="Ferry saved") == ["title", None]


def test_code_and_rows_of_tables_are_left_alone():
    assert gone(Line("Share", kind="code"), Line("Home | News | Sport", kind="row")) == [None, None]


def test_markup_adds_a_vote():
    heading = Line("Weather", hints=frozenset({"nav"}))
    assert gone(heading, PROSE) == ["navigation", None]
    assert gone("Weather", PROSE) == [None, None]


def test_every_verdict_names_its_rule_and_a_known_reason():
    for verdict in sift([Line("Share"), Line("Home > News > Sea"), Line("Sign in")]):
        assert verdict
        assert verdict.reason in REASONS
        assert verdict.rule
        assert sum(count for _name, count in verdict.votes) >= 3


LINES = st.builds(
    Line,
    text=st.text(max_size=300),
    link_share=st.floats(0, 1),
    hints=st.sets(st.sampled_from(WORDS), max_size=3).map(frozenset),
)


@given(st.lists(LINES, max_size=12))
def test_any_lines_get_verdicts(lines):
    assert len(sift(lines)) == len(lines)


@pytest.mark.parametrize(
    "piece",
    ["a", "A b ", "a.A", "Aa/", "(", "(AP", "1:", "1/", "| ", "> ", "read more from ",
     "in der ", "# ", "aaaAaa", "图", "©", "Foto: ", " - ", "von A, ", "\u200c", "ßß "],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_no_long_line_hangs(piece):
    lines = [Line(piece * (size // len(piece))) for size in (40_000, 590, 200, 60)]
    assert len(sift(lines)) == 4  # a pattern that backtracks would not end before the time limit


def test_a_list_of_links_ends_with_its_last_link():
    related = [
        Line("Baker wins a prize", "item", 1, 1.0),
        Line("Six cows on the road", "item", 1, 1.0),
    ]
    lines = [
        Line("You may also like"),
        *related,
        Line("40 g of flour", "item"),
        Line("a pinch of salt"),
    ]
    assert gone(*lines) == ["read-more", "related list", "related list", None, None]


def test_headlines_without_links_go_with_their_header():
    lines = [Line("You may also like"), Line("Baker wins a prize"), Line("Six cows on the road")]
    assert gone(*lines) == ["read-more", "related list", "related list"]


def test_a_section_amid_a_list_of_links_goes_with_it():
    link = Line("Baker wins a prize", "item", 1, 1.0)
    lines = [Line("You may also like"), link, Line("Around the county", "item"), link]
    assert gone(*lines)[1:] == ["related list"] * 3
