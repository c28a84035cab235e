"""A page that was taken down is asked for again: a plain line, no request, no trace."""

import pytest

from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

LOCAL = ("--allow-address", "127.0.0.0/8")


@pytest.fixture
def mill():
    with grinding(Mill(4)) as running:
        yield running


def assert_refused(done, *urls):
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == len(urls)
    for url, line in zip(urls, lines, strict=True):
        assert line.startswith(f"winnow: {url} was taken down on 20")
        assert line.endswith("`winnow takedown --lift URL` lets it be archived again")


def test_it_is_named_and_not_fetched(tmp_path, mill):
    archive, gone, other = tmp_path / "a", f"{mill.url}story/1", f"{mill.url}story/2"
    assert winnow(archive, "crawl", seed(tmp_path, mill.url)).returncode == 0
    assert winnow(archive, "takedown", "--yes", gone).returncode == 0
    before = mill.asked.copy()
    assert_refused(winnow(archive, "fetch", gone, *LOCAL), gone)
    assert_refused(winnow(archive, "fetch", gone, f"{gone}#top", *LOCAL), gone, f"{gone}#top")
    assert_refused(winnow(archive, "crawl", gone, *LOCAL), gone)
    assert_refused(winnow(archive, "crawl", gone, "--dry-run"), gone)
    assert mill.asked == before
    both = winnow(archive, "fetch", gone, other, *LOCAL)
    assert (both.returncode, both.stderr.count("was taken down")) == (0, 1)
    assert "1 URLs in " in both.stdout
    assert b"story/1" not in (archive / "archive.db").read_bytes()
    assert winnow(archive, "takedown", "--lift", gone).returncode == 0
    assert winnow(archive, "fetch", gone, *LOCAL).returncode == 0
    assert winnow(archive, "show", gone).returncode == 0
