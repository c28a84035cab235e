"""What reading for the crawler is asked with and gives back; the reading itself is crawler.reading,
which only workers load.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pkgutil import resolve_name

from archive.cleaning.reading import Job, Reading
from crawler.due import PAGE_NOW
from crawler.scope import Scope

SLICE = 1000  # links that are written in one transaction


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that belongs to the source of the page it stands on; it takes the place of a Link."""

    url: str
    key: str
    kind: str  # article | page | listing | feed | sitemap | trap | refresh
    due: float = PAGE_NOW
    why: str = ""  # of a trap
    dated: str | None = None
    dated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads captures in workers: `crawler.reading.read` with the scope of the capture's source.

    The scopes travel as one packed text, which each worker unpacks once.
    """

    packed: bytes

    @classmethod
    def of(cls, scopes: Mapping[str, Scope]) -> "Reader":
        return cls(pickle.dumps(dict(scopes)))

    def __call__(self, job: Job) -> Reading:
        scope = unpacked(self.packed).get(job.source or "")
        reading: Reading = resolve_name("crawler.reading:read")(job, scope)
        return in_slices(reading)


def in_slices(reading: Reading) -> Reading:
    """The reading with very many links in slices, which the writer takes one at a time."""
    links = reading.links
    if len(links) <= SLICE:
        return reading
    more = (pickle.dumps(links[at : at + SLICE]) for at in range(SLICE, len(links), SLICE))
    article = reading.article and replace(reading.article, links=())
    return replace(reading, article=article, links=links[:SLICE], more=tuple(more))


@lru_cache(maxsize=2)
def unpacked(packed: bytes) -> dict[str, Scope]:
    scopes: dict[str, Scope] = pickle.loads(packed)  # noqa: S301 - our own, from our own process
    return scopes
