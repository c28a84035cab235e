"""Other people's tools accept what we write: warcio, FastWARC, pywb."""

import hashlib
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from archive.warc.reader import read_warc
from archive.warc.writer import Original, WarcWriter
from tests.archive.partners import ask, assert_accepted, replayed
from tests.archive.warc.exchanges import KINDS, PAGE, START, Kind, head, sized

# pywb passes these codings on as they are, or reads the first gzip member alone.
NOT_DECODED = {
    "gzip in two members",
    "x-gzip",
    "zstd",
    "gzip twice, declared twice",
    "gzip twice, declared once",
    "gzip not declared",
    "corrupt gzip",
    "chunked, broken framing",
}
REVISITS = ["same payload", "same payload, chunked", "not modified"]


@pytest.fixture(scope="module")
def warc(tmp_path_factory) -> Path:
    """One file with every kind of exchange and three revisits of the first."""
    folder = tmp_path_factory.mktemp("warc")
    with WarcWriter(folder) as writer:
        places = [writer.write(kind.exchange(n)) for n, kind in enumerate(KINDS)]
        first = Original(
            "http://gazette.example/0", START, places[0].record_id, places[0].payload_digest
        )
        framed = next(kind for kind in KINDS if kind.name == "chunked")
        unchanged = Kind("", head('ETag: "a"', status="304 Not Modified"))
        for number, kind in enumerate([Kind("", sized(PAGE)), framed, unchanged], start=900):
            writer.write(kind.exchange(number), revisit_of=lambda _answer: first)
    (path,) = folder.iterdir()
    return path


def test_readers_and_indexers_agree(warc: Path):
    assert_accepted([warc])


def test_warcio_finds_a_digest_on_each_record(warc: Path):
    said = ask("warcio", "check", "-v", warc)
    assert said.count("digest pass") == len(list(read_warc(warc))) - len(REVISITS)


def test_fastwarc_agrees_with_the_block_digests(warc: Path):
    with warc.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()


def test_pywb_replays_every_page(warc: Path, tmp_path: Path):
    kinds = [(n, kind) for n, kind in enumerate(KINDS) if kind.type == "response"]
    kinds += [(900 + n, Kind(name, b"")) for n, name in enumerate(REVISITS)]
    asked = [
        ("kinds", f"{kind.exchange(n).started_at:%Y%m%d%H%M%S}", f"http://gazette.example/{n}")
        for n, kind in kinds
    ]
    answers = {one["url"]: one for one in replayed(tmp_path / "pywb", {"kinds": [warc]}, asked)}
    for number, kind in kinds:
        answer = answers[f"http://gazette.example/{number}"]
        assert answer["status"] == kind.status, kind.name
        if kind.name not in NOT_DECODED and kind.body is not None:
            assert answer["size"] == len(kind.body), kind.name
            assert answer["sha256"] == hashlib.sha256(kind.body).hexdigest(), kind.name
