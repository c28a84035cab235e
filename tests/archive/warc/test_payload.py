"""Bodies decoded, whatever their servers declared, and never more than asked for."""

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.chunks import read_chunks
from archive.warc.fields import Fields
from archive.warc.payload import decode_body
from tests.archive.warc.exchanges import PAGE, chunked, raw_deflate

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstandard.compress,
}
MEGA = 1 << 20


def coded(body: bytes, *codings: str) -> bytes:
    for coding in codings:
        body = CODINGS[coding](body)
    return body


@pytest.mark.parametrize(
    "codings", [*itertools.product(CODINGS, repeat=1), *itertools.product(CODINGS, repeat=2)]
)
@pytest.mark.parametrize("framed", [False, True])
def test_every_coding_over_every_other(codings: tuple[str, ...], framed: bool):
    body = coded(PAGE, *codings)
    pairs = [("Content-Type", "text/html"), ("Content-Encoding", ", ".join(codings))]
    if framed:
        body = chunked(body)
        pairs.append(("transfer-encoding", "Chunked"))
    payload = decode_body(body, Fields(pairs), MEGA)
    assert payload.body == PAGE
    assert payload.notes == ()


@pytest.mark.parametrize("coding", CODINGS)
@given(cut=st.floats(0, 1))
def test_a_cut_body_gives_its_start(coding: str, cut: float):
    whole = coded(PAGE, coding)
    part = whole[: int(len(whole) * cut)]
    payload = decode_body(part, Fields([("Content-Encoding", coding)]), MEGA)
    assert PAGE.startswith(payload.body) or payload.body == part
    assert payload.notes or part in {whole, b""}


@pytest.mark.parametrize("coding", CODINGS)
@given(at=st.floats(0, 1), bit=st.integers(0, 7))
def test_a_flipped_bit_never_raises(coding: str, at: float, bit: int):
    body = bytearray(coded(PAGE, coding))
    body[int(at * (len(body) - 1))] ^= 1 << bit
    decode_body(bytes(body), Fields([("Content-Encoding", coding)]), MEGA)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("body", [PAGE, b"", b"x", b"\x1f", b"\x28\xb5\x2f", b"{}"])
def test_declared_and_not_applied(coding: str, body: bytes):
    payload = decode_body(body, Fields([("Content-Encoding", coding)]), MEGA)
    assert payload.body == body
    assert not body or payload.notes == (f"{coding}: declared but not applied",)


def test_other_declarations():
    def notes(body, **fields):
        named = Fields((name.replace("_", "-"), value) for name, value in fields.items())
        payload = decode_body(body, named, MEGA)
        assert payload.body == PAGE
        return payload.notes

    assert notes(raw_deflate(PAGE), Content_Encoding="deflate") == ()
    assert notes(gzip.compress(PAGE), Content_Encoding="deflate") == ()
    assert notes(zlib.compress(PAGE), Content_Encoding="gzip") == ("gzip: zlib stream",)
    assert notes(PAGE, Content_Encoding="identity") == ()
    assert notes(PAGE, Content_Encoding="none") == ()
    assert notes(PAGE, Content_Encoding="utf-8") == ("utf-8: unknown coding",)
    assert notes(PAGE, Transfer_Encoding="chunked") == ("chunked: declared but not applied",)
    assert notes(gzip.compress(PAGE), Content_Type="text/html") == ("gzip: not declared",)
    assert notes(coded(PAGE, "gzip", "gzip"), Content_Encoding="gzip") == ("gzip: twice",)
    assert notes(chunked(gzip.compress(PAGE)), Transfer_Encoding="gzip, chunked") == ()


def test_a_gzip_file_stays_one():
    body = gzip.compress(PAGE)
    assert decode_body(body, Fields([("Content-Type", "application/gzip")]), MEGA).body == body


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("layers", [1, 2])
def test_bombs_stay_small(coding: str, layers: int):
    bomb = coded(bytes(64 * MEGA), *[coding] * layers)
    tracemalloc.start()
    try:
        payload = decode_body(
            bomb, Fields([("Content-Encoding", ", ".join([coding] * layers))]), 2 * MEGA
        )
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(payload.body) == 2 * MEGA
    assert "cut at the limit" in payload.notes
    assert peak < 24 * MEGA


def test_a_hundred_declared_codings_end():
    fields = Fields([("Content-Encoding", ",".join(["gzip"] * 100))])
    assert decode_body(coded(PAGE, *["gzip"] * 8), fields, MEGA).body == PAGE


@given(body=st.binary(max_size=500), size=st.integers(1, 60), surplus=st.binary(max_size=20))
def test_chunks_come_apart(body, size, surplus):
    framed = chunked(body, size)
    chunks = read_chunks(framed + surplus)
    assert (chunks.entity, chunks.used, chunks.ended, chunks.broken) == (
        body,
        len(framed),
        True,
        False,
    )


@given(body=st.binary(min_size=1, max_size=300), size=st.integers(1, 60), cut=st.floats(0, 0.999))
def test_cut_chunks_give_their_start(body, size, cut):
    framed = chunked(body, size)[:-2]
    chunks = read_chunks(framed[: int(len(framed) * cut)])
    assert body.startswith(chunks.entity)
    assert not chunks.broken


@pytest.mark.parametrize(
    "framed",
    [b"zz\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n", b"-1\r\nx", b"5" * 40 + b"\r\nx", b"\r\n\r\n"],
)
def test_broken_chunks_are_known(framed: bytes):
    assert read_chunks(framed).broken
