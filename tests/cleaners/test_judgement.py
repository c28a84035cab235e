"""When trafilatura is asked, and what its opinion weighs."""

import pytest

from cleaners.boxes import Setting
from cleaners.judgement import ARTICLE_CERTAIN, CERTAIN, Voice, judge
from cleaners.lines import lines
from cleaners.metadata import Metadata
from cleaners.parsing import parse

PAGE = """<body><p>The ferry waited at the west quay until the last nurse had come aboard.</p>
<p>By then the tide had turned, and the crossing took forty minutes more.</p>"""


def likely(chances: dict[str, float], news: float = 0.0) -> tuple[list[float], int]:
    """How likely the lines are text, by trees that say so, and how often trafilatura was asked."""
    asked: list[Setting] = []

    def trees(name: str) -> Voice:
        return lambda rows: [0.0 if row is None else chances[name] for row in rows]

    def ask(setting: Setting) -> str:
        asked.append(setting)
        return "The ferry waited at the west quay until the last nurse had come aboard."

    body = parse(PAGE.encode()).body
    assert body is not None
    judgement = judge(*lines(body), Metadata(news=news), ask, trees)
    return judgement.likely, len(asked)


def test_trees_that_are_sure_ask_nobody():
    assert likely({"first": 0.9, "fast": 0.99}) == ([0.99, 0.99], 0)


def test_in_doubt_both_opinions_count():
    found, asked = likely({"first": 0.9, "fast": 0.5, "lines": 1.0})
    assert found == pytest.approx([0.85, 0.85])
    assert asked == 1


def test_an_article_is_doubted_sooner():
    between = (CERTAIN + ARTICLE_CERTAIN) / 2
    chances = {"first": 0.9, "fast": between, "lines": 0.9}
    assert likely(chances)[1] == 0
    assert likely(chances, news=2.0)[1] == 1
