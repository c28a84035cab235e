"""Text of a page to a tree, with limits around the parser."""

import re

from lxml import etree, html

MAX_CHARS = 12_000_000  # the largest article page seen is under 5 MB
MAX_ATTRIBUTES = 400  # of one element; libxml2 compares each new one with all before it

# lxml.html asks a Python function for the class of each element; this is a third faster.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)

_FORBIDDEN = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})  # XML 1.0, 2.2
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF, forbidden there too
_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8bceBCE]|1[\da-fA-F]|[fF]{3}[eEfF])"
    rb"(?![\da-fA-F]));?"
)
_SELF_CLOSED = re.compile(r"(<html[^<>]*?)\s*/>", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}")
_ATTRIBUTE = re.compile(r"""[^\s"'=<>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]*))?""")


def parse(text: str) -> html.HtmlElement | None:
    """The tree of a page; None when there is nothing to parse. Comments are left out."""
    text = text[:MAX_CHARS]
    if _SELF_CLOSED.search(head := text[:5000]):
        text = _SELF_CLOSED.sub(r"\1>", head) + text[5000:]
    text = slim(text)
    try:
        return html.document_fromstring(_encoded(text), parser=html_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def slim(text: str) -> str:
    """A page whose elements have at most MAX_ATTRIBUTES attributes."""
    if any(">" not in part[:4000] for part in text.split("<") if len(part) > 4000):
        return _LONG_TAG.sub(_fewer_attributes, text)
    return text


def html_parser() -> html.HTMLParser:
    """A parser whose elements are all of one class, without comments."""
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    return parser


def _encoded(text: str) -> bytes:
    """The text in UTF-8 without the characters that no XML may hold; as bytes that is quick.

    Written as references (&#27;) they pass the parser, and break lxml when text is moved.
    """
    page = text.encode("utf-8", "ignore").translate(None, _FORBIDDEN)
    if b"&#" in page:
        page = _REFERENCES.sub(b"", page)
    for character in _NO_CHARACTERS:
        page = page.replace(character, b"")
    return page


def _fewer_attributes(tag: re.Match[str]) -> str:
    """A start tag with at most MAX_ATTRIBUTES attributes."""
    ends = [found.end() for found in _ATTRIBUTE.finditer(tag[0])]
    return tag[0] if len(ends) <= MAX_ATTRIBUTES else tag[0][: ends[MAX_ATTRIBUTES]]
