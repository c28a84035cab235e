"""The tap keeps what went over the wire, byte for byte."""

import pytest

from tests.crawler.answers import BROKEN, HTML, SURPLUS, WHOLE, sized
from tests.crawler.certificate import server_context
from tests.crawler.fetcher import Report, fetch
from tests.crawler.wire import PAGE, RESET, Wire, serve

Crawl = tuple[Wire, Report]


@pytest.fixture(scope="module")
def crawl():
    whole = {path.partition("#")[0]: answer for path, (answer, _) in WHOLE.items()}
    broken = {path: answer for path, (answer, _, _) in BROKEN.items()}
    surplus = {path: [good + rest] for path, (good, rest) in SURPLUS.items()}
    with serve({**whole, **broken, **surplus}) as wire:
        urls = [wire.url + path for path in (*WHOLE, *BROKEN, *SURPLUS)]
        yield wire, fetch(urls, {"DOWNLOAD_TIMEOUT": 3, "CONCURRENT_REQUESTS_PER_DOMAIN": 8})


@pytest.mark.parametrize("path", WHOLE)
def test_whole_exchanges_are_identical(crawl: Crawl, path: str):
    wire, report = crawl
    exchange = report.exchange((wire.url + path).partition("#")[0])
    talk = wire.talk(path.partition("#")[0])
    assert exchange.request == talk.request
    assert exchange.response == talk.answer
    assert (exchange.error, exchange.truncated) == (None, None)
    assert report.outcomes[wire.url + path] == WHOLE[path][1]
    assert (exchange.ip, exchange.protocols) == ("127.0.0.1", ("http/1.1",))


@pytest.mark.parametrize("path", BROKEN)
def test_broken_exchanges_are_kept_and_named(crawl: Crawl, path: str):
    wire, report = crawl
    _answer, name, truncated = BROKEN[path]
    exchange = report.exchange(wire.url + path)
    assert exchange.request == wire.talk(path).request
    assert exchange.response == wire.talk(path).answer
    assert exchange.error == report.outcomes[wire.url + path] == name
    assert exchange.truncated == truncated


@pytest.mark.parametrize("path", SURPLUS)
def test_bytes_after_the_answer_are_dropped(crawl: Crawl, path: str):
    wire, report = crawl
    exchange = report.exchange(wire.url + path)
    assert exchange.response == SURPLUS[path][0]
    assert exchange.error is None


def test_every_request_the_server_saw_is_there(crawl: Crawl):
    wire, report = crawl
    seen = sorted(talk.request for talk in wire.talks)
    assert seen == sorted(exchange.request for exchange in report.exchanges)


def test_bodies_come_without_their_framing(crawl: Crawl):
    wire, report = crawl
    for path in ("/length", "/chunked", "/trailer", "/until-close", "/103-hints", "/line-feeds"):
        assert report.bodies[wire.url + path] == HTML


def test_a_silent_repetition_is_an_exchange_of_its_own():
    served: list[int] = []

    def once_then_reset(_head: bytes):
        served.append(1)
        yield RESET if len(served) == 1 else PAGE

    with serve({"/first": PAGE, "/second": once_then_reset}) as wire:
        urls = [wire.url + "/first", wire.url + "/second"]
        report = fetch(urls, {"CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    got = [(one.url, one.error, one.response) for one in report.exchanges]
    assert got == [(urls[0], None, PAGE), (urls[1], "reset", b""), (urls[1], None, PAGE)]
    assert report.outcomes[urls[1]] == "fetched"


def test_connections_are_kept_and_few():
    paths = [f"/{n}" for n in range(20)]
    with serve(dict.fromkeys(paths, PAGE)) as wire:
        fetch([wire.url + path for path in paths], {"CONCURRENT_REQUESTS_PER_DOMAIN": 2})
    assert len(wire.talks) == 20
    assert wire.connections <= 2


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_tls_is_tapped_inside(tmp_path, version: str):
    with serve({"/a": sized(HTML)}, context=server_context(tmp_path, version)) as wire:
        report = fetch([wire.url + "/a"])
    exchange = report.exchange(wire.url + "/a")
    assert exchange.request == wire.talk("/a").request
    assert exchange.response == wire.talk("/a").answer
    assert exchange.protocols == ("http/1.1", version.lower().replace("v", "/"))
    assert exchange.cipher
    assert "self-signed" in exchange.context["certificate"]


def test_a_bad_certificate_can_be_refused(tmp_path):
    with serve({"/a": sized(HTML)}, context=server_context(tmp_path)) as wire:
        report = fetch([wire.url + "/a"], {"DOWNLOAD_VERIFY_CERTIFICATES": True})
    assert report.outcomes == {wire.url + "/a": "tls"}
    assert not wire.talks


def test_tls_to_a_plain_port_is_named():
    with serve({}) as wire:
        url = wire.url.replace("http://", "https://") + "/a"
        assert fetch([url], {"DOWNLOAD_TIMEOUT": 3}).outcomes[url] in {"tls", "too slow", "reset"}


def test_ipv6_is_written_short():
    with serve({"/a": PAGE}, "::1") as wire:
        assert fetch([wire.url + "/a"]).exchange(wire.url + "/a").ip == "::1"
