"""One name for every end."""

import pytest
from OpenSSL.SSL import Error as TLSError
from twisted.internet import error as tx
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseFailed

from crawler import selftest, tap
from crawler.outcome import OUTCOMES, TEMPORARY, FetchError, of_status, outcome
from crawler.throttle import RETRY_AFTER_LIMIT, retry_after


@pytest.mark.parametrize(("status", "located", "name"), [
    (200, False, "fetched"), (203, True, "fetched"), (304, False, "unchanged"),
    (301, True, "redirect"), (308, True, "redirect"), (301, False, "http 301"),
    (300, True, "http 300"), (404, False, "http 404"), (503, True, "http 503"),
])  # fmt: skip
def test_statuses(status: int, located: bool, name: str):
    assert of_status(status, located=located) == name


@pytest.mark.parametrize(("error", "name"), [
    (FetchError("robots"), "robots"), (tx.DNSLookupError(), "dns"),
    (tx.ConnectionRefusedError(), "refused"), (tx.NoRouteError(), "unreachable"),
    (tx.TimeoutError(), "timeout"), (tx.TCPTimedOutError(), "timeout"),
    (tx.ConnectionLost(), "reset"), (TLSError(), "tls"), (ValueError("x"), "error"),
    (ResponseFailed([Failure(tx.ConnectionLost())]), "reset"),
])  # fmt: skip
def test_errors(error: Exception, name: str):
    assert outcome(error) == outcome(Failure(error)) == name


def test_every_name_is_explained():
    assert OUTCOMES.keys() >= TEMPORARY
    assert all(text.endswith(".") for text in OUTCOMES.values())


@pytest.mark.parametrize(("value", "seconds"), [
    (None, None), (b"120", 120.0), (b" 0 ", 0.0), (b"9" * 400, RETRY_AFTER_LIMIT), (b"-5", None),
    (b"soon", None), (b"", None), (b"\xff", None), (b"Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
    (b"Thu, 01 Jan 1970 00:00:00 GMT", 0.0), (b"Thu, 01 Jan 2970 00:00:00 GMT", RETRY_AFTER_LIMIT),
    (b"1e9", None), ("\u0663".encode(), None),
])  # fmt: skip
def test_retry_after(value: bytes | None, seconds: float | None):
    assert retry_after(value, 1000.0) == seconds


def test_the_installed_twisted_fits_the_tap():
    selftest.check()


def test_a_moved_seam_is_named(monkeypatch):
    monkeypatch.setattr(tap.TappedProtocol, "dataReceived", lambda _self, _data: None)
    with pytest.raises(selftest.SeamError, match=r"the bytes received.*requirements\.lock"):
        selftest.check()
