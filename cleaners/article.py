"""What cleaning gives back: an Article of kept blocks and of removals, each with its place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

BlockKind = Literal["paragraph", "heading", "item", "quote", "row", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """One kept piece of text; `position` counts kept and removed blocks together, from 0."""

    text: str
    position: int
    kind: BlockKind = "paragraph"
    level: int = 0  # heading level 1-6, or depth of the list item that it is or stands in
    apart: bool = False  # begins a list, table or quote of its own right after another
    number: int | None = None  # of an item of an ordered list
    more: bool = False  # further text of an item that has a block already
    syntax: str | None = None  # language of code, as the page calls it: "python"


@dataclass(frozen=True, slots=True)
class Removal:
    """One removed piece of text with the rule that took it and why."""

    text: str
    position: int
    rule: str  # name of the rule: "read-more-header", "second-opinion", "title"
    reason: str  # a word of cleaners.debris.reasons.REASONS: "caption", "newsletter", "navigation"


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of the page: absolute http(s) URL without fragment, as the page wrote it."""

    url: str
    text: str = ""
    nofollow: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article with the caption and credit that stood beside it."""

    url: str
    caption: str = ""
    credit: str = ""


class Late:
    """What the fast road leaves out of an Article until somebody asks for it."""

    __slots__ = ("_rest",)
    _rest: "Callable[[], Article]"

    if not TYPE_CHECKING:  # a checker would take any name for a field of an Article

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field
            """The value of a field that is not filled in yet; Python asks here for no other."""
            if name not in LATE:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            rest = self._rest()
            for late in LATE:
                object.__setattr__(self, late, getattr(rest, late))
            object.__setattr__(self, "_rest", Article)  # and let the page go
            return getattr(rest, name)


@dataclass(frozen=True, slots=True)
class Article(Late):
    """The cleaned page. Dates are ISO 8601, with the offset when the page gave one."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None  # BCP 47 primary tag, lower case: "en"
    site_name: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    blocks: tuple[Block, ...] = ()
    removals: tuple[Removal, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()  # all links of the page, document order, each URL once
    feeds: tuple[str, ...] = ()  # <link rel=alternate> to RSS, Atom or JSON Feed
    refresh: str | None = None  # target of a meta refresh
    robots: frozenset[str] = frozenset()  # words of <meta name=robots>: "noindex", "nofollow"
    provenance: dict[str, str] = field(default_factory=dict)  # "title": "json-ld"
    fallback: str | None = None  # why this is only the visible text, unclean; None when cleaned

    @property
    def text(self) -> str:
        """The kept blocks, one blank line between two."""
        return "\n\n".join(block.text for block in self.blocks)


LATE: Final = (
    "title", "byline", "published", "modified", "language", "site_name", "canonical_url",
    "section", "images", "links", "feeds", "refresh", "robots", "provenance",
)  # fmt: skip


def later(article: Article, rest: Callable[[], Article]) -> Article:
    """The article, with all but text, removals and fallback from `rest` when first asked for."""
    for name in LATE:
        object.__delattr__(article, name)
    object.__setattr__(article, "_rest", rest)
    return article
