"""What a page says about itself, cut out as a small page of its own.

Metadata, feeds, robots and pictures are read from it by the same functions as on the slow road:
one vocabulary, a twentieth of the elements.
"""

from typing import Final

from lxml import html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaners.characters import sane
from cleaners.parsing import html_parser

_HEAD: Final = (
    "base,meta,link[rel~='canonical' i],link[rel~='alternate' i],title,h1,time,figure,"
    "script[type*='ld+json' i]"
)
# What readers see of authors and dates; looked for when the page does not tell machines.
_MARKED: Final = (
    "[itemprop*='author'],[rel~='author'],[itemprop^='date'],[class*='byline'],[class*='author'],"
    "[class*='date'],[class*='publish']"
)
_TOLD: Final = frozenset(
    """class content data-lazy-src data-original data-src data-srcset datetime href http-equiv
    itemprop lang name property pubdate rel src srcset type
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_WHOLE: Final = frozenset(["figure", "script"])  # of the others the text is enough
MAX_ELEMENTS: Final = 3000
MAX_MARKED: Final = 60
MAX_PARTS: Final = 40  # of a figure
MAX_CHARS: Final = 5000  # of an attribute or a text, but for JSON-LD


def digest(page: LexborHTMLParser) -> html.HtmlElement:
    """A small page of the head's elements, headlines, times and figures of `page`."""
    maker = html_parser()
    root = maker.makeelement("html", _attributes(page.root)) if page.root else None
    if root is None:
        return maker.makeelement("html")
    for node in page.css(_HEAD)[:MAX_ELEMENTS]:
        _copy(root, node)
    if not _tells_all(root):
        for node in page.css(_MARKED)[:MAX_MARKED]:
            _copy(root, node)
    return root


def _tells_all(root: html.HtmlElement) -> bool:
    """Whether the page tells machines who wrote it and when."""
    told = "".join(script.text or "" for script in root.iter("script"))
    return '"author"' in told and '"datePublished"' in told


def _copy(parent: html.HtmlElement, node: LexborNode) -> None:
    element = _added(parent, node)
    if node.tag == "figure":
        _graft(element, node)
    elif node.tag not in ("meta", "link", "base"):
        text = node.text_lexbor()
        try:
            element.text = text if node.tag == "script" else text[:MAX_CHARS]
        except ValueError:  # a control character
            element.text = sane(text)


def _graft(element: html.HtmlElement, node: LexborNode) -> None:
    """Copy what stands in `node`, MAX_PARTS parts of it."""
    above = [(element, node)]
    last: html.HtmlElement | None = None  # the sibling that the next text follows
    child = node.first_child
    for _ in range(MAX_PARTS):
        while child is None and above:
            last, node = above.pop()
            child = node.next if above else None
        if child is None:
            return
        parent = above[-1][0]
        if child.is_text_node:
            text = sane((child.text_content or "")[:MAX_CHARS])
            if last is None:
                parent.text = (parent.text or "") + text
            else:
                last.tail = (last.tail or "") + text
        elif child.is_element_node and (grown := _added(parent, child)) is not None:
            above.append((grown, child))
            last, child = None, child.first_child
            continue
        child = child.next


def _added(parent: html.HtmlElement, node: LexborNode) -> html.HtmlElement:
    element = parent.makeelement(_name(node), _attributes(node))
    parent.append(element)
    return element


def _name(node: LexborNode) -> str:
    tag = node.tag or ""
    return tag if tag.isalnum() and tag.isascii() and tag[0].isalpha() else "span"


def _attributes(node: LexborNode) -> dict[str, str]:
    return {
        name: value[:MAX_CHARS] if value.isprintable() else sane(value[:MAX_CHARS])
        for name, value in node.attributes.items()
        if value and name in _TOLD
    }
