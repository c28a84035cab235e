"""A page that was taken down is asked for again: a plain line, no request, no trace."""

import gzip

import pytest

from archive import open_archive
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


def test_what_leads_to_it_is_not_kept(tmp_path, mill):
    """A redirect to it that a later run meets: neither its record nor its target is stored."""
    archive, gone = tmp_path / "a", f"{mill.url}story/3"
    assert winnow(archive, "crawl", seed(tmp_path, mill.url)).returncode == 0
    assert winnow(archive, "takedown", "--yes", gone).returncode == 0
    mill.asked.clear()
    mill.moved = {"/old": "/story/3?utm_source=old"}
    done = winnow(archive, "fetch", f"{mill.url}old", *LOCAL)
    assert (done.returncode, mill.asked["/old"], mill.asked["/story/3"]) == (0, 1, 0)
    with open_archive(archive) as opened:
        ends = opened.conn.execute(
            "select o.outcome, o.detail from frontier_outcomes o join frontier_urls u"
            " on u.id = o.url_id where u.url like '%/old'"
        )
        assert [tuple(row) for row in ends] == [("taken down", None)]
        assert opened.captures("c.location is not null") == []
    kept = [path.read_bytes() for path in archive.glob("archive.db*")]
    kept += [gzip.decompress(path.read_bytes()) for path in archive.rglob("*.gz")]
    assert not any(b"utm_source=old" in content for content in kept)
    assert "all as it should be" in winnow(archive, "verify").stdout


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
    assert "1 URL in " in both.stdout
    assert b"story/1" not in (archive / "archive.db").read_bytes()
    assert winnow(archive, "takedown", "--lift", gone).returncode == 0
    assert winnow(archive, "fetch", gone, *LOCAL).returncode == 0
    assert winnow(archive, "show", gone).returncode == 0
