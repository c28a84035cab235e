"""Title, byline, dates and the like of a page, each with the place it was taken from."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from cleaners.about import jsonld
from cleaners.about.authors import bylines
from cleaners.about.canonical import canonicals
from cleaners.about.digest import Digest, Finding
from cleaners.about.headings import logos, with_headline
from cleaners.about.headline import Told, titles, told_titles
from cleaners.about.kind import SILENT, kind
from cleaners.about.published import believed, modified, published
from cleaners.about.sections import sections
from cleaners.reading.characters import one_line

_SITES = frozenset({"website", "newsmediaorganization", "organization"})
MAX_SITES = 20  # of them that are asked for a name
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_,].*)?")


# Longer and older codes of languages, and codes of countries that are none of a language;
# nothing for what says that it does not know.
_CODES = {
    old: new
    for new, olds in {
        "ar": "ara", "cs": "ces cze cz", "da": "dan", "de": "deu ger", "el": "ell gr gre",
        "en": "eng", "es": "spa", "fi": "fin", "fr": "fra fre", "he": "heb iw", "hi": "hin",
        "hu": "hun", "id": "in ind", "it": "ita", "ja": "jp jpn", "ko": "kor", "nl": "dut nld",
        "no": "nor", "pl": "pol", "pt": "por", "ro": "ron rum", "ru": "rus", "sv": "swe",
        "tr": "tur", "uk": "ua ukr", "vi": "vie", "yi": "ji", "zh": "chi cn zho",
        "": "mis mul und zxx",
    }.items()
    for old in olds.split()
}  # fmt: skip


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
    kind: tuple[float, ...] = SILENT  # what it and its address say of its kind: kind.COLUMNS
    provenance: dict[str, str] = field(default_factory=dict)


def metadata(about: Digest, url: str | None = None, captured: dt.date | None = None) -> Metadata:
    """The metadata of a page. Structured data first, then meta tags, then what readers see.

    Dates more than a week after the day of the capture are passed over.
    """
    nodes = jsonld.nodes(about)
    told = _meta(about)
    seen = Metadata()
    _first(seen, "canonical_url", canonicals(about, told, url))
    own = jsonld.article(nodes, (url or "", seen.canonical_url or "")) or {}
    _first(seen, "site_name", _sites(own, nodes, told))
    given = told_titles(about, told, seen.site_name, url, logos(about))
    about = with_headline(about, given.others, () if given.home else given.names)
    _call(seen, about, own, nodes, given)
    _first(seen, "byline", bylines(about, own, nodes, told, seen.site_name))
    _first(seen, "published", believed(published(about, own, told, url), captured))
    _first(seen, "modified", believed(modified(about, own, told), captured))
    _first(seen, "language", _languages(about, own, told))
    _first(seen, "section", sections(about, own, nodes, told))
    seen.kind = kind(nodes, told, url or seen.canonical_url)
    body = own.get("articleBody")
    seen.body = body if isinstance(body, str) and len(body) > 100 else None
    seen.description = one_line(told.get("og:description") or told.get("description") or "") or None
    return seen


def called(about: Digest, url: str | None = None) -> Metadata:
    """Only what a page is called, and whether it calls itself an article."""
    nodes = jsonld.nodes(about)
    told = _meta(about)
    own = jsonld.article(nodes, (url or "", told.get("og:url", ""))) or {}
    seen = Metadata()
    _first(seen, "site_name", _sites(own, nodes, told))
    _call(seen, about, own, nodes, told_titles(about, told, seen.site_name, url))
    return seen


def _call(
    seen: Metadata, about: Digest, own: jsonld.Node, nodes: list[jsonld.Node], given: Told
) -> None:
    headlines = list(titles(about, own, given))
    seen.titles = tuple(dict.fromkeys(title for title, _ in headlines if title))
    _first(seen, "title", headlines)
    if any(jsonld.types(node) & jsonld.ARTICLES for node in (own, *nodes)):
        seen.news = 2.0
    elif given.sort.startswith("article"):
        seen.news = 1.0


def _first(seen: Metadata, name: str, findings: Iterator[Finding] | list[Finding]) -> None:
    for value, place in findings:
        if value:
            setattr(seen, name, value)
            seen.provenance[name] = place
            return


def _meta(about: Digest) -> dict[str, str]:
    """The first non-empty content of each meta name or property, lower case."""
    told: dict[str, str] = {}
    for given in about.metas:
        content = given.get("content", "").strip()
        name = (
            given.get("property")
            or given.get("name")
            or given.get("itemprop")
            or given.get("http-equiv")
        )
        if content and name:
            told.setdefault(name.strip().lower(), content)
    return told


def _sites(own: jsonld.Node, nodes: list[jsonld.Node], told: dict[str, str]) -> Iterator[Finding]:
    yield one_line(told.get("og:site_name", ""))[:100], "meta"
    yield one_line(jsonld.name(own.get("publisher"), nodes) or "")[:100], "json-ld"
    sites = (node for node in nodes if jsonld.types(node) & _SITES)
    for node in islice(sites, MAX_SITES):
        yield one_line(jsonld.name(node, nodes) or "")[:100], "json-ld"
    yield one_line(told.get("application-name", ""))[:100], "meta"


def _languages(about: Digest, own: jsonld.Node, told: dict[str, str]) -> Iterator[Finding]:
    yield _language(about.root.get("lang") or about.root.get("xml:lang")), "html"
    yield _language(own.get("inLanguage")), "json-ld"
    body = about.page.body
    yield _language(body.attributes.get("lang") if body else None), "html"
    for name in ("content-language", "og:locale", "language", "dc.language"):
        yield _language(told.get(name)), "meta"


def _language(tag: object) -> str | None:
    found = _LANGUAGE.fullmatch(tag.strip()) if isinstance(tag, str) else None
    return _CODES.get(found[1].lower(), found[1].lower()) or None if found else None
