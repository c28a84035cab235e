"""What a run was asked to do, and what it counts on the way."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawler.scope import Scope
from crawler.sources import Source


@dataclass(frozen=True, slots=True)
class Plan:
    """One run: where to, from which sources, how much at most."""

    folder: Path
    sources: tuple[Source, ...]
    name: str = "crawl"
    due_only: bool = False  # only the sources, and of them only the hubs, whose time has come
    max_pages: int | None = None
    max_seconds: float | None = None
    jobs: int = 2  # cleaner processes; 0: read listings only, pages wait for a later run
    pages: tuple[str, ...] = ()  # single pages, each of the source of its host

    def scopes(self) -> dict[str, Scope]:
        return {source.id: Scope.of(source) for source in self.sources}


@dataclass(slots=True)
class Spent:
    """What a source has taken of its budget in this run."""

    pages: int = 0
    sitemaps: int = 0  # of these pages
    bytes: int = 0


@dataclass(slots=True)
class Tally:
    """Counts while a run goes on, for the eye; the report counts the rows."""

    pages: int = 0
    articles: int = 0
    bytes: int = 0
    queue: int = 0  # URLs that are due
    waiting: int = 0  # captures that wait for a cleaner
    spent: dict[str, Spent] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def of(self, source: str) -> Spent:
        return self.spent.setdefault(source, Spent())
