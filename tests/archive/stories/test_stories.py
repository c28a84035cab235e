"""Stories of an archive: who is a copy, an excerpt, a rewording, and who is none of these."""

import pytest

from archive import open_archive
from archive.stories.rows import candidates, print_of
from tests.archive.stories import reports as r
from tests.archive.stories.shelf import shelved, stories


def urls(*texts):
    """Each text at a site of its own: a.example, b.example ..."""
    return {f"https://{chr(97 + place)}.example/x": text for place, text in enumerate(texts)}


def lines(text, *which):
    return "\n".join(text.split("\n")[slice(*which)])


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (r.HARBOR, "same"),
        (r.HARBOR.upper().replace("-", " ").replace("'", "’"), "same"),
        (lines(r.HARBOR, 8), "copy"),
        (lines(r.HARBOR, 2, 9) + "\n" + lines(r.MARKET, 2), "copy"),
        (r.HARBOR.replace("Tuesday", "Monday").replace("eleven", "twelve"), "copy"),
        (lines(r.MARKET, 6) + "\n" + r.HARBOR + "\n" + r.MARKET + "\n" + r.QUOTED, "copy"),
        (r.HARBOR_AGAIN, "reworded"),
    ],
    ids=["same", "letters", "cut", "with more", "edited", "embedded", "reworded"],
)
def test_a_text_taken_over(tmp_path, text, relation):
    folder = shelved(tmp_path / "data", urls(r.HARBOR, r.MARKET, text))
    assert stories(folder) == {"a": [("c", relation)]}


def test_a_part_and_its_whole(tmp_path):
    part = lines(r.HARBOR, 4)
    whole = f"{r.MARKET}\n{part}\n{r.QUOTED}\n{r.HAFEN}\n{r.PUERTO}"
    assert stories(shelved(tmp_path / "one", urls(whole, part))) == {"a": [("b", "excerpt")]}
    assert stories(shelved(tmp_path / "two", urls(part, whole))) == {"a": [("b", "extended")]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r.HARBOR, r.HARBOR_AGAIN),
        (r.HAFEN, r.HAFEN_ANDERS),
        (r.HARBOR, r.HARBOR_FREE),
        (r.HARBOR_AGAIN, r.HARBOR_FREE),
        (r.PUERTO, r.PUERTO_OTRO),
        (r.CHINESE, r.CHINESE_AGAIN),
    ],
    ids=["English", "German", "freely", "freely again", "Spanish", "Chinese"],
)
def test_the_same_report_in_other_words(tmp_path, one, other):
    for place, pair in enumerate(((one, other), (other, one))):
        folder = shelved(tmp_path / str(place), urls(*pair))
        assert stories(folder) == {"a": [("b", "reworded")]}


@pytest.mark.parametrize("text", [r.CHINESE, r.JAPANESE, r.ARABIC], ids=["zh", "ja", "ar"])
def test_other_scripts(tmp_path, text):
    cut = lines(text, 1, 6)
    folder = shelved(tmp_path / "data", urls(text, r.CHINESE_OTHER, text, cut, r.MARKET))
    assert stories(folder) == {"a": [("c", "same"), ("d", "copy")]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r.HARBOR, r.MARKET),
        (r.QUOTED, r.QUOTED_ELSEWHERE),
        (f"{r.HARBOR}\n{r.FURNITURE}", f"{r.MARKET}\n{r.FURNITURE}"),
        (lines(r.HARBOR, 2), lines(r.HARBOR, 2)),
        (r.HARBOR, r.HAFEN),
        (r.CHINESE, r.CHINESE_OTHER),
        ("", ""),
    ],
    ids=["another matter", "one statement", "furniture", "too short", "translated", "zh", "empty"],
)
def test_no_story(tmp_path, one, other):
    assert stories(shelved(tmp_path / "data", urls(one, other))) == {}


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)], ids=["before", "after"])
def test_other_addresses_at_a_site_make_no_story_but_are_told_in_one(tmp_path, order):
    texts = [
        ("https://a.example/harbor", r.HARBOR),
        ("https://a.example/print/harbor", lines(r.HARBOR, 11)),
        ("https://b.example/x", r.HARBOR),
    ]
    assert stories(shelved(tmp_path / "one", dict(texts[:2]))) == {}
    found = stories(shelved(tmp_path / "two", dict(texts[place] for place in order)))
    assert {"a": sorted(found.pop("a"))} == {"a": [("a", "version"), ("b", "same")]}
    assert found == {}


def test_a_chain_of_texts_is_no_story(tmp_path):
    """Each has half of the one before: the last has nothing of the first."""
    every = f"{r.HARBOR}\n{r.MARKET}\n{r.QUOTED}".split("\n")
    chain = ["\n".join(every[start : start + 10]) for start in range(0, 18, 3)]
    found = stories(shelved(tmp_path / "data", urls(*chain)))
    assert all(len(others) < 4 for others in found.values())
    assert "f" not in [site for site, _relation in found["a"]]


def test_an_article_that_shares_nothing_costs_one_question(tmp_path):
    """It has 128 numbers and more, and those of a copy or rewording are asked for one by one."""
    asked = []
    with open_archive(shelved(tmp_path / "data", urls(r.HARBOR, r.MARKET, r.HARBOR))) as archive:
        harbor, market = (print_of(archive.conn, article) for article in (1, 2))
        archive.conn.set_trace_callback(asked.append)
        assert list(candidates(archive.conn, market)) == []
        assert len(asked) == 1
        assert [found[0] for found in candidates(archive.conn, harbor)] == [3]
        assert len(asked) > 100
