"""Extractors with one signature, (html: bytes, url: str | None) -> str, for the scorers."""

from collections.abc import Callable

import readability
import resiliparse.extract.html2text
import resiliparse.parse.encoding
import trafilatura
from lxml import html as lxml_html

from cleaners import clean

Extractor = Callable[[bytes, str | None], str]


def winnow(html: bytes, url: str | None) -> str:
    return clean(html, url=url).text


def winnow_fast(html: bytes, url: str | None) -> str:
    return clean(html, url=url, fast=True).text


def _trafilatura(**options: bool) -> Extractor:
    def extractor(html: bytes, url: str | None) -> str:
        return trafilatura.extract(html, url=url, include_comments=False, **options) or ""

    return extractor


trafilatura_default = _trafilatura()
trafilatura_precision = _trafilatura(favor_precision=True)
trafilatura_recall = _trafilatura(favor_recall=True)
trafilatura_fast = _trafilatura(fast=True)


def readability_lxml(html: bytes, url: str | None) -> str:
    summary = readability.Document(html.decode("utf-8", "replace"), url=url).summary()
    tree = lxml_html.fromstring(summary)
    for block in tree.iter("p", "div", "li", "h1", "h2", "h3", "h4", "tr", "br", "blockquote"):
        block.tail = "\n" + (block.tail or "")
    return str(tree.text_content())


def resiliparse_main(html: bytes, url: str | None) -> str:  # noqa: ARG001 - one signature for all
    encoding = resiliparse.parse.encoding.detect_encoding(html)
    text = html.decode(encoding or "utf-8", "replace")
    return resiliparse.extract.html2text.extract_plain_text(
        text, main_content=True, alt_texts=False, links=False
    )


EXTRACTORS: dict[str, Extractor] = {
    "winnow": winnow,
    "winnow fast": winnow_fast,
    "trafilatura": trafilatura_default,
    "trafilatura precision": trafilatura_precision,
    "trafilatura recall": trafilatura_recall,
    "trafilatura fast": trafilatura_fast,
    "readability-lxml": readability_lxml,
    "resiliparse": resiliparse_main,
}
