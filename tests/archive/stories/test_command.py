"""`winnow stories`: the list, one story, what an article shares, and what is not known."""

import json
import stat

import pytest

from tests.archive.sample import Sample
from tests.archive.served import Served
from tests.archive.stories import reports as r
from tests.archive.stories.shelf import find, put
from tests.command import output, winnow

CUT = "\n".join(r.HARBOR.split("\n")[2:])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stories") / "data"
    sample = Sample(folder)
    a, b = "https://a.example/pier", "https://b.example/pier"
    put(sample, a, r.HARBOR, 0, title="Pier \x1b[31mclosed", published="2026-02-28")
    put(sample, b, CUT, 1, title="Old pier shut")
    put(sample, "https://c.example/hafen", r.HAFEN, 2, title="Anleger gesperrt")
    put(sample, "https://d.example/hafen", r.HAFEN_ANDERS, 3, title="Kein Anleger im Winter")
    put(sample, "https://e.example/market", r.MARKET, 4, title="New roof")
    put(sample, "https://a.example/print/pier", CUT, 5, title="Pier closed (print)")
    put(sample, "https://f.example/", f"{r.MARKET}\n" * 2 + f"{r.HARBOR[:500]}", 6, title="Week")
    sample.db.close()
    find(folder)
    return folder


def objects(folder, *words):
    return [json.loads(line) for line in output(folder, "stories", *words, "--json").splitlines()]


def test_the_list_has_the_newest_activity_first(folder):
    shown = output(folder, "stories")
    assert "\x1b" not in shown
    heads = [line for line in shown.splitlines() if line and not line.startswith(" ")]
    assert heads[-1] == "3  Anleger gesperrt"
    assert "2 articles at 2 sites · first seen 2026-03-01 02:00 UTC" in shown
    assert "c.example, d.example" in shown
    assert output(folder, "stories", "--limit", 1).count("\n\n") == 1
    found = objects(folder)
    assert [one["story"] for one in found][-1] == 3
    assert found[-1]["hosts"] == "c.example, d.example"
    assert found == sorted(found, key=lambda one: one["newest"], reverse=True)


@pytest.mark.parametrize(
    "asked", ["3", "4", "https://d.example/hafen", "http://www.c.example/hafen?utm_source=x"]
)
def test_a_story_is_named_by_any_of_its_articles(folder, asked):
    shown = output(folder, "stories", asked)
    assert shown.startswith("Anleger gesperrt\nstory 3: 2 articles at 2 sites\n")
    assert "the first that this archive saw" in shown
    assert "reworded, beside 3: 100% of its sentences match in order, 100% of those of 3" in shown
    assert "original" not in shown
    first, second = objects(folder, asked)
    assert (first["article"], first["relation"], first["compared_to"]) == (3, "first", None)
    assert (second["article"], second["relation"], second["compared_to"]) == (4, "reworded", 3)
    assert second["aligned"] == second["similarity"] == 1.0


def test_members_and_what_is_beside_them(folder):
    shown = output(folder, "stories", 1)
    assert "copy, beside 1: 100% of it in 1, 81% of 1 in it" in shown
    assert "version of 1 at the same site: 100% of it in 1, 81% of 1 in it" in shown
    _members, others = shown.split("beside the story of article 1:")
    assert others.count("passage shared with 1: 29% of it in 1, 47% of 1 in it") == 1
    assert [(one["article"], one["relation"]) for one in objects(folder, "1")] == [
        (1, "first"),
        (2, "copy"),
        (6, "version"),
        (7, "passage"),
    ]


def test_show_says_which_story_an_article_is_in(folder):
    assert "\nin story 1: `winnow stories 1`\n" in output(folder, "show", 6)
    assert json.loads(output(folder, "show", 6, "--json"))["story_id"] == 1


def test_an_article_of_no_story_shows_what_it_shares(tmp_path):
    """A part and its whole at one site are no story; each is told from its own side."""
    folder = tmp_path / "data"
    sample = Sample(folder)
    put(sample, "https://a.example/part", CUT, 0, title="Part")
    put(sample, "https://a.example/whole", r.HARBOR, 1, title="Whole")
    sample.db.close()
    find(folder)
    assert output(folder, "stories").splitlines() == []
    shown = output(folder, "stories", 1)
    assert shown.startswith("article 1 is in no story: no copy or rewording of it is known\n")
    assert "version of 1 at the same site: 81% of it in 1, 100% of 1 in it" in shown
    (other,) = objects(folder, "2")
    assert (other["article"], other["story"]) == (1, None)
    assert (other["share"], other["other_share"]) == (1.0, pytest.approx(0.81, abs=0.01))


@pytest.mark.parametrize("asked", ["999", "https://nobody.example/", "no address", "-1"])
def test_what_is_unknown_ends_as_show_does(folder, asked):
    ours, shows = winnow(folder, "stories", "--", asked), winnow(folder, "show", "--", asked)
    assert (ours.returncode, ours.stderr) == (shows.returncode, shows.stderr) != (0, "")


def test_an_empty_archive_says_so(tmp_path):
    Sample(tmp_path / "data").db.close()
    run = winnow(tmp_path / "data", "stories")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "no article is a copy or a rewording of another\n"


def test_articles_that_wait_are_told_in_a_line_where_nobody_may_write(tmp_path):
    folder = tmp_path / "data"
    sample = Sample(folder)
    put(sample, "https://a.example/x", r.HARBOR, 0)
    sample.db.execute("pragma journal_mode = delete")
    sample.db.close()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        run = winnow(folder, "stories", 1)
    finally:
        folder.chmod(stat.S_IRWXU)
    assert run.returncode == 0
    assert "article 1 is in no story" in run.stdout
    assert run.stderr.startswith("winnow: 1 article is not compared yet: ")
    assert run.stderr.count("\n") == 1


def test_the_page_of_an_article_leads_to_its_story(folder):
    running = Served(archive=folder)
    try:
        page = running.page("/archive/-/article/2")
        assert '/archive/story_members?story=1&amp;_sort=first_seen">' in page
        assert "Pier closed (print)" in running.page("/archive/story_members", story="1")
    finally:
        running.stop()
