"""When trafilatura is asked, and what its opinion weighs."""

import pytest

from cleaners.about.metadata import Metadata
from cleaners.debris.sieve import Verdict
from cleaners.judging.alignment import held
from cleaners.judging.boxes import Setting, spread
from cleaners.judging.judgement import (
    ARTICLE_CLOSE,
    CAUTION,
    CERTAIN,
    CLOSE,
    Judgement,
    Voice,
    compared,
    judge,
)
from cleaners.reading.candidates import Candidate
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse

PAGE = """<body><p>The ferry waited at the west quay until the last nurse had come aboard.</p>
<p>By then the tide had turned, and the crossing took forty minutes more.</p>"""


def likely(chances: dict[str, float], news: float = 0.0) -> tuple[list[float], list[str]]:
    """How likely the lines are text, by trees that say so, and how trafilatura was asked."""
    asked: list[str] = []

    def trees(name: str) -> Voice:
        return lambda rows: [0.0 if row is None else chances[name] for row in rows]

    def ask(_setting: Setting, *, quick: bool) -> str:
        asked.append("quick" if quick else "whole")
        return "The ferry waited at the west quay until the last nurse had come aboard."

    body = parse(PAGE.encode()).body
    assert body is not None
    judgement = judge(*lines(body), Metadata(news=news), ask, trees)
    return judgement.likely, asked


def test_trees_that_are_sure_ask_nobody():
    assert likely({"first": 0.9, "fast": 0.99}) == ([0.99, 0.99], [])


def test_in_doubt_both_opinions_count():
    found, asked = likely({"first": 0.9, "fast": 0.5, "lines": 1.0})
    assert found == pytest.approx([0.85, 0.85])
    assert asked == ["whole"]


@pytest.mark.parametrize(
    ("measure", "page", "article"),
    [
        (CERTAIN - 0.01, ["whole"], ["whole"]),
        ((CERTAIN + CLOSE[0]) / 2, [], ["whole"]),  # in doubt, but too little alike to be compared
        ((CLOSE[0] + CLOSE[1]) / 2, ["whole"], ["quick"]),
        ((CLOSE[1] + ARTICLE_CLOSE[1]) / 2, [], ["quick"]),
        (ARTICLE_CLOSE[1] + 0.01, [], []),
    ],
)
def test_an_article_is_doubted_sooner(measure: float, page: list[str], article: list[str]):
    chances = {"first": 0.9, "fast": measure / (1 + CAUTION * (1 - measure)), "lines": 0.9}
    assert likely(chances)[1] == page
    assert likely(chances, news=2.0)[1] == article


TITLE = Verdict("title", "title")
RULED = Verdict("read-more", "read-more")
TEXTS = [
    "The night ferry is back at the west quay",
    *(f"On night {number} the boat carried nurses, fishermen and a goat." for number in range(12)),
    "Read more about the ferries of the islands",
    "The next boat leaves at ten.",
]


def filled(page: str) -> list[Candidate]:
    """The lines of a page, whose boxes know what is around them."""
    body = parse(page.encode()).body
    assert body is not None
    found, frames = lines(body)
    spread(Setting(found, frames, None, ""))
    return found


def after(kept: list[bool], theirs: list[str], *, article: bool = False) -> Judgement:
    """The judgement of the lines above, once it was compared."""
    verdicts = [TITLE, *[None] * 12, RULED, None]
    ours = Judgement([0.5] * len(TEXTS), verdicts, kept)
    found = held(TEXTS, "\n".join(theirs))
    assert found is not None
    page = "".join(f"<p>{text}" for text in TEXTS)
    return compared(ours, filled(page), found, article=article)


OURS = [False, *[True] * 12, False, False]


def test_where_two_texts_differ_by_a_line_the_second_counts():
    found = after(OURS, TEXTS[2:13])
    assert found.kept == [False, False, *[True] * 11, False, False]
    assert found.verdicts[1] == Verdict("second-opinion", "other")
    assert found.verdicts[13] is RULED


def test_a_headline_stays_a_title_and_of_an_article_goes_what_a_rule_takes():
    assert after(OURS, TEXTS).kept == [False, *[True] * 14]
    assert after(OURS, TEXTS).verdicts == [TITLE, *[None] * 14]
    assert after(OURS, TEXTS, article=True).kept == [False, *[True] * 12, False, True]
    kept = [False, *[True] * 13, False]  # in spite of the rule
    assert after(kept, TEXTS[1:14], article=True).kept == kept


def test_texts_that_are_the_same_or_quite_another_change_nothing():
    for theirs in (TEXTS[1:13], TEXTS[6:13], ["Another text altogether, and nothing of this one."]):
        assert after(OURS, theirs).kept == OURS


def test_what_is_surely_text_and_headings_and_questions_of_text_stay():
    page = "<p>{}<h2>Who pays</h2><div>Who not?</div><p>{}<p>{}<h2>Read on</h2><p>{}".format(
        "</p><p>".join(TEXTS[1:11]), TEXTS[11], TEXTS[12], "The end."
    )
    found = filled(page)
    every = [True] * len(found)
    for chance, sure in ((0.5, False), (0.96, True)):
        chances = [0.5] * 13 + [chance, 0.5, 0.5]
        ours = Judgement(chances, [None] * len(found), every)
        # without headings and the last two paragraphs
        theirs = held([line.text for line in found], "\n".join(TEXTS[1:12]))
        assert theirs is not None
        kept = compared(ours, found, theirs, article=True).kept
        assert [line.text for line, stays in zip(found, kept, strict=True) if not stays] == (
            ["Read on", "The end."] if sure else [TEXTS[12], "Read on", "The end."]
        )


def test_a_standfirst_stays_where_trafilatura_loses_it():
    page = "<p class=standfirst>The boat is back.</p><p>" + "</p><p>".join(TEXTS[1:13])
    found = filled(page)
    ours = Judgement([0.5] * 13, [None] * 13, [True] * 13)
    theirs = [False, *[True] * 11, False]
    kept = compared(ours, found, theirs, article=True).kept
    assert kept == [True, *[True] * 11, False]
