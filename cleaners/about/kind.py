"""What kind of page it says it is: an article, a product, a thread, a list, a manual, a service."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from cleaners.about import jsonld

SAYS = ("article", "product", "thread", "list", "manual", "service")
COLUMNS = (*(f"says:{kind}" for kind in SAYS), "url_depth", "url_words", "url_number")
SILENT = (0.0,) * len(COLUMNS)

# Words of an address: the names of its folders and the first of its host.
_ADDRESS = {
    "article": "article articles blog blogs column columns feature features insights journal"
    " magazine news opinion post posts stories story",
    "product": "dp item itm p pd pdp prod product products sku store",
    "thread": "answers comments community discuss discussion discussions forum forums question"
    " questions reddit showthread stackexchange t thread threads topic topics viewthread viewtopic",
    "list": "archive archives author browse c cat categories category collection collections"
    " directory jobs list lists listing listings search shop tag tags",
    "manual": "api book dev developer developers doc docs documentation guides help kb knowledge"
    " learn library manual manuals quickstart reference spec support tutorial tutorials wiki",
    "service": "about company consulting features platform pricing service services solution"
    " solutions",
}
_SCHEMA = {
    "article": jsonld.ARTICLES - {"techarticle", "discussionforumposting", "review"},
    "product": {"product", "productgroup", "individualproduct", "book", "vehicle"},
    "thread": {"discussionforumposting", "qapage", "question"},
    "list": {"collectionpage", "itemlist", "searchresultspage", "offercatalog"},
    "manual": {"techarticle", "apireference", "howto", "softwaresourcecode"},
    "service": {"service", "localbusiness", "professionalservice", "softwareapplication"},
}
_GENERATORS = {
    "thread": "discourse flarum invision mybb nodebb phpbb simplemachines smf vanilla vbulletin"
    " xenforo",
    "manual": "antora asciidoc docbook docusaurus doxygen gitbook mediawiki mkdocs sphinx"
    " starlight vitepress",
}
_PRICES = ("product:price:amount", "og:price:amount", "product:availability")
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d{5,}|(?<!\d)20\d\d[-/]\d\d?(?!\d)")


def _places(words: Mapping[str, str]) -> dict[str, int]:
    """By word, the bits of the kinds that it speaks for."""
    found: dict[str, int] = {}
    for place, kind in enumerate(SAYS):
        for word in words.get(kind, "").split():
            found[word] = found.get(word, 0) | 1 << place
    return found


_ADDRESS_BITS = _places(_ADDRESS)
_GENERATOR_BITS = _places(_GENERATORS)
_SCHEMA_BITS = _places({kind: " ".join(sorted(types)) for kind, types in _SCHEMA.items()})


def kind(
    nodes: Sequence[jsonld.Node], told: Mapping[str, str], url: str | None
) -> tuple[float, ...]:
    """The columns of COLUMNS: for each kind 1 where the address says so, 2 where the markup does, 3
    for both; how many folders deep the address is, the words of its last part, if it has a number.
    """
    said = 0
    for word in _said(nodes, told):
        said |= _SCHEMA_BITS.get(word, 0)
    for word in _WORD.findall(told.get("generator", "").lower()):
        said |= _GENERATOR_BITS.get(word, 0)
    host, path = _parts(url)
    folders = [folder for folder in path.lower().split("/") if folder]
    named = 0
    for folder in [*host.lower().split(".")[:2], *folders]:
        for word in [folder, folder.split(".")[0]] if len(folder) < 30 else ():
            named |= _ADDRESS_BITS.get(word, 0)
    return (
        *(float((named >> place & 1) + 2 * (said >> place & 1)) for place in range(len(SAYS))),
        float(min(9, len(folders))) if host else -1.0,
        float(min(20, len(_WORD.findall(folders[-1])))) if folders else 0.0,
        1.0 if _NUMBER.search(path) else 0.0,
    )


def is_thread(columns: Sequence[float]) -> bool:
    """Whether a page or its address says that it is a thread."""
    return columns[SAYS.index("thread")] > 0


def _said(nodes: Sequence[jsonld.Node], told: Mapping[str, str]) -> Iterator[str]:
    for node in nodes:
        yield from jsonld.types(node)
    sort = told.get("og:type", "").lower()
    yield from ("blogposting",) if sort.startswith("article") else ()
    priced = any(name in told for name in _PRICES)
    yield from ("product",) if priced or "product" in sort else ()


def _parts(url: str | None) -> tuple[str, str]:
    """The host and path of an address; empty where there is none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.path
