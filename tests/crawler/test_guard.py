"""Only public addresses are connected to; a listener proves that nothing else is touched."""

import socket

import pytest

from crawler.guard import networks, permitted
from tests.crawler.fetcher import fetch, listening
from tests.crawler.wire import PAGE, serve

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "2002:0808:0808::1",
          "64:ff9b::8.8.8.8"]  # fmt: skip
CLOSED = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001:db8::1", "2001:0:7f00:1::1", "100::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_open(address: str):
    assert permitted(address)


@pytest.mark.parametrize("address", CLOSED)
def test_all_others_are_closed(address: str):
    assert not permitted(address)


def test_a_source_can_open_an_address():
    mine = networks(["10.1.0.0/16", "::1"])
    assert permitted("10.1.2.3", mine)
    assert permitted("::ffff:10.1.2.3", mine)
    assert permitted("::1", mine)
    assert not permitted("10.2.2.3", mine)
    assert not permitted("127.0.0.1", mine)


# Every way to write 127.0.0.1 that a resolver somewhere understands.
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1",
    "017700000001", "0", "0.0.0.0", "localhost", "LOCALHOST", "localhost.",
    "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]", "127.0.0.1.",
    "user@127.0.0.1",    "①②⑦.⓪.⓪.①", "%31%32%37.0.0.1",
]  # fmt: skip


def test_no_spelling_of_a_closed_address_is_contacted():
    with serve({"/": PAGE}) as wire, serve({"/": PAGE}, "::1") as wire6:
        urls = [f"http://{name}:{port}/" for name in SPELLINGS for port in (wire.port, wire6.port)]
        report = fetch(urls, meta={"allow_addresses": []})
    assert wire.connections == wire6.connections == 0
    assert set(report.outcomes.values()) <= {"forbidden address", "dns", "bad url"}
    assert len(report.exchanges) == len(urls)


def test_what_one_source_may_reach_another_may_not():
    # The second request must not ride on the connection that the first one opened.
    with serve({"/a": PAGE, "/b": PAGE}) as wire:
        opened = fetch([wire.url + "/a"])
        closed = fetch([wire.url + "/b"], meta={"allow_addresses": ["10.0.0.0/8"]})
    assert opened.outcomes == {wire.url + "/a": "fetched"}
    assert closed.outcomes == {wire.url + "/b": "forbidden address"}
    assert wire.asked() == ["/a"]


def test_other_schemes_have_no_handler(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("not for the archive")
    urls = [f"file://{secret}", "data:text/html,hello", "ftp://127.0.0.1/x", "s3://bucket/key"]
    report = fetch(urls)
    assert not report.exchanges
    assert not report.bodies


def test_nothing_listens_during_a_crawl():
    with serve({"/": PAGE}) as wire:
        report = fetch([wire.url + "/"])
    assert report.outcomes == {wire.url + "/": "fetched"}
    assert report.listening == set()


def test_a_listener_would_be_seen():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert listener.getsockname()[1] in listening()
