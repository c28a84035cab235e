"""trafilatura's opinion of a page: the text it takes from it."""

import logging

import trafilatura
from lxml import etree, html

_LOGGER = logging.getLogger("trafilatura")
_LOGGER.addHandler(logging.NullHandler())
_LOGGER.propagate = False  # it logs a line for every page it finds nothing on

# lxml.html asks a Python function for the class of each element; this is a third faster.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_FORBIDDEN = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})  # XML 1.0, 2.2
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF, forbidden there too


def extracted(page: str, *, quick: bool = False) -> str:
    """What trafilatura takes for the main text of a page; empty when nothing.

    `quick`: by its own rules alone, without the two extractors that it lays beside them.
    """
    try:
        text = page.encode("utf-8", "ignore").translate(None, _FORBIDDEN)
        for character in _NO_CHARACTERS:
            text = text.replace(character, b"")
        tree = html.document_fromstring(text, parser=_parser())
        found = trafilatura.bare_extraction(tree, include_comments=False, fast=quick)
    except Exception:  # noqa: BLE001 - two kinds of errors are known, each from deep inside
        return ""
    return str(getattr(found, "text", None) or "")


def _parser() -> html.HTMLParser:
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
