"""Where a page says when it was published and changed: structured data, meta tags, markup, text."""

import re
from collections.abc import Iterator

from lxml import html

from cleaners import jsonld
from cleaners.characters import one_line
from cleaners.dates import in_url, iso, written_out
from cleaners.elsewhere import headline_boxes, is_elsewhere

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publisheddate", "published",
    "publication_date", "article.published", "dc.date.issued", "dcterms.created", "dc.date",
    "dcterms.date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "content:publishdate", "og:published_time", "og:publish_date", "og:publication_time",
    "article:published", "published_at", "last-published", "datecreated", "date.created",
    "publish_time", "date-pub",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
    "last-modified", "lastmod", "dc.date.modified", "dcterms.modified", "article.updated",
    "revised", "article:modified", "date_updated", "date.modified", "date.updated",
    "last-modified-date",
)  # fmt: skip
_CHANGED = re.compile(
    r"updat|modif|chang|expir|edit|revis|aktualis|stand:|ge(?:ä|ae)ndert|mis à jour|màj"
    r"|actualiz|aggiorn|atualiz|bijgewerkt|gewijzigd|uppdat|opdat|oppdat|обновл|оновл|zaktual|aktualiz|güncel|更新|수정",
    re.IGNORECASE,
)
_INLINE = frozenset(["b", "dt", "em", "i", "label", "small", "span", "strong"])
MAX_TIMES = 40
NEAR = 250  # elements behind the headline that are looked at for a date in words
BEFORE = 12  # and before it
LONGEST = 120  # characters of a line that tells a date

Finding = tuple[str | None, str]


def published(
    tree: html.HtmlElement, own: jsonld.Node, told: dict[str, str], url: str | None
) -> Iterator[Finding]:
    """When a page says that it was published, the surest finding first."""
    yield iso(own.get("datePublished") or own.get("dateCreated")), "json-ld"
    for name in _PUBLISHED:
        if name in told:
            yield iso(told[name]), "meta"
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateCreated']")[:3]:
        yield iso(_moment(element)), "itemprop"
    yield from _times(tree)
    yield in_url(url or ""), "url"
    yield from _in_words(tree)
    for name, value in told.items():
        if len(value) < 40 and value[:2] in ("19", "20") and not _CHANGED.search(name):
            yield iso(value), "meta"


def modified(tree: html.HtmlElement, own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    """When a page says that it was changed, the surest finding first."""
    yield iso(own.get("dateModified")), "json-ld"
    for name in _MODIFIED:
        if name in told:
            yield iso(told[name]), "meta"
    for element in tree.xpath("//*[@itemprop='dateModified']")[:3]:
        yield iso(_moment(element)), "itemprop"


def _moment(element: html.HtmlElement) -> str:
    """What an element with an itemprop of a date says: for machines, else for people."""
    return element.get("datetime") or element.get("content") or one_line(element.text_content())


def _times(tree: html.HtmlElement) -> Iterator[Finding]:
    """The moments of <time>: marked ones, those behind the headline, the others, changes last."""
    ranked: list[tuple[int, int, str]] = []
    heads, around = 0, headline_boxes(tree)
    for place, element in enumerate(tree.xpath("//h1 | //time")[:MAX_TIMES]):
        if element.tag == "h1":
            heads += 1
            continue
        names = element.get("class") or ""
        marked = element.get("pubdate") is not None or "publish" in names
        text = one_line(element.text_content())
        words = f"{names} {_before(element)} {text}"
        rank = (
            (0 if marked else 1 if heads else 2)
            + 3 * bool(_CHANGED.search(words))
            + 5 * is_elsewhere(element, around)
        )
        ranked.append((rank, place, element.get("datetime") or text))
    for _rank, _place, text in sorted(ranked):
        yield iso(text), "time"


def _before(element: html.HtmlElement) -> str:
    """The few words that stand before an element in its line, and the names of its box."""
    above = element.getparent()
    if above is None:
        return ""
    before = element.getprevious()
    said = above.text if before is None else before.tail
    if not said and before is not None and before.tag in _INLINE:
        said = before.text
    return f"{(said or '')[-40:]} {above.get('class') or ''}"


def _in_words(tree: html.HtmlElement) -> Iterator[Finding]:
    """Dates in short lines, those right behind the headline first, changes last."""
    changed: list[str] = []
    around = headline_boxes(tree)
    for head in list(tree.iter("h1"))[:3]:
        if len(one_line(head.text_content())) > 8:
            near = head.xpath(f"following::*[position()<={NEAR}]")
            for element in [*near, *head.xpath(f"preceding::*[position()<={BEFORE}]")]:
                if (text := _date_line(element)) and not is_elsewhere(element, around):
                    if _CHANGED.search(f"{text} {_before(element)} {element.get('class') or ''}"):
                        changed.append(text)
                    else:
                        yield written_out(text), "text"
    for element in tree.xpath(
        "//*[contains(@class,'date') or contains(@class,'Date') or contains(@class,'publish')]"
    )[:10]:
        if (text := _date_line(element)) and not is_elsewhere(element, around):
            yield written_out(text), "date"
    for text in changed:
        yield written_out(text), "text"


def _date_line(element: html.HtmlElement) -> str:
    """The own text of an element when it is short and holds a year; else nothing."""
    if element.tag in ("script", "style", "time", "option", "noscript", "textarea"):
        return ""
    parts = [element.text or "", *(child.tail or "" for child in element[:6])]
    text = one_line(" ".join(parts)) if any(part.strip() for part in parts) else ""
    return text if 8 <= len(text) <= LONGEST and _YEAR.search(text) else ""


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
