"""Pages that `winnow fetch` takes from the source that watches them, for one run."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.addresses.identity import page_key
from archive.addresses.urls import host_of
from archive.cleaning.siterules import obeys
from crawler import statements as sql
from crawler.due import HUB_NOW
from crawler.frontier import Discovered, Frontier, Lease
from crawler.scope import Scope
from crawler.sources import Source


@dataclass(slots=True)
class Lending:
    """Single pages that are named on the command line. One that a source knows stays that
    source's: what is kept of it bears the source's name, and its turn there stays as it was.
    """

    frontier: Frontier
    owners: dict[int, str] = field(default_factory=dict)  # number of a URL: its source
    scopes: dict[str, Scope] = field(default_factory=dict)  # by owner: how its pages are read
    takers: dict[str, str] = field(default_factory=dict)  # by owner: who has its pages

    def put_pages(self, pages: Sequence[str], source: Source, now: float) -> None:
        """Put forward the pages of a source's hosts, and no others that it knows.

        What an earlier run left there, or would look at again by now, was not asked for this time.
        """
        if not pages:
            return
        self.frontier.conn.execute(sql.REST, (source.id,))
        scope = Scope.of(source)
        forms = [scope.form(url) for url in pages if host_of(url) in source.hosts]
        key = page_key(self.frontier.conn)
        rows = [
            Discovered(url, scope.key(url), "page", source.id, due=HUB_NOW)
            for url in forms
            if not self.lend(url, key(url), scope, now)
        ]
        self.frontier.put_known(rows, now)

    def lend(self, url: str, key: str, scope: Scope, now: float) -> bool:
        """Whether another source knows this page; it is due in the line of `scope` then."""
        conn, queue = self.frontier.conn, self.frontier.queue(scope.source, host_of(url))
        conn.execute(sql.LEND, {"key": key, "source": scope.source, "now": now})
        lent = conn.execute(sql.LENT, {"key": key, "queue": queue, "due": HUB_NOW}).fetchall()
        for number, owner in lent:
            self.frontier.wake(queue, HUB_NOW)
            self.owners[number] = owner
            self.scopes[owner] = replace(scope, obeys=obeys(conn, owner))
            self.takers[owner] = scope.source
        return bool(lent)

    def owner(self, lease: Lease) -> str:
        """The source in whose name a page is fetched."""
        return self.owners.get(lease.id, lease.source)

    def give_back(self) -> None:
        """All pages that are lent belong to their sources again, after a kill too."""
        home = self.frontier.conn.execute(sql.HOME).fetchall()
        for number, queue, due in home:
            self.frontier.conn.execute("delete from frontier_lent where url_id = ?", (number,))
            if due is not None:
                self.frontier.wake(queue, due)
