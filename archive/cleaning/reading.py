"""What goes to a worker and what comes back. Light: the writer that sends and stores it needs no
parser, so nothing here loads one.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from archive.captures.capture import NO_DATE
from cleaners.article import Article
from cleaners.debris.strips import Strip

ASKED = "the page says "  # and a word of archive.cleaning.wishes: why a page is no article


@dataclass(frozen=True, slots=True)
class Named:
    """A function by its name, "module:function", which only the worker that calls it loads."""

    name: str

    def __call__(self, job: "Job") -> "Reading":
        reading: Reading = resolve_name(self.name)(job)
        return reading


@dataclass(frozen=True, slots=True)
class Job:
    """A capture to read: where its body lies, and what is known about it."""

    capture_id: int
    path: Path  # of the WARC file
    offset: int
    length: int
    inner: int
    url: str
    fetched_at: str
    mime: str | None = None
    charset: str | None = None
    kind: str | None = None
    source: str | None = None
    depth: int | None = None
    payload_digest: str | None = None  # as the record declares it
    trouble: str | None = None  # what happened to the worker that read it before
    links: bool = True  # whether somebody wants the links
    obeys: bool = True  # whether what pages ask of robots counts; only for what a source brought
    strips: tuple[Strip, ...] = ()  # the rules of its site
    cleaner: int = 0  # row id of the cleaner that they make

    @property
    def captured(self) -> dt.date | None:
        """The day of the capture; None where its record does not tell."""
        return None if self.fetched_at == NO_DATE else dt.date.fromisoformat(self.fetched_at[:10])


@dataclass(frozen=True, slots=True)
class Text:
    """The rows of one clean text, ready to insert."""

    text: str
    text_hash: str
    cjk: str
    word_count: int
    blocks: str  # JSON, see the table versions
    about: str | None  # JSON
    removals: tuple[tuple[int, str, str, int, str], ...]  # position, rule, reason, text id, text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker found out about a capture."""

    capture_id: int
    article: Article | None = None  # its head and links; blocks and removals are in `text`
    text: Text | None = None  # None: no article comes of this capture
    links: tuple[Any, ...] = ()  # as the reader gave them: `Link`s, or a crawler's own rows
    more: tuple[bytes, ...] = ()  # very many links beyond those, some at a time, pickled
    reason: str | None = None  # why there is no article, or only the visible text
    same_as: int | None = None  # id of the capture whose body this revisit repeats
    failed: bool = False  # the page could not be read although it should have been
    payload_digest: str | None = None
    content_digest: str | None = None
    robots: frozenset[str] = frozenset()  # words of X-Robots-Tag
    cleaner: int = 0  # Job.cleaner
