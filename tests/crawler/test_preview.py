"""What a run would fetch, told without a request."""

import json
import time

import pytest

from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding


@pytest.fixture
def mill():
    with grinding(Mill(12), validators=True) as running:
        yield running


def rows(archive, *args):
    told = winnow(archive, *args, "--json")
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_a_first_run_begins_with_what_the_file_names(tmp_path, mill):
    source = seed(tmp_path, mill.url, f'feeds = ["auto", "{mill.url}feed"]')
    told = winnow(tmp_path / "a", "crawl", "--dry-run", source)
    assert told.returncode == 0, told.stderr
    assert "site: 2 URLs are due" in told.stdout
    assert f"feed     {mill.url}feed  (named in the source file, never fetched)" in told.stdout
    assert not (tmp_path / "a").exists()
    assert len(mill) == 0


def test_after_a_stop_the_rest_is_told_with_its_reasons_and_then_fetched(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url)
    assert winnow(archive, "crawl", source, "--max-pages", 5).returncode == 3
    asked = set(mill.asked)
    told = rows(archive, "sources", "--preview", source)
    assert {row["source"] for row in told} == {"site"}
    waiting = {row["url"].removeprefix(mill.url.rstrip("/")) for row in told}
    assert all(row["why"] == f"found on {mill.url}" for row in told if "/story/" in row["url"])
    assert set(mill.asked) == asked
    assert winnow(archive, "crawl", source).returncode == 0
    assert waiting <= set(mill.asked)
    assert not waiting & {path for path in asked if "/story/" in path}


def test_a_source_that_is_not_due_says_when(tmp_path, mill):
    archive, source = tmp_path / "a", seed(tmp_path, mill.url, 'every = "2h"')
    assert winnow(archive, "crawl", source).returncode == 0
    told = winnow(archive, "crawl", "--due", "--dry-run", source)
    assert told.stdout.startswith("site: not due before " + time.strftime("%Y-", time.gmtime()))
    (hub,) = rows(archive, "crawl", "--dry-run", source)
    assert (hub["kind"], hub["why"].partition(",")[0]) == ("listing", "looked at in every run")
