"""The tap keeps what went over the wire, byte for byte."""

import pytest

from tests.crawler.fetcher import Report, fetch
from tests.crawler.wire import CLOSE, PAGE, RESET, Wire, serve

HTML = b"<html><body><p>A page of a few words.</p></body></html>"
CHUNKED = b"".join(
    [b"b\r\n<html><body\r\n", b"2a;x=1\r\n", HTML[11:53], b"\r\n2\r\n", HTML[53:], b"\r\n"]
)

WHOLE = {
    "/plain": PAGE,
    "/until-close": [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML, CLOSE],
}
BROKEN = {
    "/reset": ([RESET], "reset", b""),
    "/garbage": ([b"\x00\x01\x02 nothing of HTTP\r\n\r\n", CLOSE], "garbage", None),
}


@pytest.fixture(scope="module")
def crawl():
    answers = {**WHOLE, **{path: answer for path, (answer, _, _) in BROKEN.items()}}
    with serve(answers) as wire:
        yield wire, fetch([wire.url + path for path in answers])


@pytest.mark.parametrize("path", WHOLE)
def test_whole_exchanges_are_identical(crawl: tuple[Wire, Report], path: str):
    wire, report = crawl
    exchange = report.exchange(wire.url + path)
    assert exchange.request == wire.talk(path).request
    assert exchange.response == wire.talk(path).answer
    assert (exchange.error, exchange.truncated) == (None, None)


@pytest.mark.parametrize("path", BROKEN)
def test_broken_exchanges_are_kept_and_named(crawl: tuple[Wire, Report], path: str):
    wire, report = crawl
    _answer, name, received = BROKEN[path]
    exchange = report.exchange(wire.url + path)
    assert exchange.request == wire.talk(path).request
    assert exchange.response == (wire.talk(path).answer if received is None else received)
    assert exchange.error == report.outcomes[wire.url + path] == name
