"""Where a page says when it was published and changed: structured data, meta tags, markup, text."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborNode

from cleaners import jsonld
from cleaners.characters import one_line
from cleaners.dates import in_url, iso, written_out
from cleaners.digest import Digest
from cleaners.elsewhere import headline_boxes, is_elsewhere
from cleaners.nodes import children, following, own_text, preceding

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
_DAY = "[itemprop=datePublished],[itemprop=dateCreated]"
_DATED = "[class*=date],[class*=Date],[class*=publish]"
_INLINE = frozenset(["b", "dt", "em", "i", "label", "small", "span", "strong"])
MAX_TIMES = 40
NEAR = 250  # elements behind the headline that are looked at for a date in words
BEFORE = 12  # and before it
LONGEST = 120  # characters of a line that tells a date
AHEAD = dt.timedelta(days=7)  # from the capture: clocks differ, and some pages are dated forward

Finding = tuple[str | None, str]


def published(
    about: Digest, own: jsonld.Node, told: dict[str, str], url: str | None
) -> Iterator[Finding]:
    """When a page says that it was published, the surest finding first."""
    yield iso(own.get("datePublished") or own.get("dateCreated")), "json-ld"
    for name in _PUBLISHED:
        if name in told:
            yield iso(told[name]), "meta"
    for node in about.page.css(_DAY)[:3]:
        yield iso(_moment(node)), "itemprop"
    yield from _times(about)
    yield in_url(url or ""), "url"
    yield from _in_words(about)
    for name, value in told.items():
        if len(value) < 40 and value[:2] in ("19", "20") and not _CHANGED.search(name):
            yield iso(value), "meta"


def believed(findings: Iterable[Finding], captured: dt.date | None) -> Iterator[Finding]:
    """The findings without dates that lie too long after the day on which the page was captured.

    All of them where that day is not known: the present day must not change what comes of a page.
    """
    for value, place in findings:
        late = value and captured and dt.date.fromisoformat(value[:10]) - captured > AHEAD
        yield (None if late else value), place


def modified(about: Digest, own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    """When a page says that it was changed, the surest finding first."""
    yield iso(own.get("dateModified")), "json-ld"
    for name in _MODIFIED:
        if name in told:
            yield iso(told[name]), "meta"
    for node in about.page.css("[itemprop=dateModified]")[:3]:
        yield iso(_moment(node)), "itemprop"


def _moment(node: LexborNode) -> str:
    """What an element with an itemprop of a date says: for machines, else for people."""
    given = node.attributes
    return given.get("datetime") or given.get("content") or one_line(node.text_lexbor())


def _times(about: Digest) -> Iterator[Finding]:
    """The moments of <time>: marked ones, those behind the headline, the others, changes last."""
    ranked: list[tuple[int, int, str]] = []
    heads, around = 0, headline_boxes(about)
    for place, node in enumerate(about.times[:MAX_TIMES]):
        if node.tag == "h1":
            heads += 1
            continue
        given = node.attributes
        names = given.get("class") or ""
        marked = "pubdate" in given or "publish" in names
        text = one_line(node.text_lexbor())
        words = f"{names} {_before(node)} {text}"
        rank = (
            (0 if marked else 1 if heads else 2)
            + 3 * bool(_CHANGED.search(words))
            + 5 * is_elsewhere(node, around)
        )
        ranked.append((rank, place, given.get("datetime") or text))
    for _rank, _place, text in sorted(ranked):
        yield iso(text), "time"


def _before(node: LexborNode) -> str:
    """The few words that stand before an element in its line, and the names of its box."""
    above, before, said = node.parent, node.prev, ""
    if above is None:
        return ""
    if before is not None and before.is_text_node:
        said = before.text_content or ""
    elif before is not None and before.tag in _INLINE:
        said = own_text(before)
    return f"{said[-40:]} {above.attributes.get('class') or ''}"


def _in_words(about: Digest) -> Iterator[Finding]:
    """Dates in short lines, those right behind the headline first, changes last."""
    changed: list[str] = []
    around = headline_boxes(about)
    for head in about.headings[:3]:
        if len(one_line(head.text_lexbor())) > 8:
            before = reversed(list(preceding(head, BEFORE)))
            for node in chain(following(head, NEAR), before):
                if (text := _date_line(node)) and not is_elsewhere(node, around):
                    names = node.attributes.get("class") or ""
                    if _CHANGED.search(f"{text} {_before(node)} {names}"):
                        changed.append(text)
                    else:
                        yield written_out(text), "text"
    for node in about.page.css(_DATED)[:10]:
        if (text := _date_line(node)) and not is_elsewhere(node, around):
            yield written_out(text), "date"
    for text in changed:
        yield written_out(text), "text"


def _date_line(node: LexborNode) -> str:
    """The own text of an element when it is short and holds a year; else nothing."""
    if node.tag in ("script", "style", "time", "option", "noscript", "textarea"):
        return ""
    parts = [one.text_content or "" for one in islice(children(node), 12) if one.is_text_node]
    text = one_line(" ".join(parts)) if any(part.strip() for part in parts) else ""
    return text if 8 <= len(text) <= LONGEST and _YEAR.search(text) else ""


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
