"""Every exchange is cut by size and by total time; what came is kept and says so."""

from collections.abc import Iterator

import pytest

from crawler.reservoir import LARGE, Reservoir
from crawler.tap import HEAD_LIMIT
from tests.crawler.fetcher import fetch
from tests.crawler.wire import CLOSE, Answer, serve

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def endless(start: bytes, piece: bytes) -> Answer:
    def answer(_head: bytes) -> Iterator[bytes]:
        yield start
        while True:
            yield piece

    return answer


def drip(start: bytes, piece: bytes) -> Answer:
    def answer(_head: bytes) -> Iterator[bytes | float]:
        yield start
        for _ in range(100):
            yield piece
            yield 0.1

    return answer


MANY = b"X-Flood: " + b"y" * 1000 + b"\r\n"
CUT: dict[str, tuple[Answer, str, str | None]] = {
    "/announced": ([OK + b"Content-Length: 9999999999\r\n\r\n", b"x" * 1000, CLOSE], "too big",
                   "length"),
    "/endless-body": (endless(OK + b"\r\n", b"x" * 65536), "too big", "length"),
    "/endless-chunks": (endless(CHUNKED, b"1000\r\n" + b"x" * 4096
                                + b"\r\n"), "too big", "length"),
    "/endless-tiny-chunks": (endless(CHUNKED, b"1\r\nx\r\n" * 9000),
                             "too big", "length"),
    "/endless-chunk-extension": (endless(CHUNKED + b"1;", b"x" * 60000),
                                 "garbage", "unspecified"),
    "/endless-trailer": (endless(CHUNKED + b"0\r\n", MANY * 60),
                         "garbage", "unspecified"),
    "/endless-headers": (endless(OK, MANY * 60), "too big", "length"),
    "/endless-header": (endless(OK + b"X: ", b"y" * 65536), "too big", "length"),
    "/endless-status": (endless(b"HTTP/1.1 200 ", b"y" * 65536), "too big", "length"),
    "/endless-interim": (endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000), "too big",
                         "length"),
    "/endless-empty-lines": (endless(OK, b" \r\n" * 20000), "too big", "length"),
    "/drip-status": (drip(b"", b"H"), "too slow", "time"),
    "/drip-head": (drip(OK, b"X: y\r\n"), "too slow", "time"),
    "/drip-body": (drip(OK + b"Content-Length: 5000\r\n\r\n", b"x"), "too slow", "time"),
    "/drip-endless": (drip(OK + b"\r\n", b"x"), "too slow", "time"),
    "/silence": ([20.0], "timeout", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawl():
    # What is cut by size has all the time that a busy machine needs, the others have little.
    by_time = [path for path, (_, _, truncated) in CUT.items() if truncated in {"time", None}]
    by_size = [path for path in CUT if path not in by_time]
    settings = {"DOWNLOAD_MAXSIZE": 300_000, "CONCURRENT_REQUESTS_PER_DOMAIN": 50}
    with serve({path: answer for path, (answer, _, _) in CUT.items()}) as wire:
        report = fetch([wire.url + path for path in by_size], {**settings, "DOWNLOAD_TIMEOUT": 60})
        late = fetch([wire.url + path for path in by_time], {**settings, "DOWNLOAD_TIMEOUT": 3})
        report.exchanges += late.exchanges
        report.outcomes |= late.outcomes
        yield wire, report


@pytest.mark.parametrize("path", CUT)
def test_it_is_cut_and_kept(crawl, path: str):
    wire, report = crawl
    _answer, name, truncated = CUT[path]
    exchange = report.exchange(wire.url + path)
    assert (exchange.error, exchange.truncated) == (name, truncated)
    assert report.outcomes[wire.url + path] == name
    assert wire.talk(path).answer.startswith(exchange.response)
    assert len(exchange.response) <= 300_000 + HEAD_LIMIT + 65536


def test_nothing_is_asked_for_twice(crawl):
    wire, _report = crawl
    assert sorted(wire.asked()) == sorted(CUT)


def test_a_silent_handshake_has_the_same_deadline():
    with serve({}) as wire:  # reads the client's greeting and waits for a request
        url = wire.url.replace("http", "https") + "/"
        report = fetch([url], {"DOWNLOAD_TIMEOUT": 2})
    assert report.outcomes[url] == "too slow"
    assert report.exchange(url).elapsed < 6


def test_an_answer_below_the_limit_is_whole():
    body = b"x" * 999_000
    answer = OK + b"Content-Length: 999000\r\n\r\n" + body
    with serve({"/": answer}) as wire:
        report = fetch([wire.url + "/"], {"DOWNLOAD_MAXSIZE": 1_000_000})
    assert report.exchange(wire.url + "/").response == answer


class Tide:
    """A transport that notes whether it flows."""

    flows = True

    def pauseProducing(self):  # noqa: N802 - Twisted's name
        self.flows = False

    def resumeProducing(self):  # noqa: N802 - Twisted's name
        self.flows = True


def test_large_answers_wait_for_room_and_small_ones_never_do():
    reservoir, tides = Reservoir(limit=3 * LARGE), {name: Tide() for name in "abc"}
    for size in (1, 2):
        for name in "ab":
            reservoir.took(name, size * LARGE, tides[name])
    reservoir.took("c", LARGE - 1, tides["c"])
    assert [tide.flows for tide in tides.values()] == [True, False, True]
    reservoir.took("a", 9 * LARGE, tides["a"])
    assert tides["a"].flows  # one always goes on
    reservoir.done("a")
    assert tides["b"].flows
    reservoir.done("b")
    assert not reservoir.sizes
