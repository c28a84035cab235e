import pickle

import pytest

from crawler.scope import MAX_LENGTH, Scope, trap
from crawler.sources import Source

START = ("https://www.gazette.example/news/",)


def kind(url: str, by: str = "link", depth: int = 1, **keys):
    return (
        Scope.of(Source(id="g", **({"start": START} | keys))).decide(url, by=by, depth=depth).kind
    )


@pytest.mark.parametrize(
    ("scope", "inside", "outside"),
    [
        ("page", [], ["https://www.gazette.example/news/x", "https://gazette.example/"]),
        ("prefix", ["http://gazette.example/news/x"], ["https://gazette.example/sport/x"]),
        ("host", ["http://gazette.example/sport"], ["https://blog.gazette.example/"]),
        ("domain", ["https://blog.gazette.example/"], ["https://other.example/"]),
        ("any", ["https://other.example/"], ["mailto:x@gazette.example", "javascript:x"]),
    ],
)
def test_scope_words(scope, inside, outside):
    assert [kind(url, scope=scope) for url in inside] == ["page"] * len(inside)
    assert [kind(url, scope=scope) for url in outside] == [None] * len(outside)


def test_more_hosts_and_addresses():
    assert kind("https://m.gazette.example/x", hosts=("m.gazette.example",)) == "page"
    assert kind("http://127.0.0.1:81/x", start=("http://127.0.0.1:80/",), scope="domain") is None
    assert kind("http://127.0.0.1:81/x", start=("http://127.0.0.1:81/",)) == "page"


def test_patterns_make_articles_of_some_pages():
    keys = {"articles": ("/story/*", "https://m.gazette.example/*"), "skip": ("/story/live*",)}
    keys["hosts"] = ("m.gazette.example",)
    assert kind("https://gazette.example/story/x?y=1", **keys) == "article"
    assert kind("https://m.gazette.example/x", **keys) == "article"
    assert kind("https://gazette.example/story/live-blog", **keys) is None
    assert kind("https://gazette.example/about", **keys) == "listing"
    assert kind("https://gazette.example/about", by="feed", **keys) == "article"
    assert kind("https://gazette.example/?p=1", articles=("/?p=*",)) == "article"
    assert kind("https://gazette.example/?q=1", articles=("/?p=*",)) == "listing"


def test_a_source_of_feeds_alone_takes_what_they_list():
    keys = {"start": (), "feeds": ("https://feeds.example/g",), "scope": "page"}
    assert kind("https://gazette.example/x", by="feed", **keys) == "page"
    assert kind("https://gazette.example/x", **keys) is None


def test_files_that_are_no_pages():
    assert kind("https://gazette.example/a/Photo.JPG?w=3") is None
    assert kind("https://gazette.example/report.pdf", by="redirect") == "page"
    assert kind("https://gazette.example/v1.2") == "page"


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/" + "x" * MAX_LENGTH,
        "https://gazette.example" + "/ab/cd" * 11,
        "https://gazette.example/a/a/a",
        "https://gazette.example/x/a/b/a/b/a/b",
        "https://gazette.example/?a=1&b=1&c=1&d=1&e=1&f=1&g=1",
    ],
)
def test_traps(url):
    assert trap(url)
    assert kind(url) == "trap"


def test_no_trap():
    assert trap("https://gazette.example/2026/03/01/03/01/a/b/a/b?a=1&b=2") is None
    assert kind("https://gazette.example/x", depth=21) == "trap"
    assert kind("https://gazette.example/x", depth=20) == "page"


def test_a_scope_goes_to_workers():
    scope = Scope.of(Source(id="g", start=START, articles=("/a*",)))
    assert pickle.loads(pickle.dumps(scope)) == scope
