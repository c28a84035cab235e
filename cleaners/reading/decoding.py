"""Bytes of a page to text, decided once: mark, header, the page's own word, then a detector."""

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import cchardet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = tuple(mark for mark, _ in _MARKS)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^<>]*?(?:charset|encoding)\s*+=\s*+["']?\s*+([\w.:-]+)""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096  # the WHATWG standard asks for the first 1024 bytes; real pages come later
_DETECT_WITHIN = 200_000
_WIDE_WITHIN = 4096
_PIECE = 1 << 14  # bytes; the text of a whole page may need four times its size
_BROKEN = "\ufffd\x81\x8d\x8f\x90\x9d"  # what no text has that was read in its own encoding
# What Python calls encodings too, and no page has.
_PYTHONS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"])
_LATIN_2 = ("ISO-8859-2", "ISO-8859-16")
_CONTROL = re.compile(rb"[\x80-\x9f]")
_COMMON_CHINESE = "的一是不了在"

# What pages say and what they mean (WHATWG Encoding Standard, table of labels).
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-8",  # a page whose ASCII declaration could be read is not UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "utf-7": "cp1252",  # never decoded as such: an old way to smuggle markup
    "x-user-defined": "cp1252",
}


def decode(page: bytes | str, charset: str | None = None) -> str:
    """The text of a page; `charset` is what the HTTP header said. Never raises.

    A byte order mark decides; then valid UTF-8 (others almost never look like it); then the first
    of header, declaration and detector that decodes the page with hardly an error.
    """
    if isinstance(page, str):
        return page
    for mark, name in _MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    with suppress(UnicodeDecodeError):
        if _may_be_utf8(page):
            return page.decode("utf-8")
    if (utf16 := wide(page)) is not None:
        return page.decode(utf16, "replace")
    return _best(page, _names(page, charset))


def _names(page: bytes, charset: str | None) -> Iterator[str]:
    """The encodings that a page may have, the likeliest first; the slow detector when it is due."""
    yield from _named(charset)
    yield from _named(_declaration(page))
    yield from ("gb18030",) if _is_chinese(page) else _named(_detected(page))
    yield from ("utf-8", "cp1252")


def utf8(page: bytes | str, charset: str | None = None) -> bytes:
    """The page in UTF-8, for parsers that want bytes: as it came when it is that, else decoded."""
    if isinstance(page, bytes) and not page.startswith(_MARKED) and _is_utf8(page):
        return page
    return decode(page, charset).encode("utf-8", "replace")


def _is_utf8(page: bytes) -> bool:
    """Whether a page without a mark is UTF-8; found in pieces, in half the time."""
    if not _may_be_utf8(page):
        return False
    if page.isascii():
        return True
    view, start = memoryview(page), 0
    with suppress(UnicodeDecodeError):
        while start < len(page):
            piece = view[start : start + _PIECE]
            start += codecs.utf_8_decode(piece, "strict", start + _PIECE >= len(page))[1]
        return True
    return False


def _may_be_utf8(page: bytes) -> bool:
    """Whether a page has neither the escapes of ISO-2022 nor the zero bytes of UTF-16."""
    escaped = 0x1B in page and b"\x1b$" in page  # a single byte is found far more quickly
    return not escaped and (0 not in page or wide(page) is None)


def _best(page: bytes, names: Iterable[str]) -> str:
    """The decoding with the fewest replaced characters; the earlier name when in doubt."""
    best, fewest = "", float("inf")
    allowed = len(page) // 2000  # a few broken bytes do not make a declaration wrong
    tried: set[str] = set()
    for name in names:
        if name in tried:
            continue
        tried.add(name)
        text = page.decode(name, "replace")
        wrong = sum(text.count(char) for char in _BROKEN if char in text)  # "in" is far quicker
        if wrong <= allowed:
            return text
        if wrong < fewest:
            best, fewest = text, wrong
    return best


def _named(name: str | None) -> list[str]:
    """The codec for what a page or server called it, as a list of one, or none."""
    label = (name or "").strip(" \t\r\n\"';,").lower().replace("cp-", "cp")
    try:
        codec = codecs.lookup(_MEANT.get(label, label))
    except (LookupError, ValueError):
        return []
    good = codec._is_text_encoding and codec.name not in _PYTHONS  # noqa: SLF001 - "rot13" and "zip" are codecs too
    return [codec.name] if good else []


def _declaration(page: bytes) -> str | None:
    found = _DECLARED.search(page[:_DECLARED_WITHIN]) or _DECLARED.search(page[:100_000])
    return found[1].decode("ascii", "replace") if found else None


def _is_chinese(page: bytes) -> bool:
    """Whether a page is Chinese in its usual encoding; the detector takes milliseconds to see it.

    A tenth of Chinese prose is these few characters; in other encodings their bytes mean rare ones.
    """
    text = page.decode("gb18030", "replace")
    pairs = len(page) - len(text)
    return pairs >= 100 and sum(map(text.count, _COMMON_CHINESE)) * 25 >= pairs


def _detected(page: bytes) -> str | None:
    start = max(0, page.find(b"<body"))  # markup of the head says nothing about the letters
    text = page[start : start + _DETECT_WITHIN]
    name = str(cchardet.detect(text)["encoding"] or "")
    # Its letters are those of Windows but for a few; what it has for quotation marks, no text has.
    return "cp1250" if name in _LATIN_2 and _CONTROL.search(text) else name or None


def wide(page: bytes) -> str | None:
    """UTF-16 without a mark shows by its zero bytes: every other byte of all that is ASCII.

    That is hardly more than the blanks and the markup where the text is Cyrillic or Chinese.
    """
    sample = page[:_WIDE_WITHIN]
    zeros, odd = sample.count(0), sample[1::2].count(0)
    if zeros < 2 or zeros * 40 < len(sample):
        return None
    if b"\0\0\0" in sample and page.count(0) * 3 < len(page):
        return None  # a gap of zeros, of which two in one place would be a letter of UTF-16
    if min(odd, zeros - odd) * 20 > zeros and zeros * 3 < len(sample):
        return None
    return "utf-16-le" if odd * 2 >= zeros else "utf-16-be"
