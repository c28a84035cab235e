"""The paragraphs of a plain text: its lines, joined where a program had broken them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from cleaners.debris.shape import UNSPACED

# What no stored text may hold: controls, direction overrides, lone surrogates.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
QUOTED = re.compile(r"(?:> ?)+")
UNSPACED_SIGN = re.compile(rf"[{UNSPACED}\u3000-\u303f\uff00-\uffef]")
OPENING = re.compile(r"\s|[-*+•·–—|#]|\d+[.)]\s|\[|```|~~~")  # what begins a line of its own
NARROWEST, WIDEST = 50, 100  # characters of a line where text is broken
LEAST = 3  # lines that must be full before a text counts as broken
SHARE = 0.6  # of the lines that another one follows must be full


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without empty ones.

    One line is one paragraph, unless the text was broken at a width: then nearly every line that
    another follows is so full that the next word had no place in it. Verses, lists, and headlines
    under each other end where they like, and stay lines.
    """
    lines = [FORBIDDEN.sub("", line).rstrip() for line in BREAK.split(text)]
    width = _width(lines)
    found: list[str] = []
    last = ""
    for line in lines:
        if width and _goes_on(last, line, width):
            found[-1] += _after(found[-1], _bare(line).lstrip())
        elif line.strip():
            found.append(line.strip())
        last = line
    return [one for one in found if one]


def _after(line: str, rest: str) -> str:
    """The rest of a line that was broken: a space before it, but in scripts without spaces."""
    spaced = not (UNSPACED_SIGN.match(rest) and UNSPACED_SIGN.match(line[-1:]))
    return f" {rest}" if spaced else rest


def _bare(line: str) -> str:
    """A line without the marks of a mail that is quoted."""
    quoted = QUOTED.match(line)
    return line[quoted.end() :] if quoted else line


def _mark(line: str) -> str:
    quoted = QUOTED.match(line)
    return quoted[0].replace(" ", "") if quoted else ""


def _width(lines: Sequence[str]) -> int:
    """The width at which a text is broken, 0 for one that is not."""
    worded = (line for line in lines if line.count(" ") > 1 or UNSPACED_SIGN.search(line))
    width = max(map(len, worded), default=0)  # a long address is never broken
    if not NARROWEST <= width <= WIDEST:
        return 0
    pairs = [(one, two) for one, two in pairwise(lines) if _bare(two) and one]
    full = sum(_goes_on(one, two, width) for one, two in pairs)
    return width if full >= LEAST and full >= SHARE * len(pairs) else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the next line goes on with a line that was full: its first word had no place."""
    rest = _bare(following)
    if not _bare(line) or not rest or _mark(line) != _mark(following) or OPENING.match(rest):
        return False
    return len(line) + 1 + len(rest.split(" ", 1)[0]) > width
