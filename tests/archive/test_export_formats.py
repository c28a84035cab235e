"""Exports of a selection: what is chosen, and that each format is whole for other tools."""

import json
import zipfile

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import open_archive
from archive.export.evidence import pieces
from archive.export.lines import COLUMNS, exported
from archive.export.parquet import write_parquet
from archive.export.selection import Selection
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story
from tests.archive.test_reading_commands import winnow

ROUNDS = [
    [
        exchange("/robots.txt", b"User-agent: *\n", kind="robots"),
        exchange("/old", b"", status="301 Moved", headers=["Location: /harbor"], minute=1),
        exchange("/harbor", page("Harbor wall", story("harbor", 40)), minute=2),
        exchange("/ferry", page("Ferry", story("ferry", 40)), minute=3),
        exchange("/far", page("Far away", story("far", 40)), host="courier.example", minute=4),
    ],
    [
        exchange("/harbor", page("Harbor wall", story("harbor", 40)), minute=60),  # the same
        exchange("/ferry", page("Ferry sinks", story("sinking", 40)), minute=61),  # edited
    ],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports") / "archive"
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        for number, batch in enumerate(ROUNDS):
            crawl = archive.begin_crawl(f"round {number}", {})
            with archive.append(batch):
                pass
            archive.end_crawl(crawl, "done", {})
            indexing.drain()
    return folder


@pytest.fixture
def archive(folder):
    with open_archive(folder) as archive:
        yield archive


def write(folder, path, *options):
    ran = winnow(folder, "export", str(path), *options)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stderr.decode()


def answers(path):
    """(type, URL) of the answers in a WARC file, after its own warcinfo record."""
    with path.open("rb") as file:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(file)
        ]
    assert found[0][0] == "warcinfo"
    return [pair for pair in found if pair[0] in {"response", "revisit"}]


HARBOR, FERRY, FAR = (
    "http://gazette.example/harbor",
    "http://gazette.example/ferry",
    "http://courier.example/far",
)


@pytest.mark.parametrize(
    ("wanted", "urls"),
    [
        ({}, [HARBOR, FERRY, FAR]),
        ({"query": "harbor wall site:gazette.example"}, [HARBOR]),
        ({"query": "-wall"}, [FERRY, FAR]),
        ({"query": "title:ferry"}, [FERRY]),
        ({"source": "gazette"}, [HARBOR, FERRY, FAR]),
        ({"source": "courier.example"}, [FAR]),
        ({"language": "de"}, []),
        ({"since": "2026-03-02"}, []),
        ({"until": "2026-03", "where": "version_count > 1"}, [FERRY]),
    ],
)
def test_a_selection_chooses(archive, wanted, urls):
    assert [row["url"] for row in exported(archive.conn, Selection(**wanted))] == urls


def test_warc_holds_every_capture_and_the_originals_of_revisits(folder, tmp_path):
    path = tmp_path / "part.warc.gz"
    write(folder, path, "--search", "title:harbor")
    assert answers(path) == [("response", HARBOR), ("revisit", HARBOR)]
    write(folder, path, "--source", "gazette.example", "--search", "title:ferry")
    assert answers(path) == [("response", FERRY), ("response", FERRY)]
    write(folder, path)
    assert len(answers(path)) == 7  # robots.txt and the redirect too


def test_an_exported_warc_is_the_same_archive_again(folder, tmp_path):
    write(folder, tmp_path / "all.warc.gz")
    again = tmp_path / "again"
    assert winnow(again, "import", str(tmp_path / "all.warc.gz")).returncode == 0
    keys = ("url", "title", "text", "sha256", "fetched_at", "version_count", "payload_digest")
    found = []
    for one in (folder, again):
        with open_archive(one) as opened:
            found.append([[row[key] for key in keys] for row in exported(opened.conn)])
    assert found[0] == found[1]


def test_wacz_has_the_clean_text(folder, tmp_path):
    path = tmp_path / "all.wacz"
    assert "records written" in write(folder, path, "--where", "title like 'F%'")
    with zipfile.ZipFile(path) as package:
        lines = package.read("pages/pages.jsonl").decode().splitlines()[1:]
    titles = {row["title"]: row["text"] for row in map(json.loads, lines)}
    assert set(titles) == {"Ferry sinks", "Far away"}
    assert "In sinking number" in titles["Ferry sinks"]


def test_parquet_holds_what_jsonl_holds(folder, archive, tmp_path):
    path = tmp_path / "all.parquet"
    assert write(folder, path).startswith("3 articles written")
    assert pq.read_table(path).to_pylist() == list(exported(archive.conn))


def test_parquet_without_rows_still_has_columns(tmp_path):
    assert write_parquet([], tmp_path / "none.parquet", COLUMNS) == 0
    assert pq.read_table(tmp_path / "none.parquet").column_names == list(COLUMNS)


def test_standard_output_takes_what_can_be_streamed(folder):
    ran = winnow(folder, "export", "-", "--format", "warc")
    assert ran.stdout.startswith(b"\x1f\x8b")
    for kind in ("wacz", "parquet"):
        ran = winnow(folder, "export", "-", "--format", kind)
        assert ran.returncode == 2
        assert b"name a file" in ran.stderr


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--search", "&"], "there is no word to look for"),
        (["--source", "gazete"], "did you mean gazette"),
        (["--since", "soon"], "is no date"),
        (["--format", "warc", "--where", "titel"], "did you mean title"),
    ],
)
def test_a_wrong_selection_leaves_no_file(folder, tmp_path, options, line):
    ran = winnow(folder, "export", str(tmp_path / "x"), *options)
    assert ran.returncode == 2
    assert line in ran.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_record_is_one_clear_line(folder, tmp_path, archive):
    places = list(pieces(archive.conn, tmp_path, Selection(query="title:harbor")))
    assert len(places) == 6  # answer, request, metadata of two captures
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "warcs").mkdir()
    (copy / "archive.db").write_bytes((folder / "archive.db").read_bytes())
    ran = winnow(copy, "export", str(tmp_path / "x.warc.gz"))
    assert ran.returncode == 6
    (line,) = ran.stderr.decode().splitlines()
    assert "0 records written" in line
    assert "could not be read; the first:" in line
    assert line.endswith("the file is missing")
