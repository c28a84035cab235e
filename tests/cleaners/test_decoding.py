"""Bytes to text: mark, valid UTF-8, header, declaration, detector; never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.reading.characters import one_line, sane
from cleaners.reading.decoding import decode, utf8

CHINESE = "村子在两座山的中间，只有一条路可以进来。邮局就在路的尽头。"
KOREAN = "마을은 두 산 사이에 있고 길은 하나뿐이다. 우체국은 그 길의 끝에 있다."
JAPANESE = "村は二つの山の間にあり、道は一つしかない。郵便局はその道の終わりにある。"
RUSSIAN = "Почта стоит в конце дороги, и почтальон приходит туда рано утром."


POLISH = "Listonosz, jak mówią, przychodził z sąsiedniej wsi o świcie, „żółtą ścieżką” nad wodą."
CZECH = "Pošťák říkal, že přijde brzy ráno, ale „žádný člověk“ ve vsi už na něj nečekal u cesty."
HUNGARIAN = (
    "A postás azt mondta, hogy „később” jön, mert az út végén őrző kutyák ültek a kő mögött."
)


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
        ((CHINESE * 9).encode("gb18030"), None, CHINESE * 9),
        ((KOREAN * 9).encode("euc-kr"), None, KOREAN * 9),
        ((JAPANESE * 9).encode("euc-jp"), None, JAPANESE * 9),
        ((JAPANESE * 9).encode("shift-jis"), None, JAPANESE * 9),
        ((CHINESE * 3).encode() + b"\xff", "utf-8", CHINESE * 3 + "\ufffd"),
        ((RUSSIAN * 3).encode("cp1251"), None, RUSSIAN * 3),
        ((RUSSIAN * 3).encode("koi8-r"), "koi8-r", RUSSIAN * 3),
        (f"<p>{POLISH}".encode("cp1250"), None, f"<p>{POLISH}"),
        (f"<p>{CZECH}".encode("cp1250"), None, f"<p>{CZECH}"),
        (f"<p>{HUNGARIAN}".encode("cp1250"), None, f"<p>{HUNGARIAN}"),
        (f"<p>{RUSSIAN}</p>".encode("utf-16-le"), None, f"<p>{RUSSIAN}</p>"),
        (f"<p>{RUSSIAN * 9}</p>".encode("utf-16-be"), None, f"<p>{RUSSIAN * 9}</p>"),
        (b"<p>" + RUSSIAN.encode() + b"\0\0\0\0", None, f"<p>{RUSSIAN}\0\0\0\0"),
        (b"\0" * 2000 + RUSSIAN.encode() * 90, None, "\0" * 2000 + RUSSIAN * 90),
        ("né".encode("latin-1"), "no-such-charset", "né"),
        ("né".encode("latin-1"), "rot13", "né"),
        ("né".encode("latin-1"), "undefined", "né"),
        ("né".encode("latin-1"), "idna", "né"),
        (b"", None, ""),
    ],
)
def test_decode(page: bytes, header: str | None, text: str):
    assert decode(page, header) == text


@pytest.mark.parametrize("before", range(6))
def test_utf8_stays_as_it_is_wherever_it_is_cut(before: int):
    page = b"-" * before + ("über 村 🌊" * 5000).encode()
    assert utf8(page) is page
    assert utf8(page[:-1]) == decode(page[:-1]).encode()


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
