"""The robots gate: the server's own log proves that we do as robots.txt says."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

import pytest

from crawler.robots import SIZE_LIMIT, Robots, text_of
from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.fetcher import Report, fetch
from tests.crawler.wire import CLOSE, PAGE, RESET, Answer, Wire, serve

NO = b"User-agent: *\nDisallow: /private/\n"


def robots_txt(body: bytes, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


def run(cases: dict[str, Answer], paths: list[str], **settings) -> tuple[dict[str, Wire], Report]:
    """One crawl over a server for each case, all at once."""
    pages: dict[str, Answer] = dict.fromkeys(paths, PAGE)
    with ExitStack() as stack:
        wires = {
            case: stack.enter_context(serve({**pages, "/robots.txt": answer}, f"127.0.1.{n}"))
            for n, (case, answer) in enumerate(cases.items(), 1)
        }
        urls = [wire.url + path for path in paths for wire in wires.values()]
        return wires, fetch(urls, {"ROBOTS_OBEY": True, "CONCURRENT_REQUESTS": 500, **settings})


PATHS = [f"/private/{n}" for n in range(8)] + [f"/open/{n}" for n in range(8)]


def slow(_head: bytes) -> Iterator[bytes | float]:
    yield 0.4
    yield robots_txt(NO)


BIG_GZIP = gzip.compress(NO + b"#" * 3_000_000)
OBEYED: dict[str, Answer] = {
    "at once": robots_txt(NO),
    "slow": slow,
    "byte-order mark": robots_txt(b"\xef\xbb\xbf" + NO),
    "CR line ends": robots_txt(NO.replace(b"\n", b"\r")),
    "compressed": robots_txt(gzip.compress(NO), b"Content-Encoding: gzip\r\n"),
    "compressed and huge": robots_txt(BIG_GZIP, b"Content-Encoding: gzip\r\n"),
    "huge": robots_txt(NO + b"# filler\n" * 200_000),
    "huge and chunked": [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [NO, *[b"# filler\n" * 999] * 99]),
        b"0\r\n\r\n",
    ],
    "our name in capitals": robots_txt(b"User-agent: other\nDisallow:\n\nUser-Agent: WINNOW\n"
                                       b"Disallow: /private/\n"),
    "served as HTML": robots_txt(NO, b"Content-Type: text/html\r\n"),
}  # fmt: skip


@pytest.fixture(scope="module")
def obeyed():
    return run(OBEYED, PATHS, CONCURRENT_REQUESTS_PER_DOMAIN=200)


@pytest.mark.parametrize("case", OBEYED)
def test_disallowed_paths_are_never_asked_for(case: str, obeyed):
    wire, report = obeyed[0][case], obeyed[1]
    asked = wire.asked()
    assert asked.count("/robots.txt") == 1
    assert asked[0] == "/robots.txt"
    assert not [path for path in asked if path.startswith("/private/")]
    assert sorted(asked[1:]) == sorted(path for path in PATHS if path.startswith("/open/"))
    ends = [report.outcomes[wire.url + path] for path in PATHS]
    assert ends == ["robots"] * 8 + ["fetched"] * 8


ALLOW_ALL: dict[str, Answer] = {
    "404": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "403": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "410": b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    "empty": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "redirect loop": b"HTTP/1.1 302 Found\r\nLocation: /robots.txt\r\nContent-Length: 0\r\n\r\n",
    "a web page": robots_txt(b"<html><body>Disallow: me</body></html>"),
}


@pytest.fixture(scope="module")
def without_rules():
    return run(ALLOW_ALL, ["/a", "/b"])


@pytest.mark.parametrize("case", ALLOW_ALL)
def test_a_site_without_rules_is_open(case: str, without_rules):
    wire, report = without_rules[0][case], without_rules[1]
    assert {report.outcomes[wire.url + path] for path in ("/a", "/b")} == {"fetched"}
    assert wire.asked().count("/robots.txt") == (6 if case == "redirect loop" else 1)


CLOSED: dict[str, Answer] = {
    "500": b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
    "503": b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
    "429": b"HTTP/1.1 429 Slow down\r\nContent-Length: 0\r\n\r\n",
    "closed": [CLOSE],
    "reset": [RESET],
    "garbage": [b"\x16\x03\x01 what", CLOSE],
    "silence": [9.0],
    "cut off": [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n", CLOSE],
    "drip": lambda _head: (step for _ in range(90) for step in (b"HTTP/1.1 200"[:1], 0.1)),
    "redirect to a closed port": b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:9/robots.txt\r\n"
    b"Content-Length: 0\r\n\r\n",
    "redirect to a private address": b"HTTP/1.1 301 Moved\r\nLocation: http://10.1.2.3/robots.txt\r\n"
    b"Content-Length: 0\r\n\r\n",
}


@pytest.fixture(scope="module")
def closed():
    return run(CLOSED, ["/a", "/b"], DOWNLOAD_TIMEOUT=3, CONCURRENT_REQUESTS_PER_DOMAIN=200)


@pytest.mark.parametrize("case", CLOSED)
def test_a_site_whose_rules_cannot_be_had_is_left_alone(case: str, closed):
    wire, report = closed[0][case], closed[1]
    assert set(wire.asked()) == {"/robots.txt"}
    assert {report.outcomes[wire.url + path] for path in ("/a", "/b")} == {"robots unreachable"}


def test_a_redirect_to_a_closed_address_says_nothing_of_the_site(tmp_path):
    with serve({"/robots.txt": CLOSED["redirect to a private address"]}) as wire:
        source = seed(tmp_path, wire.url)
        told = winnow(tmp_path / "a", "crawl", source).stdout
    assert "robots unreachable (robots.txt: redirect: forbidden address)" in told


def test_rules_behind_redirects_on_other_hosts_hold():
    with serve({"/r": robots_txt(NO)}, "127.0.0.3") as third:
        hop = b"HTTP/1.1 301 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
        with serve({"/robots.txt": hop % f"{third.url}/r".encode()}, "127.0.0.2") as second:
            answer = hop % f"{second.url}/robots.txt".encode()
            wires, report = run({"hops": answer}, PATHS[:1] + PATHS[-1:])
            wire = wires["hops"]
    assert list(report.outcomes.values()).count("robots") == 1
    assert wire.asked() == ["/robots.txt", PATHS[-1]]
    kinds = [exchange.context.get("kind") for exchange in report.exchanges]
    assert kinds == ["robots", "robots", "robots", None]


def test_crawl_delay_is_kept_and_so_is_the_file():
    answer = robots_txt(b"User-agent: *\nCrawl-delay: 0.5\n")
    wires, report = run({"delay": answer}, ["/a", "/b", "/c"])
    wire = wires["delay"]
    (first,) = [one for one in report.exchanges if one.url.endswith("/robots.txt")]
    assert first.response == wire.talk("/robots.txt").answer
    assert first.context["kind"] == "robots"
    gaps = [after.at - before.at for before, after in pairwise(wire.talks[1:])]
    assert min(gaps) > 0.2  # Scrapy varies a delay by half


def test_retry_after_stops_the_host():
    busy = b"HTTP/1.1 429 Slow\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n"
    paths = [f"/{n}" for n in range(20)]
    with serve(dict.fromkeys(paths, busy)) as wire:
        report = fetch([wire.url + path for path in paths], {"DOWNLOAD_DELAY": 0.05})
    ends = list(report.outcomes.values())
    assert ends.count("held") >= 17
    assert len(wire.talks) == 20 - ends.count("held")


def test_answers_age():
    day = 24 * 3600.0
    rules = Robots("http://a.test", 1_000_000.0, "fetched", "User-agent: *\nDisallow: /x")
    assert rules.fresh(1_000_000 + day - 1)
    assert not rules.fresh(1_000_000 + day)
    assert rules.stands_in(1_000_000 + 29 * day)
    failure = Robots("http://a.test", 1_000_000.0, "timeout")
    assert not failure.fresh(1_000_000 + 3600)
    assert not failure.allows("http://a.test/robots.txt", "winnow")
    assert failure.fresh(1_000_000 + 500)
    for passing in ("refused", "forbidden address"):
        assert not Robots("http://a.test", 1_000_000.0, passing).fresh(1_000_001)


def test_half_a_line_at_the_limit_is_dropped():
    line = b"Disallow: /private/but-open\n"
    body = b"User-agent: *\n" + line * (SIZE_LIMIT // len(line) + 5)
    assert text_of(body).endswith("/private/but-open")
