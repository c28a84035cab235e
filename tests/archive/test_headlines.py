"""A headline that changes makes a version, as a changed word of the text does."""

import json

import pytest

from archive import open_archive
from archive.care.rebuilding import rebuild
from archive.care.recleaning import reclean
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story
from tests.command import winnow

WORDS = [story("one"), story("two"), story("three")]
EARLY, LATER = "Council passes the budget", "Council passes the budget at last"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def store(folder, *exchanges):
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive, jobs=1) as on:
        for each in exchanges:
            with archive.append([each]):
                pass
            on.drain()


def unseen(_what, _done, _of):
    """No progress bar."""


def headlines(folder):
    with open_archive(folder) as archive:
        found = archive.conn.execute("select title from article_history order by article, version")
        return [title for (title,) in found]


def form(title):
    link = b'<link rel="canonical" href="http://gazette.example/a"></head>'
    return page(title, *WORDS).replace(b"</head>", link)


def test_a_new_headline_over_the_same_text_is_found_shown_and_told(folder):
    first, later = page(EARLY, *WORDS), page(LATER, *WORDS)
    store(folder, exchange("/a", first), exchange("/a", later, minute=1))
    store(folder, exchange("/a", later, minute=2))  # seen again: no third version
    assert headlines(folder) == [EARLY, LATER]
    with open_archive(folder) as archive:
        assert [hit.title for hit in archive.search('title:"at last"')] == [LATER]
    changed = [
        line["pieces"]
        for line in map(json.loads, winnow(folder, "diff", "1", "--json").stdout.splitlines())
        if line["change"] == "changed"
    ]
    assert changed == [[{"change": "same", "text": EARLY}, {"change": "new", "text": " at last"}]]


def test_the_order_of_arrival_makes_no_difference(folder):
    pages = [page(EARLY, *WORDS), page(LATER, *WORDS), page(EARLY, *WORDS)]
    store(folder, *(exchange("/a", pages[n], minute=n) for n in (0, 2, 1)))
    assert headlines(folder) == [EARLY, LATER, EARLY]
    with open_archive(folder) as archive:
        shown = archive.conn.execute("select version_id from captures").fetchall()
        assert len({version for (version,) in shown}) == 3


def test_a_revisit_of_the_first_page_brings_its_headline_back(folder):
    pages = [page(EARLY, *WORDS), page(LATER, *WORDS), page(EARLY, *WORDS)]
    store(folder, *(exchange("/a", body, minute=n) for n, body in enumerate(pages)))
    with open_archive(folder) as archive:
        kinds = [kind for (kind,) in archive.conn.execute("select record_type from captures")]
    assert kinds == ["response", "response", "revisit"]
    assert headlines(folder) == [EARLY, LATER, EARLY]


def test_the_headline_of_another_form_does_not_count(folder):
    store(folder, exchange("/a", form(EARLY)), exchange("/a/amp", form("In our app"), minute=1))
    store(folder, exchange("/a", form(EARLY), minute=3))
    store(folder, exchange("/a/amp", form("In our app today"), minute=2))
    assert headlines(folder) == [EARLY]


def test_rebuilding_and_cleaning_again_keep_the_versions(folder):
    store(folder, exchange("/a", form(EARLY)), exchange("/a/amp", form("In our app"), minute=1))
    store(folder, exchange("/a", form(LATER), minute=2))
    rebuild(folder, jobs=1, progress=unseen)
    assert headlines(folder) == [EARLY, LATER]
    with open_archive(folder, write=True) as archive:
        with archive.atomic() as conn:
            conn.execute("update cleaners set fingerprint = 'older rules'")
        report = reclean(archive, jobs=1, dry_run=False, progress=unseen)
    assert report.articles == 1
    assert report.changes == []
    assert headlines(folder) == [EARLY, LATER]
