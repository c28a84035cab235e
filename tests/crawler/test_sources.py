import json
import tomllib
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler import values
from crawler.sources import READERS, Source, SourceError, adhoc, check, load

SEEDS = Path(__file__).parents[2] / "seeds"
WHOLE = """
[[source]]
id = "gazette"
name = "Example Gazette"
start = ["https://gazette.example/"]
feeds = ["auto", "https://gazette.example/rss"]
sitemaps = ["auto"]
scope = "domain"
hosts = ["m.gazette.example"]
articles = ["/story/*"]
skip = ["/video/*"]
keep_params = ["id"]
every = "1h30m"
delay = 2.5
concurrency = 1
depth = 3
allow_addresses = ["127.0.0.0/8"]
render = true
robots_tags = "ignore"
active = false
budget = { pages = 500, bytes = "200 MB", minutes = 20 }
revisit = { hub = "15m..1d", article = ["1h", "3h"] }
expect = { at_least = 5, within = "2d" }
examples = { article = ["https://gazette.example/story/x"] }
[[source.strip]]
css = ".promo-box"
since = 2026-03-01
until = 2026-03-01
[[source.keep]]
css = ".timeline"
until = 2026-03-01
"""
START = 'start = ["https://gazette.example/"]'


def write(folder: Path, text: str, name: str = "one.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_every_key_is_read(tmp_path):
    path = write(tmp_path, WHOLE)
    (source,) = load([path])
    assert source.file == path
    assert source.active  # named on the command line
    assert source.every == timedelta(minutes=90)
    assert source.budget.bytes == 200_000_000
    assert source.revisit.hub == (timedelta(minutes=15), timedelta(days=1))
    assert source.strip[0].since == source.strip[0].until == date(2026, 3, 1)  # a single day
    assert source.expect is not None
    assert source.expect.within == timedelta(days=2)
    default = Source(id="x")
    told = [each.name for each in fields(Source) if each.name not in {"file", "active"}]
    assert all(getattr(source, name) != getattr(default, name) for name in told)


def test_readers_know_every_field():
    assert set(READERS) == {each.name for each in fields(Source)} - {"file"}


def test_a_folder_leaves_sleeping_sources_out(tmp_path):
    write(tmp_path, WHOLE)
    write(tmp_path, f'[[source]]\nid = "a"\n{START}\n[[source]]\nid = "b"\n{START}', "two.toml")
    assert [source.id for source in load([tmp_path])] == ["a", "b"]
    assert [source.id for source in load([tmp_path, tmp_path / "one.toml"])] == [
        "gazette",
        "a",
        "b",
    ]


BAD = {
    'evry = "1h"': ['unknown key "evry"', 'nearest is "every"'],
    "every = 30": ["every = 30", "length of time"],
    'every = "30"': ['every = "30"', '"30m"'],
    'delay = "2"': ["delay", "a number"],
    "delay = true": ["delay", "a number"],
    'scope = "site"': ["scope", '"page", "prefix", "host", "domain", "any"'],
    'articles = ["^/story/.*$"]': ["articles", "not a regular expression"],
    'articles = "/story/*"': ["articles", "a list"],
    'articles = ["story/*"]': ["articles", 'starts with "/"'],
    'feeds = ["rss"]': ["feeds", '"auto" or a URL'],
    'start = ["https://me:word@gazette.example/"]': ["start", "without a name and a password"],
    'start = ["file:///etc/passwd"]': ["start", "https://"],
    'hosts = ["https://m.gazette.example/"]': ["hosts", "without"],
    'allow_addresses = ["localhost"]': ["allow_addresses", "127.0.0.0/8"],
    'budget = { pages = "many", byte = 3 }': ["budget: pages", 'unknown key "byte"', '"bytes"'],
    'budget = { bytes = "200 Mb" }': ["budget: bytes", '"200 MB"'],
    "concurrency = 0": ["concurrency = 0", "a whole number from 1 to 100"],
    "concurrency = 1000": ["concurrency = 1000", "from 1 to 100"],
    "depth = -1": ["depth = -1", "a whole number from 0"],
    "delay = -2": ["delay = -2", "a number from 0 to 86,400"],
    "delay = nan": ["delay = nan", "a number from 0"],
    "delay = inf": ["delay = inf", "a number from 0"],
    "budget = { pages = 0 }": ["budget: pages = 0", "from 1 to 1,000,000,000"],
    "budget = { pages = 99999999999999999999 }": ["budget: pages", "from 1 to 1,000,000,000"],
    "budget = { minutes = 0 }": ["budget: minutes = 0", "a number from 0.01"],
    "budget = { bytes = 0 }": ["budget: bytes = 0", "a size above 0"],
    'budget = { bytes = "0 MB" }': ["budget: bytes", "a size above 0"],
    'expect = { at_least = -1, within = "2d" }': ["expect: at_least", "a whole number from 0"],
    'expect = { within = "0s" }': ["expect: within", "length of time"],
    "budget = 5": ["budget = 5", "a table"],
    'revisit = { hub = "1d..15m" }': ["revisit: hub", "shorter first"],
    'id = "A b"': ["id", "a-z"],
    "[[source.strip]]\nuntil = 2026-03-01": ["strip", '"css" is missing'],
    '[[source.strip]]\ncss = "["': ["strip", "CSS selector"],
    "[[source.strip]]\ncss = 'p:contains(\"x\")'": ["strip", "CSS selector"],  # jQuery's, not CSS
    '[[source.keep]]\ncss = "p["': ["keep", "CSS selector"],
    '[[source.keep]]\ncss = ".x"\nsince = 2026-03-01\nuntil = 2025-03-01': ["keep: since", "up to"],
    '[[source.strip]]\ncss = ".x"\nuntil = "soon"': ["until", "2026-03-01"],
    '[[source.strip]]\ncss = ".x"\nsince = 2026-03-01\nuntil = 2025-03-01': [
        "since",
        "up to until",
    ],
}


def test_what_a_site_rule_keeps_is_told_after_what_it_strips(tmp_path):
    (source,) = load([write(tmp_path, WHOLE)])
    assert source.told()["strips"] == [
        {"css": ".promo-box", "since": "2026-03-01", "until": "2026-03-01"},
        {"css": ".timeline", "until": "2026-03-01", "keep": True},
    ]


@pytest.mark.parametrize(
    "css", ["p:not(.a, .b)", "div:has(> p)", '[class="x" i]', "p:nth-child(2n)"]
)
def test_selectors_of_today_are_read(tmp_path, css):
    text = f'[[source]]\nid = "gazette"\n{START}\n[[source.strip]]\ncss = {json.dumps(css)}\n'
    (source,) = load([write(tmp_path, text)])
    assert source.strip[0].css == css


@pytest.mark.parametrize("line", BAD)
def test_what_is_wrong_is_named(tmp_path, line):
    first = '[[source]]\nid = "gazette"\n' if not line.startswith("id") else "[[source]]\n"
    path = write(tmp_path, first + (START + "\n" if "start" not in line else "") + line)
    _sources, faults = check([path])
    text = "\n".join(faults)
    assert str(path) in text
    for part in BAD[line]:
        assert part in text
    with pytest.raises(SourceError, match=r"one\.toml"):
        load([path])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[source]\n", "not TOML"),
        ("", "holds no source"),
        ("[source]\nid = 'x'", "expected a table [[source]]"),
        ("[[source]]\nid = 'x'", "nothing to begin with"),
        (START, 'key "id" is missing'),
        ("x = 1\n[[source]]\nid = 'x'\nstart = ['https://a.example']", 'unknown key "x"'),
    ],
)
def test_broken_files(tmp_path, text, expected):
    path = write(tmp_path, "[[source]]\n" + text if text == START else text)
    _sources, faults = check([path])
    assert expected in faults[0]
    assert str(path) in faults[0]


