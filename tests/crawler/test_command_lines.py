"""What is asked wrongly of `winnow crawl` and `winnow sources`, and what a short run says."""

import pytest

from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["crawl", "--loop", "--dry-run"], 2, "leave --loop out"),
        (["crawl", "--allow-address", "10.0.0.0/8"], 2, "a source file says allow_addresses"),
        (["crawl", "--contact", "desk\r\nCookie: x"], 2, "expected text on one line"),
        (["fetch", "http://a.example/", "--contact", "\udcff"], 2, "expected text on one line"),
        (["crawl", "a.example"], 1, "a.example: no such file or folder; expected a source file"),
        (["crawl", "seeds/none.toml"], 1, "seeds/none.toml: no such file or folder"),
        (["crawl", ""], 1, "'': no such file or folder; expected a source file"),
        (["crawl", "http://"], 2, "'http://': expected a URL that starts with"),
        (["fetch", "foo"], 2, "'foo': expected a URL that starts with"),
        (["fetch", "http://a.example/", "http://me:me@a.example/"], 2, "a name and a password"),
        (["crawl", "ftp://a.example/"], 1, "or a URL that starts with https://"),
        (["crawl", "http://a.example/\udcff"], 2, "expected text in UTF-8"),
        (["sources", "--check", "--preview"], 2, "--check and --preview are two questions"),
        (["sources", "--check-files", "--try", "http://a.example/"], 2, "ask one at a time"),
    ],
)
def test_a_mistake_is_told_before_anything_is_begun(tmp_path, words, code, line):
    told = winnow(tmp_path / "a", *words)
    assert (told.returncode, told.stdout) == (code, "")
    assert line in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "a").exists()


def test_a_source_that_the_budget_left_over_is_not_called_done(tmp_path):
    with grinding(Mill(3)) as mill, grinding(Mill(3)) as other:
        files = [
            seed(tmp_path, each.url, name=name)
            for each, name in ((mill, "first"), (other, "second"))
        ]
        told = winnow(tmp_path / "a", "crawl", *files, "--max-pages", 1)
        assert told.returncode == 3
        assert "nothing fetched yet" in told.stdout
        assert "nothing was due" not in told.stdout
        assert "\n1 URL in " in told.stdout
        assert winnow(tmp_path / "a", "crawl", *files).returncode == 0
        again = winnow(tmp_path / "a", "crawl", *files)
        assert again.stdout.count("1 unchanged") == 2


def test_a_source_file_of_any_name(tmp_path):
    with grinding(Mill(2)) as mill:
        source = seed(tmp_path, mill.url).rename(tmp_path / "caf\udce9.toml")
        told = winnow(tmp_path / "a", "crawl", source)
        assert (told.returncode, told.stderr) == (0, "")
