"""Title, byline, dates and the like of a page, each with the place it was taken from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html

from cleaners import jsonld
from cleaners.byline import people
from cleaners.characters import one_line
from cleaners.dates import in_url, iso

_OPEN_GRAPH_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
)
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator",
    "dc.creator.name", "byl", "citation_author", "cxenseparse:author", "twitter:creator:name",
    "og:article:author",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date",
    "publication_date", "article.published", "dc.date.issued", "dcterms.created", "dc.date",
    "dcterms.date", "parsely-pub-date",
    "sailthru.date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime",
    "og:published_time",
    "article:published", "published_at", "last-published", "datecreated",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
    "last-modified", "lastmod",
    "dc.date.modified", "dcterms.modified", "article.updated", "revised", "article:modified",
    "date_updated",
)  # fmt: skip
_SECTIONS = (
    "article:section",
    "parsely-section",
    "section",
    "og:article:section",
    "cxenseparse:category",
    "dc.subject",
)
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«/]{1,2}\s+|\s*[|｜_»]\s*")
_LANGUAGE = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_].*)?\s*$")


@dataclass(slots=True)
class Metadata:
    """What a page is called, who wrote it and when; `provenance` says where each was found."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    titles: tuple[str, ...] = ()  # every form of the headline the page gives
    body: str | None = None  # JSON-LD articleBody, a witness
    description: str | None = None
    news: float = 0.0  # 2: JSON-LD calls the page an article; 1: OpenGraph does; 0: neither
    provenance: dict[str, str] = field(default_factory=dict)


Finding = tuple[str | None, str]  # a value and where it was found


def metadata(tree: html.HtmlElement, url: str | None = None) -> Metadata:
    """The metadata of a page. Structured data first, then meta tags, then what readers see."""
    nodes = jsonld.nodes(tree)
    own = jsonld.article(nodes) or {}
    told = _meta(tree)
    seen = Metadata()
    canonical = _link(tree, "canonical") or told.get("og:url")
    _take(
        seen,
        "canonical_url",
        _absolute(canonical, url),
        "link" if _link(tree, "canonical") else "meta",
    )
    _first(seen, "site_name", _sites(own, nodes, told))
    headlines = list(_titles(tree, own, told, seen.site_name, url))
    seen.titles = tuple(dict.fromkeys(title for title, _ in headlines if title))
    _first(seen, "title", headlines)
    _first(seen, "byline", _bylines(tree, own, nodes, told, seen.site_name))
    _first(seen, "published", _published(tree, own, told, url))
    _first(seen, "modified", _modified(tree, own, told))
    _first(seen, "language", _languages(tree, own, told))
    _first(seen, "section", _sections(own, told))
    if jsonld.types(own) & jsonld.ARTICLES:
        seen.news = 2.0
    elif told.get("og:type", "").lower().startswith("article"):
        seen.news = 1.0
    body = own.get("articleBody")
    seen.body = body if isinstance(body, str) and len(body) > 100 else None
    seen.description = one_line(told.get("og:description") or told.get("description") or "") or None
    return seen


def _take(seen: Metadata, name: str, value: str | None, place: str) -> None:
    if value:
        setattr(seen, name, value)
        seen.provenance[name] = place


def _first(seen: Metadata, name: str, findings: Iterator[Finding] | list[Finding]) -> None:
    for value, place in findings:
        if value:
            _take(seen, name, value, place)
            return


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """The first non-empty content of each meta name or property, lower case."""
    told: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        if content and name:
            told.setdefault(name.strip().lower(), content[:5000])
    return told


def _link(tree: html.HtmlElement, relation: str) -> str | None:
    for element in tree.iter("link"):
        if relation in element.get("rel", "").lower().split() and element.get("href"):
            return str(element.get("href"))
    return None


def _absolute(target: str | None, url: str | None) -> str | None:
    try:
        joined = urljoin(url or "", (target or "").strip())
        return (
            joined
            if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname
            else None
        )
    except ValueError:
        return None


def _sites(own: jsonld.Node, nodes: list[jsonld.Node], told: dict[str, str]) -> Iterator[Finding]:
    yield one_line(told.get("og:site_name", ""))[:100], "meta"
    yield one_line(jsonld.name(own.get("publisher"), nodes) or "")[:100], "json-ld"
    for node in nodes:
        if jsonld.types(node) & {"website", "newsmediaorganization", "organization"}:
            yield one_line(jsonld.name(node, nodes) or "")[:100], "json-ld"
    yield one_line(told.get("application-name", ""))[:100], "meta"