def test_ids_are_taken_once(tmp_path):
    one = f'[[source]]\nid = "a"\n{START}\n'
    write(tmp_path, one + one)
    write(tmp_path, one, "other.toml")
    _sources, faults = check([tmp_path])
    assert len(faults) == 2
    assert all("is taken already" in fault for fault in faults)


def test_missing_paths(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        load([tmp_path / "none.toml"])
    with pytest.raises(SourceError, match="no source files"):
        load([tmp_path])
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not UTF-8"):
        load([tmp_path])


def test_the_shipped_seeds_are_right():
    sources, faults = check([SEEDS])
    assert faults == []
    assert {source.id for source in sources} >= {"demo", "template", "example"}
    (template,) = tomllib.loads((SEEDS / "template.toml").read_text())["source"]
    assert set(template) == set(READERS)
    assert not load([SEEDS])  # nothing to crawl until somebody adds a source


def test_a_url_is_a_source():
    source = adhoc("http://127.0.0.1:8080/x")
    assert source.start == ("http://127.0.0.1:8080/x",)
    assert source.id == "127.0.0.1-8080"


def test_sizes_and_times():
    assert values.size("1 KiB") == 1024
    assert values.size("1.5 kB") == 1500
    assert values.duration("1.5 d") == timedelta(hours=36)
    with pytest.raises(ValueError, match="length of time"):
        values.duration("0s")


def test_without_the_usual_folder_it_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="name one, or make it of seeds/template"):
        load([Path("seeds")])
