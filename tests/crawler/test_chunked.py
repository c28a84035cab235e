"""Chunked bodies, however they are cut on their way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.web.http import _DataLoss

from crawler.chunked import LONGEST_TRAILER, ChunkReader, MalformedChunkError

SIZES = st.sampled_from(["{:x}\r\n", "{:X} \r\n", "00{:x}\r\n", "{:x};name=value\r\n"])


class Taken:
    """What a reader gave on."""

    def __init__(self, *pieces: bytes) -> None:
        self.bodies: list[bytes] = []
        self.rest: bytes | None = None
        self.reader = ChunkReader(self.bodies.append, self.finish)
        for piece in pieces:
            self.reader.dataReceived(piece)

    def finish(self, rest: bytes) -> None:
        self.rest = rest


@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=40), SIZES), max_size=8),
    st.sampled_from([b"", b"X-Sum: 1\r\n", b"A: b\r\nC: d\r\n"]),
    st.binary(max_size=10),
    st.lists(st.integers(0, 400), max_size=12),
)
def test_what_went_in_comes_out_wherever_it_was_cut(chunks, trailer, after, cuts):
    framed = b"".join(size.format(len(chunk)).encode() + chunk + b"\r\n" for chunk, size in chunks)
    raw = framed + b"0\r\n" + trailer + b"\r\n"
    places = sorted({cut for cut in cuts if cut < len(raw)} | {0})
    pieces = [raw[start:end] for start, end in zip(places, [*places[1:], len(raw)], strict=True)]
    pieces[-1] += after
    taken = Taken(*pieces)
    assert b"".join(taken.bodies) == b"".join(chunk for chunk, _size in chunks)
    assert taken.rest == after
    taken.reader.noMoreData()


def test_tiny_chunks_come_together():
    taken = Taken(b"1\r\na\r\n" * 5000)
    assert taken.bodies == [b"a" * 5000]


@pytest.mark.parametrize(
    "raw", [b"4\r\nhalf", b"4\r\nhalf\r\n", b"4\r\nhalf\r\n0\r\nX: y\r\n", b"4"]
)
def test_half_a_body_is_told(raw: bytes):
    taken = Taken(raw)
    with pytest.raises(_DataLoss):
        taken.reader.noMoreData()
    assert taken.rest is None


@pytest.mark.parametrize(
    "raw",
    [b"zz\r\nhalf\r\n", b"-4\r\nhalf\r\n", b"4\r\nhalf more\r\n", b"4" * 2000,
     b"0\r\n" + b"X: y\r\n" * (LONGEST_TRAILER // 5)],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error(raw: bytes):
    with pytest.raises(MalformedChunkError):
        Taken(raw)


def test_what_was_good_before_a_fault_is_given_on():
    taken = Taken()
    with pytest.raises(MalformedChunkError):
        taken.reader.dataReceived(b"4\r\ngood\r\nworse\r\n")
    assert taken.bodies == [b"good"]
