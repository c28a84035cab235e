"""The values in a script of JSON, whatever small faults it was written with."""

import json
import re
from collections.abc import Iterator
from html import unescape

MAX_CHARS = 2_000_000  # of one script; a few MB of JSON take hundreds in memory
MAX_REPAIRED = 300_000  # of one that is mended
MAX_VALUES = 50  # in one script, one behind the other

# To its end, or to that of the script: a string that has none is not looked for again from within.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z)'
# Comments, of JavaScript and HTML, and what hides a script from readers of XML.
_COMMENT = re.compile(
    rf"({_STRING})|//[^\n]*|/\*[^*]{{0,300}}\*/|<!--|-->|<!\[CDATA\[|\]\]>", re.DOTALL
)
_COMMA = re.compile(rf"({_STRING})|,(?=\s*[,}}\]])|(:)(?=\s*[,}}])", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt]|u[0-9a-fA-F]{4})|('))?")
_BETWEEN = re.compile(r"[\s,;\ufeff]*")


def values(text: str) -> Iterator[object]:
    """The values in a script; of one that is no JSON those that it has once it is mended."""
    if len(text) > MAX_CHARS:
        return
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>")
    found, whole = _read(text)
    if not whole and len(text) <= MAX_REPAIRED:
        mended, _ = _read(_mended(text))
        found = mended if len(mended) >= len(found) else found
    yield from found


def _read(text: str) -> tuple[list[object], bool]:
    """The values in a text up to the first fault, and whether there is none."""
    found: list[object] = []
    decoder = json.JSONDecoder(strict=False)
    place = _behind(text, 0)
    while place < len(text) and len(found) < MAX_VALUES:
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return found, False
        found.append(value)
        place = _behind(text, place)
    return found, True


def _behind(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _mended(text: str) -> str:
    """A text without comments, needless commas and escapes that JSON has not."""
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    text = _COMMENT.sub(lambda token: _escaped(token[1]) if token[1] else " ", text)
    return _COMMA.sub(lambda token: token[1] or (":null" if token[2] else ""), text)


def _escaped(string: str) -> str:
    return _ESCAPE.sub(lambda sign: sign[0] if sign[1] else sign[2] or r"\\", string)
