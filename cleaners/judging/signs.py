"""What is measured of a line's own text: letters, digits and marks, links and bold print."""

import re

from cleaners.judging.boxes import KINDS
from cleaners.reading.candidates import Candidate

TAGS = {
    tag: code
    for code, tag in enumerate(
        ["p", "div", "li", "td", "span", "h1", "h2", "h3", "h4", "section", "article", "blockquote",
         "figcaption", "figure", "button", "dd", "dt", "tr", "label", "form", "summary", "footer",
         "header"], 1,
    )
}  # fmt: skip
_ENDS = frozenset('.!?…。！？।؟"”»’)]」』')
_CJK = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ]")
_MARK = re.compile(r"[|©@#→›»•/$€£_=<>{}]")
_STOP = re.compile(r"[,，。、]|[.!?] ")
# The letters of ASCII by what is counted of them: counting one byte takes a tenth of a search.
_CLASSES = bytes(
    ord("U") if sign.isupper() else ord("d") if sign.isdigit() else ord("w")
    if sign.isalpha() else ord("_") if sign == "_" else ord("m") if _MARK.match(sign) else ord(" ")
    for sign in map(chr, range(128))
).ljust(256)  # fmt: skip


def measured(line: Candidate, times: int) -> list[float]:
    """What the letters of a line say of it, which stands that many times on its page."""
    text = line.text
    size = len(text)
    sample = text[:200]
    spaceless, digits, stops, capitals, marks = (_counted if text.isascii() else _found)(
        text, sample
    )
    spaces = text.count(" ")
    return [
        size,
        spaces + 1.0 + size * (spaceless / len(sample)) / 2,
        line.linked / size,
        line.bold / size,
        1.0 if text[-1] in _ENDS else 0.0,
        1.0 if text[0].isupper() else 0.0,
        1.0 if text[-1] in ":：" else 0.0,
        digits / len(sample),
        100 * stops / (size + 50),
        min(5, times),
        KINDS[line.kind],
        line.level,
        TAGS.get(line.frame.tag, 0),
        capitals / ((spaces if size <= 200 else sample.count(" ")) + 1),
        marks,
    ]


def _found(text: str, sample: str) -> tuple[int, int, int, int, int]:
    """How many signs without spaces, digits, stops, words with a capital, and marks there are."""
    return (
        len(_CJK.findall(sample)),
        len(_DIGIT.findall(sample)),
        len(_STOP.findall(text)),
        len(_CAPITAL.findall(sample)),
        len(_MARK.findall(sample)),
    )


def _counted(text: str, sample: str) -> tuple[int, int, int, int, int]:
    """The same of a text in ASCII, most of all lines."""
    classes = b" " + sample.encode().translate(_CLASSES)
    stops = text.count(",") + text.count(". ") + text.count("! ") + text.count("? ")
    capitals = classes.count(b" U") + classes.count(b"mU")
    return 0, classes.count(b"d"), stops, capitals, classes.count(b"m") + classes.count(b"_")
