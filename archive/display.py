"""Archived text on a terminal: it was written by strangers and may hold control sequences."""

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any

import click

# C0 without tab and line end, DEL, C1 (0x9b alone starts an escape sequence), and the characters
# that turn the direction of what follows; zero width spaces are seams of archive.search.spacing.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def safe(text: str) -> str:
    """The text without any character that a terminal would obey; lines and tabs stay."""
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", _LINE_END.sub("\n", text)))


def one_line(text: str) -> str:
    """The same on one line, each run of white space a single space."""
    return " ".join(safe(text).split())


def plain_name(name: str) -> str:
    """A file name as text that can be stored and sent: a sign for each byte that is no UTF-8."""
    return _SURROGATE.sub("_", name)


def minute(when: str) -> str:
    """A stored time for people: "2026-03-01 10:00 UTC"."""
    return f"{when[:16].replace('T', ' ')} UTC"


def many(count: int, what: str, plural: str = "s") -> str:
    """The count with its noun: "1 file", "2 files"."""
    return f"{count:,} {what}{'' if count == 1 else plural}"


def highlighted(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """The text on one line, the marked stretches (start, end) in bold red as grep shows them."""
    parts, done = [], 0
    for start, end in marks:
        parts += [safe(text[done:start]), click.style(safe(text[start:end]), fg="red", bold=True)]
        done = end
    return " ".join("".join([*parts, safe(text[done:])]).split())


def json_line(row: dict[str, Any]) -> str:
    """The row as one line of JSON; no character in it is taken for a line end by any reader."""
    line = json.dumps(row, ensure_ascii=False, default=str)
    for char in ("\x85", "\u2028", "\u2029"):
        if char in line:  # much faster than a pattern, and hardly ever true
            line = line.replace(char, f"\\u{ord(char):04x}")
    try:
        line.encode()
    except UnicodeEncodeError:
        line = _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    return line


def wrapped(text: str, *, indent: str) -> str:
    """The text indented and, on a terminal, broken between words at its width, 100 at most.

    Elsewhere a paragraph stays one line, as programs that read it expect.
    """
    if not sys.stdout.isatty():
        return indent + text
    width = min(shutil.get_terminal_size().columns, 100)
    lines, line = [], indent
    used = len(indent)
    for word in text.split(" "):
        room = columns(click.unstyle(word))
        if line != indent and used + 1 + room > width:
            lines.append(line)
            line, used = indent, len(indent)
        elif line != indent:
            line, used = f"{line} ", used + 1
        line, used = line + word, used + room
    return "\n".join([*lines, line])


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters two, marks none."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else unicodedata.combining(char) == 0
        for char in text
    )
