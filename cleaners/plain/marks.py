"""What the marks in a plain text say: Markdown, quoted mail, entities and tags that were left over.

A line is judged as it would be read, without its marks, and with what they tell of it. The text
that is kept has all of them.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from cleaners.article import BlockKind
from cleaners.debris.line import Line

QUOTE = re.compile(r"(?:> ?)+")
HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
ITEM = re.compile(r"[*+-]\s+(?=\[)")  # an entry that is no link may be dialogue: "- Who is there?"
IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)(?:\s\"[^\"]*\")?\)")
ANCHOR = re.compile(r"<a\s[^<>]*>([^<>]*)</a>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
STRONG = re.compile(r"\*\*|__")
FENCE = re.compile(r"(```|~~~)")
DIGIT = re.compile(r"\d")
# Ends and arrows of code; the times of subtitles.
CODE = re.compile(r"[{};]$|[=-]>|^//|\w\(\w*\)|^\W+$")


def as_lines(texts: Sequence[str]) -> list[Line]:
    """The lines of a text as the sieve shall see them."""
    if not any(map(FENCE.match, texts)):
        return [as_line(text) for text in texts]
    return [
        Line(text, "code") if fenced else as_line(text)
        for text, fenced in zip(texts, _fenced(texts), strict=True)
    ]


def as_line(text: str) -> Line:
    """One line, read without its marks. A picture and nothing else is an empty line."""
    if quote := QUOTE.match(text):
        text = text[quote.end() :]
    if "&" in text:
        text = ENTITY.sub(lambda one: unescape(one[0]), text)
    kind: BlockKind = "row" if _is_row(text) else "code" if CODE.search(text) else "paragraph"
    level = 0
    if heading := HEADING.match(text):
        kind, level = "heading", len(heading[1])
        text = text[heading.end() :].rstrip("# ")
    elif item := ITEM.match(text):
        text = text[item.end() :]
    linked = 0
    if "](" in text:
        text = IMAGE.sub("", text)
        linked = sum(len(link[1]) for link in LINK.finditer(text))
        text = LINK.sub(r"\1", text)
    if "<" in text:
        linked += sum(len(link[1]) for link in ANCHOR.finditer(text))
        text = TAG.sub("", text)
    if kind != "code" and ("**" in text or "__" in text):
        text = STRONG.sub("", text)
    # With single spaces, as pages have them and as the patterns of rules expect.
    if kind == "row":
        text = "\t".join(" ".join(cell.split()) for cell in text.strip().split("\t"))
    else:
        text = " ".join(text.split())
    share = min(1.0, linked / len(text)) if linked and text else 0.0
    return Line(text, kind, level, share)


def _is_row(text: str) -> bool:
    """Whether a line is a row of a table: between bars, or figures with tabs between."""
    if text[:1] == text[-1:] == "|":
        return text.count("|") > 2
    return "\t" in text.strip() and DIGIT.search(text) is not None


def is_picture(text: str) -> bool:
    """Whether a line is nothing but pictures of Markdown, linked or not."""
    return "![" in text and not as_line(text).text


def _fenced(texts: Sequence[str]) -> Iterator[bool]:
    """Whether each line is code between two fences, or a fence. One that nothing closes is none."""
    fences = [one[1] if (one := FENCE.match(text)) else "" for text in texts]
    last = {fence: place for place, fence in enumerate(fences)}
    inside = ""
    for place, fence in enumerate(fences):
        if not inside:
            inside = fence if fence and last[fence] > place else ""
            yield bool(inside)
        else:
            yield True
            if fence == inside:
                inside = ""
