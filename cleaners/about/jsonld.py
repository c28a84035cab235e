"""What a page says about itself in JSON-LD (schema.org), as plain values."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from cleaners.about.digest import Digest
from cleaners.about.scripts import values

MAX_NODES = 5000
MAX_ALIKE = 20  # objects with the same @id that are asked for a name

ARTICLES = frozenset(
    """article newsarticle blogposting reportagenewsarticle analysisnewsarticle review report
    opinionnewsarticle reviewnewsarticle backgroundnewsarticle liveblogposting techarticle
    advertisercontentarticle scholarlyarticle satiricalarticle socialmediaposting
    discussionforumposting askpublicnewsarticle
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_PAGES = frozenset({"webpage", "itempage", "aboutpage", "faqpage", "qapage", "product", "event"})
# What stands under these is not the page's own article: entries of a live blog, reviews of a
# product, articles of a list.
_PARTS = (
    "citation", "comment", "hasPart", "isBasedOn", "itemListElement", "liveBlogUpdate", "mentions",
    "relatedLink", "review", "reviews", "suggestedAnswer",
)  # fmt: skip
_ADDRESSES = ("url", "@id", "mainEntityOfPage")

Node = dict[str, Any]


def nodes(about: Digest) -> list[Node]:
    """All JSON-LD objects of a page, outer before inner, with references by @id put in."""
    found: list[Node] = []
    for script in about.scripts:
        found.extend(_objects(list(values(script.text_lexbor()))))
        if len(found) > MAX_NODES:
            break
    return found[:MAX_NODES]


def article(found: list[Node], addresses: Collection[str] = ()) -> Node | None:
    """The object that describes the article of the page; None when there is none.

    `addresses` are those of the page: where there are several articles, its own has one of them.
    """
    articles = [node for node in found if types(node) & ARTICLES]
    own = {place(address) for address in addresses if address}
    best = [node for node in articles if any(place(one) in own for one in _addresses(node))]
    if not best and articles:
        parts = _parts(found, inside_articles=len(articles) > 1)
        best = [node for node in articles if id(node) not in parts]
    if best:
        return max(
            best, key=lambda node: (bool(node.get("headline")), bool(node.get("articleBody")))
        )
    return next(
        (node for node in found if types(node) & _PAGES and node.get("datePublished")), None
    )


def place(address: str) -> str:
    """An address without what its spellings differ in: scheme, www, query, last slash."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")


def _parts(found: list[Node], *, inside_articles: bool) -> set[int]:
    """The identities of the objects that are but part of another, and of those in articles."""
    parts: set[int] = set()
    for node in found:
        if id(node) in parts:
            continue
        if inside_articles and types(node) & ARTICLES:
            held = list(node.values())
        else:
            held = [node[name] for name in _PARTS if name in node]
        if held:
            parts.update(map(id, _objects(held)))
    return parts


def _addresses(node: Node) -> Iterator[str]:
    for name in _ADDRESSES:
        for one in _objects_or_texts(node.get(name)):
            if isinstance(one, str):
                yield one[:2000]


def _objects_or_texts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, dict):
        yield value.get("@id")
        yield value.get("url")


def types(node: Node) -> set[str]:
    """The types of an object, lower case, without their vocabulary."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {
        name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()
        for name in names
        if isinstance(name, str)
    }


def people(value: object, found: list[Node], deep: int = 3) -> list[str]:
    """The names in an `author` or `creator`: strings, objects, lists and references.

    Beside persons an organization is the agency that they used or the house they work for.
    """
    if isinstance(value, str):
        return [value]
    if not deep:
        return []
    if isinstance(value, list):
        persons = [one for one in value[:20] if not _is_company(one)]
        given = persons if any(map(_is_person, persons)) else value[:20]
        return [name for one in given for name in people(one, found, deep - 1)]
    if isinstance(value, dict):
        name = _name(value)
        if name is None and (key := value.get("@id")):
            known = islice((node for node in found if node.get("@id") == key), MAX_ALIKE)
            name = next(filter(None, map(_name, known)), None)
        return people(name, [], deep - 1) if isinstance(name, (str, list)) else []
    return []


def text(value: object) -> str | None:
    """The text of a value: its own, that of the first of a list, that of `@value`."""
    for _ in range(3):
        if isinstance(value, list):
            value = next(filter(None, value), None)
        elif isinstance(value, dict):
            value = value.get("@value")
    told = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value) if told else None


def _name(node: Node) -> object:
    if "name" in node:
        return node["name"]
    halves = [text(node.get(half)) for half in ("givenName", "familyName")]
    return " ".join(half for half in halves if half) or None


def _is_person(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and "person" in types(value))


def _is_company(value: object) -> bool:
    return isinstance(value, dict) and bool(
        types(value) & {"organization", "newsmediaorganization"}
    )


def name(value: object, found: list[Node]) -> str | None:
    """The first name of a publisher or the like; None when it has none."""
    return next(iter(people(value, found)), None)


def _objects(value: object) -> Iterator[Node]:
    """The objects inside `value`; iterative, since pages nest as deep as they like."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one[:MAX_NODES]))
        elif isinstance(one, dict):
            yield one
            inner = [
                part
                for key, part in one.items()
                if isinstance(part, (dict, list)) and key != "@context"
            ]
            waiting.extend(reversed(inner))
