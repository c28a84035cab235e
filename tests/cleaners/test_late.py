"""An Article of the fast road: what is not its text is read when it is first asked for."""

import copy
import pickle
from dataclasses import asdict, replace

import pytest

from cleaners import clean
from cleaners.article import LATE, Article, Block, later

PAGE = (
    "<html><head><title>The weir</title><meta name=author content='Ada Brook'></head><body>"
    "<h1>The weir</h1><p>The weir at the old mill is to be mended in spring, the keeper of the "
    "river said on Monday.</p><p>Until then <a href=/boats>boats</a> go round by the lock, and it "
    "takes them half an hour more.</p>"
)


def late(asked: list[str]) -> Article:
    def rest() -> Article:
        asked.append("rest")
        return Article(title="The weir", language="en")

    return later(Article(blocks=(Block("Text", 0),)), rest)


def test_the_text_asks_for_nothing_and_the_rest_is_read_once():
    asked: list[str] = []
    article = late(asked)
    assert (article.text, article.removals, article.fallback, asked) == ("Text", (), None, [])
    assert (article.title, article.language, article.byline, asked) == (
        "The weir",
        "en",
        None,
        ["rest"],
    )


def test_it_is_an_article_like_any_other():
    whole = Article(title="The weir", language="en", blocks=(Block("Text", 0),))
    assert late([]) == whole
    assert repr(late([])) == repr(whole)
    assert asdict(late([])) == asdict(whole)
    assert replace(late([]), title="A") == replace(whole, title="A")
    assert copy.deepcopy(late([])) == pickle.loads(pickle.dumps(late([]))) == whole
    assert type(late([])) is Article


def test_no_other_name_is_a_field():
    with pytest.raises(AttributeError, match="has no headline"):
        late([]).headline  # type: ignore[attr-defined]  # noqa: B018 - what is tested


def test_every_field_but_the_text_is_late():
    eager = {"blocks", "removals", "fallback"}
    assert {*LATE, *eager} == set(Article.__dataclass_fields__)


def test_a_page_tells_the_same_late():
    fast, usual = (clean(PAGE, url="https://mill.example/a", fast=fast) for fast in (True, False))
    assert [getattr(fast, name) for name in LATE] == [getattr(usual, name) for name in LATE]
    assert fast.links[0].url == "https://mill.example/boats"
