"""`winnow search`, `show` and `export` as a person runs them: whole processes, real archive."""

import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.sample import WARC, build

ROOT = Path(__file__).parents[2]
HEAVY = (
    "scrapy", "twisted", "trafilatura", "lxml", "pebble", "multiprocessing", "sqlite_utils",
    "rich", "w3lib", "archive.warc.parser", "archive.warc.writer", "isal", "importlib.metadata",
)  # fmt: skip
HEAD = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 27\r\n\r\n"
RECORD = HEAD + b"HTTP/1.1 200 OK\r\n\r\nhi\x00\xff\x1b[2J\r\n\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive") / "sample"
    sample = build(folder)
    member = gzip.compress(RECORD)
    with (folder / "warcs" / WARC).open("wb") as warc:
        warc.seek(1000)
        warc.write(member)
        warc.seek(2000)
        warc.write(member[:-20])
        warc.seek(9000)
        warc.write(member)
    sample.db["captures"].update(1, {"warc_length": len(member)})
    sample.db["captures"].update(2, {"warc_length": len(member) - 20})
    sample.capture("https://gazette.example/robots.txt", "2026-03-03T00:00:00.000000Z")
    odd = {"warc_offset": 9000, "warc_length": len(member), "state": "skipped"}
    sample.db["captures"].update(sample.captures, odd)
    sample.db.close()
    return folder


def winnow(folder, *words, **options):
    command = [sys.executable, *options.pop("python", []), "-m", "winnow", "--archive", str(folder)]
    return subprocess.run(
        [*command, *words], cwd=ROOT, capture_output=True, timeout=60, check=False, **options
    )


def output(folder, *words):
    ran = winnow(folder, *words)
    assert (ran.returncode, ran.stderr) == (0, b""), ran.stderr.decode()
    return ran.stdout.decode()


