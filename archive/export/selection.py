"""Which articles are meant: by an SQL condition, a search, a source, dates, a language."""

from dataclasses import dataclass

from archive.database import sqlite3
from archive.export.condition import check_condition
from archive.search.filters import Filter, SearchError
from archive.search.query import parse


@dataclass(frozen=True, slots=True)
class Selection:
    """What an article must be, as the text that stands now; nothing given means all."""

    where: str | None = None  # condition over the columns of the view `articles`
    query: str | None = None  # as for `winnow search`
    source: str | None = None
    since: str | None = None  # ISO date or the beginning of one
    until: str | None = None
    language: str | None = None

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return self != Selection()

    def filter(self, conn: sqlite3.Connection) -> Filter:
        """The same as conditions on `documents d join versions v`.

        Raises ConditionError or SearchError, one line each, where it asks for what cannot be.
        """
        wanted = Filter(conn)
        if self.where is not None:
            check_condition(conn, "articles", self.where)
            wanted.want(f"d.id in (select id from articles where ({self.where}))")
        if self.query is not None:
            query = parse(self.query)
            if not query:
                raise SearchError("--search: there is no word to look for")
            wanted.take(query)
            for expression, verb in ((query.match, "in"), (query.without, "not in")):
                if expression:
                    index = "select rowid from versions_fts where versions_fts match ?"
                    wanted.want(f"v.id {verb} ({index})", expression)
        if self.source:
            wanted.take_source(self.source)
        if self.since:
            wanted.take_date(">=", self.since)
        if self.until:
            wanted.take_date("<=", self.until)
        if self.language:
            wanted.take_language(self.language)
        return wanted
