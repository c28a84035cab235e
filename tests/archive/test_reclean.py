"""Cleaning again after a rule change: what changes is listed, old texts stay, it resumes."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from archive import open_archive
from archive.indexing import Indexing
from tests.archive.compare import differences
from tests.archive.exchanges import exchange, page, story
from tests.command import ROOT, output, winnow

NOTICE = "Zebra notice: stripes are on sale until noon"
RULE = """
[[rule]]
name = "zebra"
reason = "ad"
at = "whole"
[rule.phrases]
en = ["zebra notice : *"]
[rule.drop]
en = ["Zebra notice: stripes are on sale"]
[rule.keep]
en = ["The zebra took no notice of the rain."]
"""


@pytest.fixture
def folder(tmp_path):
    """Three articles; one has the notice from the start, one in its second version only."""
    with open_archive(tmp_path / "data", write=True, create=True) as archive:
        texts = {
            "/plain": [story("plain")],
            "/always": [story("always"), NOTICE, story("more")],
        }
        with archive.append(
            [exchange(path, page(path, *paragraphs)) for path, paragraphs in texts.items()]
        ):
            pass
        for minute, extra in enumerate([(), (NOTICE,), ()]):
            body = page("/edited", story("edited"), *extra, story("end"))
            with archive.append([exchange("/edited", body, minute=minute)]):
                pass
        with Indexing(archive) as indexing:
            indexing.drain()
        counts = archive.conn.execute("select version_count from articles order by id").fetchall()
        assert [row[0] for row in counts] == [1, 1, 3]
    return tmp_path / "data"


@pytest.fixture
def newer(tmp_path):
    """A copy of the program with one rule more."""
    home = tmp_path / "newer"
    for room in ("cleaners", "archive"):
        shutil.copytree(ROOT / room, home / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "winnow.py", home)
    with (home / "cleaners/rules/ad.toml").open("a") as file:
        file.write(RULE)
    return home


def test_a_dry_run_lists_exactly_what_changes_and_changes_nothing(folder, newer):
    assert "0 articles by older rules, 0 would change" in output(folder, "reclean", "--dry-run")
    before = (folder / "archive.db").read_bytes()
    lines = output(folder, "reclean", "--dry-run", "--json", home=newer).splitlines()
    changes = [json.loads(line) for line in lines]
    assert {one["url"].rsplit("/", 1)[-1] for one in changes} == {"always", "edited"}
    always, edited = sorted(changes, key=lambda one: one["article"])
    assert always["words_before"] - always["words_after"] == len(NOTICE.split())
    assert (edited["versions_before"], edited["versions_after"]) == (3, 1)
    assert always["change"] > edited["change"] == 0
    assert changes[0] == always  # the largest change first
    with open_archive(folder) as archive:
        text = "select count(*) from versions where replaced_by is not null"
        assert archive.conn.execute(text).fetchone()[0] == 0
    assert len(before) <= (folder / "archive.db").stat().st_size


def test_cleaning_again_equals_a_rebuild_and_keeps_the_old_texts(folder, newer, tmp_path):
    shutil.copytree(folder, tmp_path / "rebuilt")
    out = output(folder, "reclean", home=newer)
    assert "3 articles by older rules, 2 changed" in out
    output(tmp_path / "rebuilt", "rebuild", home=newer)
    with open_archive(folder) as one, open_archive(tmp_path / "rebuilt") as other:
        assert differences(one, other) == {}
        old = one.conn.execute("select text from versions where replaced_by is not null").fetchall()
        assert len(old) == 4
        assert any(NOTICE in row["text"] for row in old)
        rules = one.conn.execute("select distinct rule from removed").fetchall()
        assert "zebra" in {row["rule"] for row in rules}
    assert "0 articles by older rules" in output(folder, "reclean", home=newer)
    assert "4 old texts dropped" in output(folder, "reclean", "--prune", home=newer)
    assert "all as it should be" in output(folder, "verify", home=newer)
    with open_archive(folder) as archive:
        found = "select count(*) from versions_fts where versions_fts match 'zebra'"
        assert archive.conn.execute(found).fetchone()[0] == 0


def test_an_article_without_its_record_keeps_its_text_and_says_why(folder, newer):
    with open_archive(folder) as archive:
        [capture] = archive.captures("u.url like '%/always'")
    [path] = (folder / "warcs").glob("*.warc.gz")
    whole = path.read_bytes()
    content = bytearray(whole)
    content[capture.offset + 100 : capture.offset + 140] = b"\x00" * 40
    path.write_bytes(content)
    told = winnow(folder, "reclean", "--dry-run", home=newer)
    assert "/always: unreadable record: " in told.stderr
    assert f"no good record begins at byte {capture.offset}" in told.stderr
    assert "raw records of 1 article cannot be read: `winnow verify`" in told.stderr
    assert (told.returncode, "would change" in told.stdout) == (6, True)
    path.rename(path.with_suffix(".away"))
    told = winnow(folder, "reclean", "--dry-run", home=newer)
    assert f"/always: unreadable record: {path.name} is gone" in told.stderr
    assert told.returncode == 6
    told = winnow(folder, "reclean", home=newer)
    assert (told.returncode, "0 changed" in told.stdout) == (6, True)
    path.write_bytes(whole)
    assert "2 changed" in output(folder, "reclean", home=newer)


def test_a_rule_that_is_wrong_changes_nothing(folder, newer):
    with (newer / "cleaners/rules/ad.toml").open("a") as file:
        file.write('[[rule]]\nname = "half"\nreason = "ad"\n')
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), "reclean"]
    run = subprocess.run(command, cwd=newer, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("winnow: ad.toml:")
    assert "rule 'half': " in run.stderr
    assert run.stderr.count("\n") == 1


def test_an_archive_that_is_half_cleaned_again_goes_on(folder, newer):
    output(folder, "reclean", home=newer)
    with open_archive(folder, write=True) as archive, archive.atomic() as conn:
        # As if it had been stopped after two of three articles.
        conn.execute("update versions set cleaner_id = 1 where document_id = 1")
    assert "1 article by older rules, 0 changed" in output(folder, "reclean", home=newer)


def test_a_signal_ends_it_between_two_articles_and_it_goes_on(folder, newer):
    with open_archive(folder, write=True) as archive:
        lot = [exchange(f"/{n}", page(f"{n}", story(f"{n}"), NOTICE)) for n in range(300)]
        with archive.append(lot):
            pass
        with Indexing(archive) as indexing:
            indexing.drain()
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), "reclean", "--jobs", "1"]
    run = subprocess.Popen(command, cwd=newer, stderr=subprocess.PIPE, text=True)
    with open_archive(folder) as archive:
        done = "select count(*) from versions where replaced_by is not null"
        while run.poll() is None and archive.conn.execute(done).fetchone()[0] < 3:
            time.sleep(0.005)
        run.send_signal(signal.SIGINT)
        told = run.communicate(timeout=60)[1]
        assert (run.returncode, told.strip()) == (3, "winnow: stopped")
        stopped = archive.conn.execute(done).fetchone()[0]
    assert 3 <= stopped < 300
    assert "all as it should be" in output(folder, "verify", home=newer)
    output(folder, "reclean", home=newer)
    assert "0 articles by older rules" in output(folder, "reclean", home=newer)
    with open_archive(folder) as archive:
        assert archive.conn.execute(done).fetchone()[0] == 304
