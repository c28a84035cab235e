"""Laws of comparing: of any texts, and of any order in which they come."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import open_archive
from archive.stories.alignment import aligned, stems
from archive.stories.finding import forget
from archive.stories.prints import FEWEST, fingerprint, unpacked
from archive.stories.relation import Compared, relation
from archive.stories.words import sentences, unquoted, words
from tests.archive.sample import Sample
from tests.archive.stories import reports as r
from tests.archive.stories.shelf import find, put, rows
from tests.command import ROOT

LINES = [line for text in (r.HARBOR, r.HARBOR_AGAIN, r.MARKET) for line in text.split("\n")]
PROSE = st.lists(st.sampled_from(LINES), max_size=20).map("\n".join)
ANY = st.one_of(PROSE, st.text(max_size=300), st.text('a .\n"“”‘’「」港口กา', max_size=300))

HALF = r.HARBOR.split("\n")
TEXTS = [
    ("https://a.example/1", r.HARBOR),
    ("https://b.example/1", r.HARBOR_AGAIN),
    ("https://c.example/1", "\n".join(HALF[:8])),
    ("https://c.example/print/1", "\n".join(HALF[:9])),
    ("https://d.example/1", "\n".join([*HALF[4:], *r.MARKET.split("\n")[:7]])),
    ("https://e.example/1", r.MARKET),
    ("https://f.example/1", "\n".join(r.MARKET.split("\n")[3:])),
]


@given(ANY)
def test_any_text_is_its_own_copy_and_safe(text):
    found = relation(Compared(text), Compared(text))
    assert found is not None
    assert (found.word, found.share, found.other_share) == ("same", 1.0, 1.0)
    assert isinstance(sentences(text), list)
    assert len(unquoted(text)) <= len(text) + text.count("\n") + 1


@given(ANY, ANY, st.booleans())
def test_measures_do_not_depend_on_the_side(one, other, same_site):
    there = relation(Compared(one), Compared(other), same_site=same_site)
    back = relation(Compared(other), Compared(one), same_site=same_site)
    if there is None or back is None:
        assert there == back
        return
    turned = {"excerpt": "extended", "extended": "excerpt"}
    assert there.word == turned.get(back.word, back.word)
    assert (there.share, there.other_share) == (back.other_share, back.share)
    assert (there.aligned, there.other_aligned) == (back.other_aligned, back.aligned)
    assert (there.unquoted, there.similarity) == (back.unquoted, back.similarity)
    assert all(0 <= share <= 1 for share in (there.share, there.other_share, there.unquoted))


@given(PROSE, PROSE)
def test_of_a_whole_that_holds_a_part_the_sample_holds_the_part_s(one, other):
    part, whole = words(one), words(f"{one}\n{other}")
    mine = unpacked(fingerprint(part))
    assert mine == sorted(mine)
    if len(mine) > FEWEST:
        assert set(mine) <= set(unpacked(fingerprint(whole)))


@given(st.lists(st.sampled_from([stems(words(line)) for line in LINES]), max_size=12))
def test_sentences_match_in_order_and_one_to_one(found):
    assert aligned(found, found) <= len(found)
    assert aligned(found, found[:3]) <= 3
    assert aligned(found, []) == aligned([], found) == 0


@pytest.mark.parametrize("text", ["word " * 2_000_000, "港" * 3_000_000, '"a. ' * 2_000_000])
def test_a_text_of_ten_megabytes_costs_no_more_than_a_long_one(text):
    one, other = Compared(text), Compared(text + "!")
    assert len(fingerprint(one.words)) < 200_000
    assert relation(one, other) is not None


def filled(folder, order, pauses, texts=TEXTS):
    """What is found when the texts come in this order, and after some of them it is looked."""
    sample = Sample(folder)
    for count, place in enumerate(order):
        put(sample, *texts[place], place)
        if count in pauses:
            sample.db.close()
            find(folder)
            sample.db = Sample.reopened(folder)
    sample.db.close()
    find(folder)
    return rows(folder)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("usual") / "data", range(len(TEXTS)), ())


def test_what_is_usually_found(usual):
    links, members = usual
    assert {(link[0], link[2]) for link in links} >= {
        ("https://b.example/1", "reworded"),
        ("https://c.example/1", "copy"),
        ("https://c.example/print/1", "version"),
        ("https://f.example/1", "copy"),
    }
    assert {member[0] for member in members} == {"https://a.example/1", "https://e.example/1"}


@settings(max_examples=25)
@given(st.permutations(range(len(TEXTS))), st.sets(st.integers(0, 6), max_size=3))
def test_the_order_in_which_articles_come_does_not_matter(tmp_path_factory, usual, order, pauses):
    assert filled(tmp_path_factory.mktemp("order") / "data", order, pauses) == usual


@settings(max_examples=15)
@given(
    st.sets(st.integers(0, 6), max_size=4),
    st.lists(st.sampled_from([r.HARBOR, r.MARKET, r.HARBOR_FREE, ""]), min_size=7, max_size=7),
    st.booleans(),
)
def test_what_articles_said_before_does_not_matter(
    tmp_path_factory, usual, edited, former, and_one_goes
):
    folder = tmp_path_factory.mktemp("edits") / "data"
    sample = Sample(folder)
    for place, (url, text) in enumerate(TEXTS):
        put(sample, url, former[place] if place in edited else text, place)
    extra = put(sample, "https://z.example/", r.HARBOR, -1 % 24) if and_one_goes else None
    sample.db.close()
    find(folder)
    sample.db = Sample.reopened(folder)
    for place in sorted(edited):
        put(sample, *TEXTS[place], 30 + place)
    sample.db.close()
    if extra is not None:
        gone(folder, extra)
    find(folder)
    assert rows(folder) == usual


def gone(folder, article):
    """Take an article away, as a takedown does."""
    with open_archive(folder, write=True, recover=False) as archive, archive.atomic() as conn:
        forget(conn, article)
        conn.execute("delete from versions where document_id = ?", (article,))
        conn.execute("delete from documents where id = ?", (article,))


TAILS = [
    f"Site {n} adds that {' '.join(LINES[(n * 5 + k) % 36] for k in range(3))}" for n in range(60)
]
SYNDICATED = [(f"https://s{n}.example/x", f"{r.HARBOR}\n{tail}") for n, tail in enumerate(TAILS)]


def syndicated(folder, order, pauses=()):
    filled(folder, order, pauses, SYNDICATED)
    return folder


def test_more_holders_of_a_phrase_than_count_do_not_matter_either(tmp_path):
    """Sixty sites have the report, each with lines of its own: only the oldest are compared."""
    orders = (range(60), range(59, -1, -1), [*range(20, 60), *range(20)])
    found = [
        rows(syndicated(tmp_path / str(number), order, (30, 55) if number else ()))
        for number, order in enumerate(orders)
    ]
    for one, other in pairwise(found):
        assert one == other
    links, members = found[0]
    assert len(links) < 60 * 59 / 2  # not every pair
    assert len(members) == 60
    assert {member[0] for member in members} == {"https://s0.example/x"}


def test_what_makes_room_among_the_holders_of_a_phrase_lets_others_in(tmp_path):
    folder = syndicated(tmp_path / "all", range(60))
    gone(folder, 1)
    find(folder)
    assert rows(folder) == rows(syndicated(tmp_path / "others", range(1, 60)))


def test_every_process_finds_the_same(tmp_path):
    program = (
        "import sys, json, pathlib\n"
        "from tests.archive.stories.test_laws import filled\n"
        "print(json.dumps(filled(pathlib.Path(sys.argv[1]), range(7), ())))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program, tmp_path / seed],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1]
    assert len(json.loads(found[0])[1]) >= 6
