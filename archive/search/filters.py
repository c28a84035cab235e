"""What narrows a search besides its words: source, site, dates, language."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from difflib import get_close_matches

from archive.database import sqlite3
from archive.errors import ArchiveError
from archive.search.query import Query

_PLACE = (
    "coalesce(d.site_id in (select value from json_each(?)), 0) "
    "or coalesce(d.source_id in (select value from json_each(?)), 0)"
)


_ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.]*)?)?)?Z?$")
_TAG = re.compile(r"[A-Za-z]{2,3}$")  # a primary tag of BCP 47, which is all that is stored


class SearchError(ArchiveError):
    """A filter names something that the archive does not have."""

    exit_code = 2


class Filter:
    """Conditions on `versions v join documents d`, with their parameters in step."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.conditions: list[str] = []
        self.values: list[object] = []

    def want(self, condition: str, *values: object) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def condition(self) -> str:
        """All conditions as one; true when there are none."""
        return " and ".join(self.conditions) or "true"

    def take(self, query: Query) -> None:
        """What a query asks beside its words."""
        if query.sites:
            self.want(f"({_PLACE})", *_place(self.conn, query.sites))
        if query.not_sites:
            self.want(f"not ({_PLACE})", *_place(self.conn, query.not_sites))
        for part in query.titles:
            self.want("instr(v.title, ?)", part)
        for part in query.not_titles:
            self.want("not instr(coalesce(v.title, ''), ?)", part)

    def take_source(self, name: str) -> None:
        sites, sources = _place(self.conn, [name])
        if sites == sources == "[]":
            raise SearchError(_unknown(self.conn, name))
        self.want(f"({_PLACE})", sites, sources)

    def take_date(self, operator: str, date: str | dt.date) -> None:
        """Compared at the precision given: `<= 2026-03` takes all of March."""
        told = date.isoformat()[:10] if isinstance(date, dt.date) else date
        if not _ISO.match(told):
            raise SearchError(f"{told!r} is no date: expected one like 2026, 2026-03, 2026-03-01")
        when = "substr(coalesce(d.published, d.first_seen), 1, ?)"
        self.want(f"{when} {operator} ?", len(told), told)

    def take_language(self, tag: str) -> None:
        if not _TAG.match(tag):
            raise SearchError(f"no language has the tag {tag!r}: expected one like en, de, zh")
        self.want("d.language = ?", tag.lower())


def _place(conn: sqlite3.Connection, names: Sequence[str]) -> tuple[str, str]:
    """Ids of sites and of sources that go by one of these names, as JSON for json_each."""
    hosts = tuple(name.lower().removeprefix("www.") for name in names)
    suffixes = tuple(f".{host}" for host in hosts)
    sites = [
        site
        for site, host in conn.execute("select id, host from sites")
        if host in hosts or host.partition(":")[0] in hosts or host.endswith(suffixes)
    ]
    marks = ", ".join("?" * len(names))
    sources = conn.execute(f"select id from sources where lower(key) in ({marks})", hosts)
    return json.dumps(sites), json.dumps([key for (key,) in sources])


def _unknown(conn: sqlite3.Connection, name: str) -> str:
    known = [key for (key,) in conn.execute("select key from sources union select host from sites")]
    near = get_close_matches(name, known, n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"no source or site is called {name!r}{hint}"