def _titles(
    tree: html.HtmlElement,
    own: jsonld.Node,
    told: dict[str, str],
    site: str | None,
    url: str | None,
) -> Iterator[Finding]:
    host = (urlsplit(url).hostname or "") if url else ""
    headline = own.get("headline") or own.get("name")
    if isinstance(headline, str) and not headline.rstrip().endswith(("…", "...")):
        yield _unescaped(headline), "json-ld"
    for element in tree.iter("h1"):
        if "headline" in (element.get("itemprop") or ""):
            yield one_line(element.text_content())[:300], "itemprop"
    for name in _OPEN_GRAPH_TITLES:
        if name in told:
            yield without_site(_unescaped(told[name]), site, host), "meta"
    headings = [one_line(element.text_content())[:300] for element in list(tree.iter("h1"))[:5]]
    headings = [text for text in headings if text]
    title = next((one_line(element.text_content())[:300] for element in tree.iter("title")), "")
    for text in headings:
        if len(headings) == 1 or text.casefold() in title.casefold():
            yield text, "h1"
    yield without_site(title, site, host), "title"
    for text in headings:
        yield text, "h1"


def without_site(title: str, site: str | None, host: str) -> str:
    """A title without the name of its site before or behind it."""
    names = {
        _plain(site or ""),
        _plain(host.removeprefix("www.")),
        _plain(host.removeprefix("www.").split(".")[0]),
    } - {""}
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if _is_site(tail, names) and len(head) > 3:
            title = head
            continue
        first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if _is_site(first, names) and len(rest) > 3:
            title = rest
            continue
        break
    return title.strip()


def _is_site(part: str, names: set[str]) -> bool:
    plain = _plain(part)
    return any(
        plain == name or (len(name) > 3 and len(plain) < 40 and (name in plain or plain in name))
        for name in names
        if plain
    )


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _unescaped(text: str) -> str:
    """One line without tags and entities, which some outlets leave in their JSON."""
    if "<" in text or "&" in text:
        try:
            text = html.fragment_fromstring(text[:2000], create_parent="div").text_content()
        except Exception:  # noqa: BLE001 - whatever it was, it is no markup
            return one_line(text)[:500]
    return one_line(text)[:500]


def _bylines(
    tree: html.HtmlElement,
    own: jsonld.Node,
    nodes: list[jsonld.Node],
    told: dict[str, str],
    site: str | None,
) -> Iterator[Finding]:
    yield people(jsonld.people(own.get("author") or own.get("creator"), nodes), site), "json-ld"
    for name in _AUTHORS:
        if name in told:
            yield people([told[name]], site), "meta"
    marked = tree.xpath(
        "//*[contains(@itemprop,'author') or contains(concat(' ',@rel,' '),' author ')]"
    )[:6]
    yield (
        people([element.get("content") or element.text_content() for element in marked], site),
        "itemprop",
    )
    for words in ("byline", "author-name", "author__name", "article-author", "post-author"):
        lines = tree.xpath(f"//*[contains(@class,'{words}')]")[:3]
        yield people([one_line(line.text_content()) for line in lines], site), "byline"


def _published(
    tree: html.HtmlElement, own: jsonld.Node, told: dict[str, str], url: str | None
) -> Iterator[Finding]:
    yield iso(own.get("datePublished") or own.get("dateCreated")), "json-ld"
    for name in _PUBLISHED:
        if name in told:
            yield iso(told[name]), "meta"
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateCreated']")[:3]:
        yield iso(_moment(element)), "itemprop"
    times = list(tree.iter("time"))[:20]
    marked = [
        time
        for time in times
        if time.get("pubdate") is not None or "publish" in time.get("class", "")
    ]
    for time in marked + times:
        yield iso(time.get("datetime") or one_line(time.text_content())), "time"
    yield in_url(url or ""), "url"
    for element in tree.xpath("//*[contains(@class,'date') or contains(@class,'publish')]")[:5]:
        yield iso(one_line(element.text_content())[:80]), "date"


def _moment(element: html.HtmlElement) -> str:
    """What an element with an itemprop of a date says: for machines, else for people."""
    return element.get("datetime") or element.get("content") or one_line(element.text_content())


def _modified(tree: html.HtmlElement, own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    yield iso(own.get("dateModified")), "json-ld"
    for name in _MODIFIED:
        if name in told:
            yield iso(told[name]), "meta"
    for element in tree.xpath("//*[@itemprop='dateModified']")[:3]:
        yield iso(_moment(element)), "itemprop"


def _languages(tree: html.HtmlElement, own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    yield (
        _language(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        "html",
    )
    yield _language(own.get("inLanguage")), "json-ld"
    for name in ("content-language", "og:locale", "language", "dc.language"):
        yield _language(told.get(name)), "meta"


def _language(tag: object) -> str | None:
    found = _LANGUAGE.match(tag) if isinstance(tag, str) else None
    return found[1].lower() if found else None


def _sections(own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    given = own.get("articleSection")
    given = given[0] if isinstance(given, list) and given else given
    yield (_unescaped(given)[:100] if isinstance(given, str) else None), "json-ld"
    for name in _SECTIONS:
        if name in told:
            yield _unescaped(told[name])[:100], "meta"
