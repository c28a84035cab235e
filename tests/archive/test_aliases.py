"""One article under many addresses is one article: canonical links, AMP pages, the same text."""

import pytest

from archive import open_archive
from archive.care.rebuilding import rebuild
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story

WORDS = [story("one"), story("two"), story("three")]


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "data", write=True, create=True) as opened:
        yield opened


def shown(archive, *exchanges):
    """Store and clean; then the articles with their addresses and versions."""
    with Indexing(archive, jobs=1) as indexing:
        for each in exchanges:
            with archive.append([each]):
                pass
        indexing.drain()
    return articles(archive)


def articles(archive):
    found = archive.conn.execute("select url, version_count from articles order by id")
    return [(url.removeprefix("http://gazette.example"), count) for url, count in found]


def canonical(path, *paragraphs, title="A"):
    link = f'<link rel="canonical" href="http://gazette.example{path}"></head>'.encode()
    return page(title, *paragraphs).replace(b"</head>", link)


def test_a_thousand_addresses_of_one_text_are_one_article(archive):
    many = [exchange(f"/copy?n={n}", page("A", *WORDS), minute=n) for n in range(40)]
    assert shown(archive, *many) == [("/copy?n=0", 1)]
    assert archive.conn.execute("select count(*) from versions").fetchone()[0] == 1
    assert archive.conn.execute("select count(*) from aliases").fetchone()[0] == 39
    known = archive.conn.execute("select count(version_id) from captures").fetchone()[0]
    assert known == 40
    found = archive.article("http://gazette.example/copy?n=17")
    assert found is not None
    assert found.url == "http://gazette.example/copy?n=0"


def test_a_canonical_link_joins_forms_whose_words_differ_a_little(archive):
    amp = canonical("/a", *WORDS[:2], "Read this in our app.")
    own = canonical("/a", *WORDS)
    assert shown(archive, exchange("/a", own), exchange("/a/amp", amp, minute=1)) == [("/a", 1)]
    # Looked at again, the two forms do not take turns as versions.
    again = [exchange("/a", own, minute=2), exchange("/a/amp", amp, minute=3)]
    assert shown(archive, *again) == [("/a", 1)]
    edited = canonical("/a", *WORDS, "A line that was added later in the day by the editor.")
    assert shown(archive, exchange("/a", edited, minute=4)) == [("/a", 2)]


def test_the_other_form_may_come_first(archive):
    amp = canonical("/a", *WORDS[:2])
    own = canonical("/a", *WORDS)
    both = [exchange("/amp/a", amp), exchange("/a", own, minute=1)]
    assert shown(archive, *both) == [("/a", 2)]
    again = [exchange("/amp/a", amp, minute=2), exchange("/a", own, minute=3)]
    assert shown(archive, *again) == [("/a", 2)]


def test_a_wrong_canonical_link_joins_nothing(archive):
    # Every page of a careless site says that it is the front page.
    words = ["rain fell", "bees hum", "a train left", "she sang"]
    pages = [
        exchange(path, canonical("/", f"{line.capitalize()}. " * 20, title=path))
        for path, line in zip(["/0", "/1", "/2", "/"], words, strict=True)
    ]
    assert len(shown(archive, *pages)) == 4
    elsewhere = exchange("/b", canonical("//other.example/b", *WORDS), minute=6)
    assert ("/b", 1) in shown(archive, elsewhere)


def test_the_same_words_under_another_title_or_site_are_another_article(archive):
    first = exchange("/a", page("A", *WORDS))
    title = exchange("/b", page("B", *WORDS), minute=1)
    assert shown(archive, first, title) == [("/a", 1), ("/b", 1)]
    other = exchange("/a", page("A", *WORDS), host="herald.example", minute=2)
    assert len(shown(archive, other)) == 3


def test_an_address_that_gets_a_text_of_its_own_becomes_an_article(archive):
    missing = page("Not here", story("nothing"))
    soft = [exchange(f"/{n}", missing, minute=n) for n in range(3)]
    assert shown(archive, *soft) == [("/0", 1)]
    real = exchange(
        "/2", page("Real", "Rain fell all night long over the wide valley. " * 9), minute=5
    )
    assert shown(archive, real) == [("/0", 1), ("/2", 1)]
    assert shown(archive, exchange("/2", missing, minute=6)) == [("/0", 1), ("/2", 2)]


def test_a_rebuild_finds_the_same_articles(archive, tmp_path):
    got = shown(
        archive,
        exchange("/amp/a", canonical("/a", *WORDS[:2])),
        exchange("/a", canonical("/a", *WORDS), minute=1),
        exchange("/copy", canonical("/a", *WORDS), minute=2),
        exchange("/0", page("Not here", story("nothing")), minute=3),
        exchange("/1", page("Not here", story("nothing")), minute=4),
    )
    before = archive.conn.execute("select * from aliases order by key").fetchall()
    archive.close()
    rebuild(tmp_path / "data", jobs=1, progress=lambda *_: None)
    with open_archive(tmp_path / "data") as again:
        assert articles(again) == got == [("/a", 2), ("/0", 1)]
        rows = again.conn.execute("select * from aliases order by key").fetchall()
        assert [tuple(row) for row in rows] == [tuple(row) for row in before]
