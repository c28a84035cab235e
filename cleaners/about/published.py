"""Where a page says when it was published and changed: structured data, meta tags, markup, text."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborNode

from cleaners.about import jsonld
from cleaners.about.dates import digits, in_url, iso, written_out
from cleaners.about.digest import Digest, Finding
from cleaners.about.elsewhere import headline_boxes, is_elsewhere
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import beginning, children, following, names, own_text, preceding

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
_DAY = (
    "[itemprop=datePublished],[itemprop=dateCreated],[property~='schema:datePublished'],"
    "[property~='schema:dateCreated'],[property~='dc:date'],[property~='dc:created'],"
    "[property~='dc:issued'],[property~='dcterms:created'],[property~='dcterms:issued']"
)
_CHANGE = "[itemprop=dateModified],[property~='schema:dateModified'],[property~='dcterms:modified']"
# Elements that show "3 days ago" and tell machines more.
_AGO = (
    "abbr.published[title],abbr[class*=time][title],span[class*=timeago][title],"
    "relative-time[datetime],amp-timeago[datetime],time-ago[datetime],.dt-published[datetime]"
)
# Meta tags that tell of another day than that of the publication.
_OTHER_DAY = re.compile(
    rf"{_CHANGED.pattern}|event|start|end|until|valid|unavailable|birth|death|due|deadline",
    re.IGNORECASE,
)
# Where the second of two dates in a line begins.
_AGAIN = re.compile(
    r"(?<=\W)(?=(?:(?:last|first|originally|zuletzt) )?(?:updat|modif|edit|revis|aktualis|stand:"
    r"|mis à jour|màj|actualiz|aggiorn|atualiz|bijgewerkt|uppdat|opdat|oppdat|обновл|оновл|zaktual"
    r"|güncel|publi|posted|veröff|erstveröff|opubl))",
    re.IGNORECASE,
)
# The day on which the page is read, in the head of many newspapers.
_TODAY = re.compile(r"(?<![a-z])(?:today|current[-_]?date|clock)(?![a-z])", re.IGNORECASE)
_DATED = "[class*=date],[class*=Date],[class*=publish]"
_INLINE = frozenset(["b", "dt", "em", "i", "label", "small", "span", "strong"])
MAX_TIMES = 40
MAX_MARKS = 20
NEAR = 250  # elements behind the headline that are looked at for a date in words
CLOSE = 30  # of them that are looked at for a change
BEFORE = 12  # and before it
WEB = "1991"  # no page was published before there was a web
DAY = 40  # characters of a line that is hardly more than a date
LONGEST = 120  # characters of a line that tells a date
AHEAD = dt.timedelta(days=7)  # from the capture: clocks differ, and some pages are dated forward


def published(
    about: Digest, own: jsonld.Node, told: dict[str, str], url: str | None
) -> Iterator[Finding]:
    """When a page says that it was published, the surest finding first."""
    yield iso(own.get("datePublished") or own.get("dateCreated")), "json-ld"
    for name in _PUBLISHED:
        if name in told:
            yield iso(told[name]), "meta"
    yield from _marked(about, _DAY)
    yield from (one for one, changed in _times(about) if not changed)
    for node in about.page.css(_AGO)[:3]:
        yield iso(_moment(node)), "time"
    yield from (one for one, changed in _times(about) if changed)
    yield in_url(url or ""), "url"
    yield from _in_words(about)
    for name, value in told.items():
        if len(value) < 40 and value[:2] in ("19", "20") and not _OTHER_DAY.search(name):
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
    yield from _marked(about, _CHANGE)
    yield from (one for one, changed in _times(about, elsewhere=False) if changed)
    yield from ((written_out(text), "text") for text, changed in _lines(about, CLOSE) if changed)


def _marked(about: Digest, marks: str) -> Iterator[Finding]:
    """The moments of elements whose markup says what they are, those of other articles last."""
    around = headline_boxes(about)
    nodes = about.page.css(marks)[:MAX_MARKS]
    for node in sorted(nodes, key=lambda node: is_elsewhere(node, around)):
        yield iso(_moment(node)), "itemprop"


def _moment(node: LexborNode) -> str:
    """What an element with an itemprop of a date says: for machines, else for people."""
    given = node.attributes
    for name in ("datetime", "content", "title"):
        if (told := given.get(name)) and iso(told):
            return told
    return beginning(node)[:LONGEST]


def _times(about: Digest, *, elsewhere: bool = True) -> Iterator[tuple[Finding, bool]]:
    """The moments of <time>, and whether they tell of a change: marked ones, those behind the
    headline, the others, changes last.
    """
    ranked: list[tuple[int, int, str, bool]] = []
    heads, around = 0, headline_boxes(about)
    for place, node in enumerate(about.times[:MAX_TIMES]):
        if node.tag == "h1":
            heads += 1
            continue
        given = node.attributes
        called = names(node)
        marked = "pubdate" in given or "publish" in called
        text = beginning(node)
        words = f"{called} {_before(node)} {text}"
        changed, other = bool(_CHANGED.search(words)), is_elsewhere(node, around)
        rank = (0 if marked else 1 if heads else 2) + 3 * changed + 5 * other
        if elsewhere or not other:
            ranked.append((rank, place, given.get("datetime") or text, changed))
    for _rank, _place, text, changed in sorted(ranked):
        yield (iso(text), "time"), changed


def _before(node: LexborNode) -> str:
    """The few words that stand before an element in its line, and the names of its box."""
    above, before, said = node.parent, node.prev, ""
    if above is None:
        return ""
    if before is not None and before.is_text_node:
        said = before.text_content or ""
    elif before is not None and before.tag in _INLINE:
        said = own_text(before)
    return f"{said[-40:]} {names(above)}"


def _in_words(about: Digest) -> Iterator[Finding]:
    """Dates in short lines, those right behind the headline first, changes last."""
    changes = []
    for text, changed in _lines(about, NEAR):
        if changed:
            changes.append(text)
        else:
            yield _shown_day(text), "text"
    around = headline_boxes(about)
    for node in about.page.css(_DATED)[:10]:
        if (text := _date_line(node)) and not is_elsewhere(node, around):
            yield written_out(text), "date"
    yield from ((_shown_day(text), "text") for text in changes)


def _shown_day(text: str) -> str | None:
    """The day that a line tells; one before there was a web only where the line tells little else:
    a short article may name the day of a law.
    """
    found = written_out(text)
    return None if found and found < WEB and len(text) > DAY else found


def _lines(about: Digest, near: int) -> Iterator[tuple[str, bool]]:
    """The short lines around the headline that tell a day, and whether it is that of a change; of a
    line that tells both, each half.
    """
    around = headline_boxes(about)
    for head in about.headings[: 3 if near > CLOSE else 1]:
        if len(beginning(head)) > 8:
            before = reversed(list(preceding(head, BEFORE)))
            for node in chain(following(head, near), before):
                if (text := _date_line(node)) and not is_elsewhere(node, around):
                    around_it = f"{_before(node)} {names(node)}"
                    for part in _AGAIN.split(text):
                        told = part if part != text else f"{part} {around_it}"
                        yield part, bool(_CHANGED.search(told))


def _date_line(node: LexborNode) -> str:
    """The own text of an element when it is short and holds a year; else nothing."""
    if node.tag in ("script", "style", "time", "option", "noscript", "textarea"):
        return ""
    if not _DIGIT.search(node.text(deep=False)):  # most say nothing: to look at each part is slow
        return ""
    parts = [one.text_content or "" for one in islice(children(node), 12) if one.is_text_node]
    text = one_line(" ".join(parts))
    if not (8 <= len(text) <= LONGEST and _YEAR.search(digits(text))):
        return ""
    return "" if _TODAY.search(names(node)) else text


_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
