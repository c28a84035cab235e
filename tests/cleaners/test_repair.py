"""What the shape of a page says against the trees."""

from cleaners.about.kind import SAYS, SILENT
from cleaners.debris.sieve import Verdict
from cleaners.judging.boxes import Setting, spread
from cleaners.judging.repair import comments_below, complete, next_articles, repeated
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse

FERRY = "<p>The ferry waited at the west quay until the last nurse had come aboard.</p>"
TIDE = "<p>By then the tide had turned, and the crossing took forty minutes more.</p>"
QUAY = "<p>On the quay a man with a lamp counted the cars that would have to stay.</p>"


def read(page: str) -> Setting:
    body = parse(f"<body>{page}".encode()).body
    assert body is not None
    found, frames = lines(body)
    return Setting(found, frames, None, "", verdicts=[None] * len(found))


def twice(page: str) -> list[int]:
    setting = read(page)
    return repeated(setting, [True] * len(setting.lines))


def test_a_refrain_is_no_repetition():
    assert twice(f"<article>{FERRY}{TIDE}{FERRY}{QUAY}{FERRY}</article>") == []


def test_a_paragraph_said_twice_in_a_row_is_kept_once():
    assert twice(f"<article>{FERRY}{FERRY}{QUAY}</article>") == [1]


def test_a_passage_that_comes_again_is_kept_once():
    assert twice(f"<article>{FERRY}{TIDE}{QUAY}{FERRY}{TIDE}</article>") == [3, 4]


def test_what_another_box_says_again_is_kept_once():
    assert twice(f"<div>{FERRY}</div><div class=narrow>{FERRY}</div>") == [1]


def test_what_a_thread_quotes_of_itself_is_kept_once():
    answer = f"<div class=post><blockquote>{FERRY}</blockquote>{TIDE}</div>"
    assert twice(f"<div class=post>{FERRY}</div>{answer}{answer}") == [1, 3, 4]


def test_a_short_line_may_come_again():
    assert (
        twice("<div><p>Crossing: 40 minutes</p></div><div><p>Crossing: 40 minutes</p></div>") == []
    )


def comments(page: str, kind: str = "") -> list[int]:
    """The places of the comments that go, where every line is kept."""
    setting = read(page)
    setting.kind = [2.0 if kind == one else 0.0 for one in SAYS] + [0.0] * len(SILENT[len(SAYS) :])
    spread(setting)
    return comments_below(setting, [True] * len(setting.lines))


def test_comments_under_a_longer_text_go():
    assert comments(f"<article>{FERRY}{TIDE}</article><div class=comments>{QUAY}</div>") == [2]


def test_a_passage_on_comments_amid_a_text_stays():
    page = f"<article>{FERRY}<section id=on-comments>{TIDE}</section>{QUAY}{FERRY}</article>"
    assert comments(page) == []


def test_comments_are_the_text_of_a_thread():
    page = f"<article>{FERRY}{TIDE}</article><div class=comments>{QUAY}</div>"
    assert comments(page, "thread") == []


def test_comments_that_are_most_of_a_page_are_its_text():
    assert comments(f"<article>{FERRY}</article><div class=comments>{QUAY}{TIDE}</div>") == []


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


PRICES = "<table><tr><th>Winter<th>Crowns<tr><td>2025 to 2026<td>118</table>"


def taken_back(page: str, likely: float) -> int:
    """How many rows come back, where paragraphs are kept and rows are as likely as that."""
    setting = read(page)
    kept = [line.kind == "paragraph" for line in setting.lines]
    rows = kept.count(False)
    complete(setting, [0.9 if keep else likely for keep in kept], kept)
    return rows - kept.count(False)


def test_a_table_inside_the_text_needs_less_than_one_between_boxes():
    inside = f"<article>{FERRY}{PRICES}{TIDE}</article>"
    assert (taken_back(inside, 0.3), taken_back(inside, 0.1)) == (2, 0)
    between = f"<article>{FERRY}</article><div>{PRICES}</div><article>{TIDE}</article>"
    assert (taken_back(between, 0.5), taken_back(between, 0.3)) == (2, 0)
    below = f"<article>{FERRY}{TIDE}{PRICES}</article>"
    assert taken_back(below, 0.5) == 0


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