def on_a_terminal(folder, *words, columns=60):
    """What a terminal of that width would be sent."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns), "TERM": "xterm"}
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), *words]
    ran = subprocess.Popen(
        command, cwd=ROOT, stdout=theirs, stderr=subprocess.DEVNULL, env=environment
    )
    os.close(theirs)
    sent = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        sent += part
    os.close(ours)
    assert ran.wait() == 0
    return sent.decode().replace("\r\n", "\n")


def test_search_prints_hits(folder):
    assert output(folder, "search", "wall", "-menu") == (
        "2  Council to rebuild wall\n"
        "    courier.example · 2026-03-01\n"
        "    The council will rebuild the wall in March. It costs 4 million.\n"
        "    https://courier.example/2026/03/council\n"
        "\n"
        "1  Harbor wall falls, two hurt\n"
        "    gazette.example · 2026-02-27 · Ben Ito · 2 versions\n"
        "    The harbor wall fell on Monday. Two people were hurt. Engineers are at work.\n"
        "    https://www.gazette.example/story/wall\n"
        "\n"
    )


def test_search_says_what_was_not_cleaned_and_what_is_old(folder):
    assert "not cleaned: cleaning took too long" in output(folder, "search", "menu")
    assert "only in version 1 of 2" in output(folder, "search", "blamed")


def test_search_speaks_json(folder):
    rows = [
        json.loads(line)
        for line in output(folder, "search", "--json", "--sort", "rank", "wall").splitlines()
    ]
    assert [row["id"] for row in rows] == [2, 1, 4]
    (mark,) = rows[0]["marks"]
    assert rows[0]["snippet"][mark[0] : mark[1]] == "wall"


def test_nothing_found_is_no_failure(folder):
    ran = winnow(folder, "search", "unheard")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"nothing found\n")


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["search", "wall", "--limt", "3"], 2, "No such option '--limt'"),
        (["search", "wall", "--since", "2026-13"], 2, "there is no date '2026-13'"),
        (["search", "wall", "--since", "soon"], 2, "'soon' is no date: expected 2026"),
        (["search", "wall", "--source", "gazete"], 2, "did you mean gazette"),
        (["show", "99"], 1, "no article 99"),
        (["show", "https://nowhere.test/"], 1, "no article https://nowhere.test/"),
        (["show", "https://gazette.example/robots.txt"], 1, "03-03 00:00 UTC, status 200, skipped"),
        (["show", "https://gazette.example/robots.txt"], 1, "; `winnow show --raw URL` writes its"),
        (
            ["show", "https://gazette.example/robots.txt", "--raw", "--version", "2"],
            1,
            "robots.txt is no article: it has no versions",
        ),
        (["search", "wall", "--language", "english"], 2, "'english': expected one like en, de"),
        (["export", "-", "--language", "de-AT"], 2, "'de-AT': expected one like en, de"),
        (["search", "", "--since", "2020"], 0, "nothing found: there is no word to look for"),
        (["serve", "no-such.db"], 1, "no-such.db: no such file"),
        (["show", "1", "--version", "3"], 1, "has no version 3: expected 1 to 2"),
        (["show", "1", "--raw"], 6, "no good record begins at byte 2000"),
        (["show", "2", "--raw"], 6, "no good record begins at byte 3000"),
        (["show", "1", "--raw", "--json"], 2, "--raw writes the record as it stands: leave --json"),
        (["show", "1", "--exchange", "--removed"], 2, "leave --removed out"),
        (["show", "1", "--version", "9" * 30], 2, "is not in the range"),
        (["diff", "1", "9" * 30], 2, "is not in the range"),
        (["search", "wall", "--limit", "9" * 30], 2, "is not in the range"),
        (["export", "-", "--where", "titel = 1"], 2, "did you mean title?"),
        (
            ["export", "-", "--where", "randomblob(9999999999)"],
            2,
            "--where: string or blob too big",
        ),
        (["export", "-", "--format", "cdxj", "--where", "json(title)"], 2, "malformed JSON"),
        (["show", "1", "--markdown", "--json"], 2, "leave --json out"),
        (["show", "http://a.example/\udcff"], 2, "expected text in UTF-8"),
        (["search", "wall", "--source", "\udcff"], 2, "expected text in UTF-8"),
        (["takedown", "--yes", "--reason", "\udcff", "http://a.example/"], 2, "expected text in"),
        (["takedown", "--lift", "--reason", "x", "http://a.example/"], 2, "leave --reason out"),
        (["show", "http://a.example/\nb"], 1, "no article http://a.example/ b"),
        (["export", "no/such/folder/x.csv"], 1, "there is no folder no/such/folder"),
    ],
)
def test_a_mistake_is_one_clear_line(folder, words, code, line):
    ran = winnow(folder, *words)
    error = ran.stderr.decode()
    assert (ran.returncode, ran.stdout) == (code, b""), error
    assert line in error
    assert "Traceback" not in error
    assert len([text for text in error.splitlines() if not text.startswith(("Usage", "Try"))]) <= 2


def test_show_reads_like_an_article(folder):
    assert output(folder, "show", "https://gazette.example/story/wall?utm_source=x#top") == (
        "Harbor wall falls, two hurt\n"
        "Ben Ito · gazette.example · 2026-02-27 · en\n"
        "https://www.gazette.example/story/wall\n"
        "article 1, version 2 of 2, fetched 2026-03-01 12:00 UTC\n"
        "14 words, 0 blocks removed\n"
        "\n"
        "The harbor wall fell on Monday. Two people were hurt.\n"
        "\n"
        "Engineers are at work.\n"
    )


def test_show_puts_what_was_removed_in_its_place(folder):
    text = output(folder, "show", "1", "--version", "1", "--removed")
    assert text.partition("\n\n")[2] == (
        "- Photograph: Ada Moreno  [caption, rule credit-line]\n\n"
        "  The harbor wall fell on Monday. Nobody was hurt.\n\n"
        "- Read more from the coast:  [related, rule read-more-header]\n\n"
        "- Ferry stops for the winter  [related, rule read-more-links]\n\n"
        "  The mayor blamed the storm.\n"
    )


def test_show_speaks_json(folder):
    article = json.loads(output(folder, "show", "1", "--version", "1", "--json"))
    assert [block["position"] for block in article["blocks"]] == [1, 4]
    assert [block["position"] for block in article["removals"]] == [0, 2, 3]
    assert article["removals"][0]["reason"] == "caption"


def test_show_raw_writes_the_record_as_it_is(folder):
    ran = winnow(folder, "show", "1", "--version", "1", "--raw")
    assert (ran.returncode, ran.stdout) == (0, RECORD)
    ran = winnow(folder, "show", "https://gazette.example/robots.txt", "--raw")
    assert (ran.returncode, ran.stdout) == (0, RECORD)


def test_a_terminal_gets_color_and_lines_of_its_width(folder):
    sent = on_a_terminal(folder, "search", "wall", "council")
    assert "\x1b[31m\x1b[1mcouncil\x1b[0m" in sent
    sent = on_a_terminal(folder, "show", "1", "--version", "1", "--removed", columns=40)
    assert "- \x1b[31mPhotograph:" in sent
    assert max(len(line) for line in sent.splitlines() if line.startswith("  ")) <= 40


def test_no_page_can_steer_the_terminal(folder):
    for words in (["search", "pretty"], ["show", "5"], ["show", "5", "--removed"]):
        sent = on_a_terminal(folder, *words)
        for own in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"):
            sent = sent.replace(own, "")
        assert "red]0;owned" in sent
        assert not set(sent) & {"\x1b", "\x07", "\x9b", "\u202e"}, words


def test_raw_bytes_never_reach_a_terminal(folder):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "winnow", "--archive", str(folder), "show", "1", "--raw"]
    ran = subprocess.run(
        command, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(theirs)
    os.close(ours)
    assert ran.returncode == 2
    assert b"send them to a file or a pipe" in ran.stderr


def test_export_writes_whole_files_only(folder, tmp_path):
    ran = winnow(folder, "export", str(tmp_path / "all.csv"), "--where", "language = 'en'")
    assert (ran.returncode, ran.stderr.decode()[:19]) == (0, "5 articles written ")
    assert (tmp_path / "all.csv").read_text("utf-8").startswith("id,url,title")
    assert winnow(folder, "export", str(tmp_path / "no.csv"), "--where", "x(").returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["all.csv"]
    lines = output(folder, "export", "-").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert output(folder, "export", "-", "--format", "csv").startswith("id,url")


@pytest.mark.parametrize("name", ["archive.db", "archive.db-wal", "lock", "warcs/a.warc.gz"])
def test_nothing_is_written_over_the_archive(folder, name):
    for asked in (["export", "--format", "jsonl"], ["pack"]):
        ran = winnow(folder, *asked, str(folder / name))
        assert (ran.returncode, ran.stdout, ran.stderr.count(b"\n")) == (1, b"", 1)
        assert b"is where the archive keeps its own files" in ran.stderr
    assert len(output(folder, "export", "-").splitlines()) == 6
    assert [path.name for path in (folder / "warcs").iterdir()] == [WARC]


@pytest.mark.parametrize("words", [["search", "wall"], ["show", "1"], ["export", "-"]])
def test_reading_imports_nothing_heavy(folder, words):
    ran = winnow(folder, *words, python=["-X", "importtime"])
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}
    assert "sqlite3" in loaded
    assert not [name for name in loaded if name.startswith(HEAVY)]


def test_history_lists_versions(folder):
    text = output(folder, "history", "1")
    assert text.splitlines()[3:] == [
        "  1  2026-03-01 10:00 UTC  14 words                      Harbor wall falls",
        "  2  2026-03-01 12:00 UTC  14 words                      Harbor wall falls, two hurt",
    ]
    rows = [json.loads(line) for line in output(folder, "history", "1", "--json").splitlines()]
    assert [row["version"] for row in rows] == [1, 2]


def test_diff_shows_words_that_went_and_came(folder):
    assert output(folder, "diff", "1") == (
        "version 1 of 2026-03-01 10:00 UTC\n"
        "version 2 of 2026-03-01 12:00 UTC\n\n"
        "Harbor wall falls{+, two hurt+}\n\n"
        "(2 unchanged)\n\n"
        "The harbor wall fell on Monday. [-Nobody was-]{+Two people were+} hurt.\n\n"
        "[-The mayor blamed the storm.-]\n\n"
        "{+Engineers are at work.+}\n"
    )
    rows = [
        json.loads(line) for line in output(folder, "diff", "1", "2", "1", "--json").splitlines()
    ]
    assert [row["change"] for row in rows] == ["changed", "same", "same", "changed", "gone", "new"]
    ran = winnow(folder, "diff", "2")
    assert (ran.returncode, ran.stderr) == (0, b"article 2, version 1: has no other version\n")
    ran = winnow(folder, "diff", "1", "2", "2")
    told = b"article 1, version 2: is compared with itself\n"
    assert (ran.returncode, ran.stderr) == (0, told)


def test_export_says_what_it_wrote_under_a_name_that_does_not(folder, tmp_path):
    for name, more in (("a.md", " as jsonl"), ("a.jsonl", ""), ("a.csv", "")):
        told = winnow(folder, "export", tmp_path / name).stderr.decode()
        assert told.endswith(f"written to {tmp_path / name}{more}\n")


def test_takedown_asks_on_standard_error(folder):
    asked = b"Remove 1 page for good? [y/N]: "
    refused = winnow(folder, "takedown", "--json", "http://a.example/", input=b"n\n")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr == asked + b"winnow: nothing was removed\n"
    alone = winnow(folder, "takedown", "http://a.example/", input=b"")
    assert (alone.returncode, alone.stdout) == (2, b"")
    assert alone.stderr.endswith(b"nobody is there to ask: --yes removes without asking\n")
