"""What a page says about itself in JSON-LD (schema.org), as plain values."""

import json
from collections.abc import Iterator
from typing import Any

from cleaners.digest import Digest

MAX_CHARS = (
    2_000_000  # of one script; a block of a few MB costs hundreds (facts/fetching-safely.md)
)
MAX_NODES = 5000

ARTICLES = frozenset(
    """article newsarticle blogposting reportagenewsarticle analysisnewsarticle review report
    opinionnewsarticle reviewnewsarticle backgroundnewsarticle liveblogposting techarticle
    advertisercontentarticle scholarlyarticle satiricalarticle socialmediaposting
    discussionforumposting askpublicnewsarticle
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_PAGES = frozenset({"webpage", "itempage", "aboutpage", "faqpage", "qapage", "product", "event"})

Node = dict[str, Any]


def nodes(about: Digest) -> list[Node]:
    """All JSON-LD objects of a page, outer before inner, with references by @id put in."""
    found: list[Node] = []
    for script in about.scripts:
        found.extend(_objects(_loaded(script.text_lexbor())))
        if len(found) > MAX_NODES:
            break
    return found[:MAX_NODES]


def article(found: list[Node]) -> Node | None:
    """The object that describes the article of the page; None when there is none."""
    best = [node for node in found if types(node) & ARTICLES]
    if best:
        return max(
            best,
            key=lambda node: (
                bool(node.get("headline")),
                bool(node.get("articleBody")),
                -best.index(node),
            ),
        )
    return next(
        (node for node in found if types(node) & _PAGES and node.get("datePublished")), None
    )


def types(node: Node) -> set[str]:
    """The types of an object, lower case, without their vocabulary."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str)}


def people(value: object, found: list[Node]) -> list[str]:
    """The names in an `author` or `creator`: strings, objects, lists and references."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for one in value[:20] for name in people(one, [] if value is one else found)]
    if isinstance(value, dict):
        name = value.get("name")
        if name is None and (key := value.get("@id")):
            node = next((node for node in found if node.get("@id") == key and "name" in node), {})
            name = node.get("name")
        return people(name, []) if isinstance(name, (str, list)) else []
    return []


def name(value: object, found: list[Node]) -> str | None:
    """The first name of a publisher or the like; None when it has none."""
    return next(iter(people(value, found)), None)


def _loaded(text: str) -> object:
    if len(text) > MAX_CHARS:
        return None
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    for attempt in (text, text.replace("\\'", "'")):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


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
