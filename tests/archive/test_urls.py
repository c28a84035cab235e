from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.addresses.urls import TRACKERS, host_of, plain_url, url_key

SAME = [
    ["http://gazette.example/a", "https://www.gazette.example/a", "https://Gazette.Example./a#top"],
    ["https://gazette.example/a?utm_source=feed&fbclid=1", "http://gazette.example:80/a"],
    ["https://gazette.example:443/a?b=2&a=1", "https://gazette.example/a?a=1&b=2"],
    ["https://gazette.example", "https://gazette.example/", "https://me:pw@gazette.example/?"],
    ["https://gazette.example/a%7Eb/%e4", "https://gazette.example/a~b/%E4"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
    ["https://gazette.example/a;jsessionid=9F?x=1", "https://gazette.example/a?x=1&PHPSESSID=7"],
]
DIFFERENT = [
    ["https://gazette.example/a", "https://gazette.example/A", "https://gazette.example/a/"],
    ["https://gazette.example/?id=1", "https://gazette.example/?id=2"],
    [
        "https://gazette.example/?ref=1",
        "https://gazette.example/?source=1",
        "https://gazette.example/",
    ],
    ["https://gazette.example:8443/a", "https://gazette.example/a"],
    ["https://m.gazette.example/a", "https://gazette.example/a"],
]


@pytest.mark.parametrize("urls", SAME)
def test_doubles_share_a_key(urls):
    assert len({url_key(url) for url in urls}) == 1


@pytest.mark.parametrize("urls", DIFFERENT)
def test_other_pages_have_other_keys(urls):
    assert len({url_key(url) for url in urls}) == len(urls)


def test_keep_wins_over_the_tracker_list():
    url = "https://gazette.example/?utm_id=7&utm_source=x"
    assert url_key(url, keep=["utm_id"]) == "gazette.example/?utm_id=7"
    assert plain_url(url, keep=["utm_id"]) == "https://gazette.example/?utm_id=7"


def test_plain_url_keeps_what_the_site_wrote():
    url = "https://Gazette.example:443/%7ea?b=2&utm_medium=x&a=%2f#part"
    assert plain_url(url) == "https://gazette.example/%7ea?b=2&a=%2f"
    assert plain_url("http://gazette.example") == "http://gazette.example/"


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.example", "urn:x:y", "http://", "http://[::1", "x"]
)
def test_what_is_no_web_url_is_its_own_key(text):
    assert url_key(text) == plain_url(text) == text
    assert host_of(text) == ""


def test_host_of_names_odd_ports_only():
    assert host_of("https://www.gazette.example/a@b:81/") == "www.gazette.example"
    assert host_of("https://gazette.example@other.example/") == "other.example"
    assert host_of("https://gazette.example.:443?x") == "gazette.example"
    assert host_of("https://u@[::1]:8443/x") == "[::1]:8443"
    assert host_of("HTTP://WWW.Gazette.example:80") == "www.gazette.example"


@given(st.text())
def test_any_text_has_a_key(text):
    assert url_key(text) == url_key(url_key(text)) or text.lower().startswith("http")
    assert isinstance(plain_url("http://" + text), str)
    assert isinstance(url_key("http://" + text), str)


PARAMS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "id", "ü", "ref"]), st.text("xyz/é&=", max_size=4)),
    max_size=4,
)


@given(PARAMS, st.permutations(sorted(TRACKERS)), st.integers(0, 3))
def test_trackers_and_plain_form_never_change_the_key(params, trackers, count):
    query = "&".join(f"{name}={value.replace('&', '')}" for name, value in params)
    url = f"https://gazette.example/story?{query}"
    tracked = url + "".join(f"&{name}=1" for name in trackers[:count]) + "#frag"
    assert url_key(tracked) == url_key(url)
    assert url_key(plain_url(tracked)) == url_key(url)
    assert not urlsplit(plain_url(tracked)).fragment
