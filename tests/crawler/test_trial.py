import json
from dataclasses import replace
from pathlib import Path

from crawler.sources import Examples, Source
from crawler.trial import decide, misjudged
from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

SOURCE = Source(
    id="g",
    file=Path("g.toml"),
    start=("https://www.gazette.example/",),
    feeds=("https://gazette.example/rss",),
    articles=("/story/*",),
    skip=("/video/*",),
)


def test_each_url_is_told_by_the_rule_that_decides():
    told = {
        "http://gazette.example/?utm_source=x": ("listing", "named in start"),
        "https://gazette.example/rss": ("feed", "named in feeds"),
        "https://gazette.example/story/x": ("article", 'articles = "/story/*"'),
        "https://gazette.example/video/x": (None, 'skip = "/video/*"'),
        "https://other.example/story/x": (None, 'outside of scope = "host"'),
    }
    for url, (kind, why) in told.items():
        assert (decide(url, SOURCE).kind, decide(url, SOURCE).why) == (kind, why)


def test_examples_are_held_against_the_patterns():

    right = Examples(("https://gazette.example/story/x",), ("https://gazette.example/about",))
    assert misjudged(replace(SOURCE, examples=right)) == []
    wrong = replace(SOURCE, examples=Examples(right.other, right.article))
    assert [fault.split(": ", 2)[2].split(" ")[0] for fault in misjudged(wrong)] == [
        "examples.article:",
        "examples.other:",
    ]


def test_it_is_said_what_robots_txt_forbids(tmp_path):
    with grinding(Mill(2)) as mill:
        mill.robots = "User-agent: winnow\nDisallow: /story/1\n"
        source = seed(tmp_path, mill.url)
        assert winnow(tmp_path / "a", "crawl", source).returncode == 0
        tried = [
            winnow(tmp_path / "a", "sources", "--try", f"{mill.url}story/{n}", source).stdout
            for n in (0, 1)
        ]
    assert tried[0] == 'site: article (articles = "/story/*")\n'
    assert "\n      not fetched: robots.txt as of 20" in tried[1]


def test_verdicts_and_faults_as_json(tmp_path):
    file = seed(tmp_path, "https://gazette.example/")
    url = "https://gazette.example/story/1"
    [row] = winnow(tmp_path / "a", "sources", "--json", "--try", url, file).stdout.splitlines()
    why = 'articles = "/story/*"'
    expected = {"source": "site", "url": url, "kind": "article", "why": why, "robots": None}
    assert json.loads(row) == expected
    told = winnow(tmp_path / "a", "sources", "--json", "--check-files", file)
    assert json.loads(told.stdout) == {"sources": ["site"], "faults": 0}
    file = seed(tmp_path, "https://gazette.example/", 'evry = "1h"')
    told = winnow(tmp_path / "a", "sources", "--json", "--check-files", file)
    assert told.returncode == 1
    fault, total = map(json.loads, told.stdout.splitlines())
    assert 'nearest is "every"' in fault["fault"]
    assert total == {"sources": [], "faults": 1}


def test_the_command_checks_files(tmp_path):
    file = seed(tmp_path, "https://gazette.example/", 'evry = "1h"')
    told = winnow(tmp_path / "a", "sources", "--check-files", file)
    assert told.returncode == 1
    assert 'nearest is "every"' in told.stdout
    file = seed(tmp_path, "https://gazette.example/")
    told = winnow(tmp_path / "a", "sources", "--check-files", file)
    assert told.stdout == "1 source, nothing wrong: site\n"
    told = winnow(tmp_path / "a", "sources", "--check-files")
    assert told.returncode == 0, told.stdout
    told = winnow(tmp_path / "a", "sources", seed(tmp_path, "https://gazette.example/"))
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
