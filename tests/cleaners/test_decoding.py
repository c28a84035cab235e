"""Bytes to text: mark, valid UTF-8, header, declaration, detector; never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.characters import one_line, sane
from cleaners.decoding import decode

CHINESE = "村子在两座山的中间，只有一条路可以进来。邮局就在路的尽头。"
RUSSIAN = "Почта стоит в конце дороги, и почтальон приходит туда рано утром."


@pytest.mark.parametrize(
    ("page", "header", "text"),
    [
        ("über".encode("utf-8-sig"), "latin-1", "über"),
        ("über".encode("utf-16"), None, "über"),
        ("<p>über den Fluss".encode("utf-16-le"), None, "<p>über den Fluss"),
        ("über".encode(), "iso-8859-1", "über"),  # a header is often wrong, valid UTF-8 seldom
        ("über".encode("latin-1"), "iso-8859-1", "über"),
        ("“x”".encode("cp1252"), "iso-8859-1", "“x”"),  # what browsers take latin-1 for
        (
            f"<meta charset=gb2312>{CHINESE}".encode("gb18030"),
            None,
            f"<meta charset=gb2312>{CHINESE}",
        ),
        ((CHINESE * 3).encode("gb18030"), None, CHINESE * 3),
        ((RUSSIAN * 3).encode("cp1251"), None, RUSSIAN * 3),
        ((RUSSIAN * 3).encode("koi8-r"), "koi8-r", RUSSIAN * 3),
        ("né".encode("latin-1"), "no-such-charset", "né"),
        ("né".encode("latin-1"), "rot13", "né"),
        (b"", None, ""),
    ],
)
def test_decode(page: bytes, header: str | None, text: str):
    assert decode(page, header) == text


@given(st.binary(max_size=200), st.text(max_size=12))
def test_decode_never_fails(page: bytes, header: str):
    assert isinstance(decode(page, header), str)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("soft\u00adhyphen, zero\u200bwidth, \ufeffmark", "softhyphen, zerowidth, mark"),
        ("a\x00b\x07c\ud800d\u202ee", "abcde"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that Persian needs
        ("no\u200cjoiner\u200dhere", "nojoinerhere"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_sane(text: str, clean: str):
    assert sane(text) == clean


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_one_line_is_one_line_and_stays(text: str):
    line = one_line(text)
    assert one_line(line) == line
    assert "\n" not in line
    line.encode()
