"""What the shape of a page says against the trees."""

from cleaners.boxes import Setting
from cleaners.lines import lines
from cleaners.parsing import parse
from cleaners.repair import complete, next_articles, repeated
from cleaners.sieve import Verdict

FERRY = "<p>The ferry waited at the west quay until the last nurse had come aboard.</p>"
TIDE = "<p>By then the tide had turned, and the crossing took forty minutes more.</p>"
QUAY = "<p>On the quay a man with a lamp counted the cars that would have to stay.</p>"


def read(page: str) -> Setting:
    body = parse(f"<body>{page}".encode()).body
    assert body is not None
    found, frames = lines(body)
    return Setting(found, frames, None, "", verdicts=[None] * len(found))


def twice(page: str) -> list[int]:
    found = read(page).lines
    return repeated(found, [True] * len(found))


def test_a_refrain_is_no_repetition():
    assert twice(f"<article>{FERRY}{TIDE}{FERRY}{QUAY}{FERRY}</article>") == []


def test_a_paragraph_said_twice_in_a_row_is_kept_once():
    assert twice(f"<article>{FERRY}{FERRY}{QUAY}</article>") == [1]


def test_a_passage_that_comes_again_is_kept_once():
    assert twice(f"<article>{FERRY}{TIDE}{QUAY}{FERRY}{TIDE}</article>") == [3, 4]


def test_what_another_box_says_again_is_kept_once():
    assert twice(f"<div>{FERRY}</div><div class=narrow>{FERRY}</div>") == [1]


def test_a_paragraph_stays_with_the_others_of_its_box():
    setting = read(f"<article>{FERRY}{TIDE}{QUAY}</article><div>{QUAY}</div>")
    kept = [True, False, False, False]
    complete(setting, [0.9, 0.1, 0.01, 0.1], kept)
    assert kept == [True, True, False, False]


def test_a_paragraph_that_a_rule_takes_does_not_come_back():
    setting = read(f"<article>{FERRY}{TIDE}</article>")
    setting.verdicts = [None, Verdict("ad-words", "ad")]
    kept = [True, False]
    complete(setting, [0.9, 0.1], kept)
    assert kept == [True, False]


def further(page: str) -> list[str]:
    """The lines that belong to a further article, where the first line is the page's headline."""
    setting = read(page)
    setting.verdicts = [Verdict("title", "title"), *[None] * (len(setting.lines) - 1)]
    return [setting.lines[place].text for place in next_articles(setting)]


def story(head: str, level: int = 1) -> str:
    return f"<article><h{level}>{head}</h{level}>{FERRY}</article>"


def test_the_article_after_the_pages_own_is_another_one():
    found = further(f"<main>{story('Night ferry back')}{story('Quay sold')}</main>{TIDE}")
    assert found == ["Quay sold", read(FERRY).lines[0].text]


def test_teasers_and_parts_of_an_article_are_none():
    assert further(story("Night ferry back") + story("Quay sold", level=2)) == []
    assert further(f"<article><h1>Night ferry back</h1>{FERRY}{story('The end')}</article>") == []
    assert further(f"<h1>Night ferry back</h1>{story('Quay sold')}") == []
    assert further(f"<article><h1>Night ferry back</h1>{FERRY}</article><h1>Quays</h1>") == []


def test_an_article_around_both_is_no_other_one():
    both = f"<article>{story('Night ferry back')}<h1>Quay sold</h1>{FERRY}</article>"
    assert further(both) == []
