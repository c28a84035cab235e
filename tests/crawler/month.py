"""Four invented outlets that live for a month, day by day, and the crawler's runs on them.

The crawler's own rows, files and workers are real; only the wire is missing: the outlets answer
with bytes, and a clock says which day it is.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from archive.warc.exchange import Exchange
from crawler.endings import Ending
from crawler.frontier import Lease
from crawler.ledger import Ledger, Part
from crawler.outcome import of_status
from crawler.plan import Plan
from crawler.report import Report
from crawler.sources import Source
from crawler.spider import context, validators
from tests.crawler.mill import page, story

DAY = 86400.0
BEGIN = datetime(2026, 3, 1, 6, tzinfo=UTC).timestamp()
PHRASES = {404: "Not Found", 410: "Gone", 503: "Busy", 301: "Moved", 304: "Not Modified"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    location: str = ""


@dataclass
class Outlet:
    """What one outlet shows on each day of the month."""

    name: str
    last: int = 31  # day of its last new article
    feed_gap: range = range(0)
    down: range = range(0)  # days on which every page is a server error
    edits: dict[int, tuple[int, ...]] = field(default_factory=dict)  # article: days of its edits
    deleted: dict[int, int] = field(default_factory=dict)  # article: day
    moved: dict[int, int] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return f"https://{self.name}.example/"

    def numbers(self, day: int) -> range:
        """The articles there are by this day: one a day, numbered as the days."""
        return range(1, min(day, self.last) + 1)

    def text(self, number: int, day: int) -> str:
        edits = sum(when <= day for when in self.edits.get(number, ()))
        note = (
            f"<p>Corrected {edits} times, says the desk of {self.name} today.</p>" if edits else ""
        )
        own = int.from_bytes(sha256(self.name.encode()).digest()[:2], "big")
        return story(number * 31 + own) + note

    def answer(self, path: str, day: int) -> Answer:
        if day in self.down:
            return Answer(503)
        if path == "/":
            links = [f'<li><a href="/story/{n}">{n}</a></li>' for n in self.numbers(day)[-5:]]
            link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
            body = page("Front", f"<ul>{''.join(links)}</ul>")
            return Answer(200, body.replace("</head>", link + "</head>"))
        if path == "/feed":
            items = "" if day in self.feed_gap else "".join(map(self.entry, self.numbers(day)[-5:]))
            body = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
            return Answer(200, body, "application/rss+xml")
        return self.article(path, day)

    def entry(self, number: int) -> str:
        stamp = datetime.fromtimestamp(BEGIN + (number - 1) * DAY, UTC)
        date = stamp.strftime("%a, %d %b %Y %H:%M:%S +0000")
        return f"<item><link>{self.root}story/{number}</link><pubDate>{date}</pubDate></item>"

    def article(self, path: str, day: int) -> Answer:
        _, kind, number = path.split("/")
        count = int(number)
        if count not in self.numbers(day) or day >= self.deleted.get(count, 99):
            return Answer(410 if count in self.deleted else 404)
        if kind == "story" and day >= self.moved.get(count, 99):
            return Answer(301, location=f"/archive/{number}")
        title = f"{self.name} {number}"
        return Answer(
            200, page(title, f"<article><h1>{title}</h1>{self.text(count, day)}</article>")
        )

    def versions(self, number: int) -> int:
        """How many different texts the article had while it stood there."""
        end = self.deleted.get(number, 99)
        return 1 + sum(when < end for when in self.edits.get(number, ()))


class Month:
    """The outlets, the clock and the archive; `run` is one scheduled crawl."""

    def __init__(self, folder: Path, outlets: list[Outlet], sources: tuple[Source, ...]) -> None:
        self.outlets = {outlet.name: outlet for outlet in outlets}
        self.plan = Plan(folder, sources, "crawl --due", due_only=True, jobs=1)
        self.day = 1
        self.asked: list[tuple[int, str, int]] = []  # day, URL, status

    def clock(self) -> float:
        return BEGIN + (self.day - 1) * DAY

    def run(self) -> Report:
        """One run, as a timer would start it on this day."""
        ledger = Ledger.open(self.plan, self.clock, {})
        parts: list[Part] = []
        try:
            while True:
                turn = ledger.turn(parts, 50, lambda: False)
                parts = [self.fetch(lease, ledger.crawl_id) for lease in turn.leases]
                if not parts and not turn.waiting:
                    return ledger.close(
                        stopped="", failed=False, seconds=1.0, stopping=lambda: False
                    )
                if not parts:
                    time.sleep(0.01)
        except BaseException:
            ledger.archive.close()
            raise

    def fetch(self, lease: Lease, crawl_id: int) -> Part:
        path = lease.url.removeprefix(f"https://{lease.host}")
        answer = self.outlets[lease.host.partition(".")[0]].answer(path, self.day)
        etag = f'"{sha256(answer.body.encode()).hexdigest()[:16]}"'
        asked = validators(lease)
        status = 304 if asked.get("If-None-Match") == etag else answer.status
        body = b"" if status == 304 else answer.body.encode()
        self.asked.append((self.day, lease.url, status))
        more = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        where = f"Location: {answer.location}\r\n" if answer.location else ""
        head = (
            f"HTTP/1.1 {status} {PHRASES.get(status, 'OK')}\r\nContent-Type: {answer.kind}\r\n"
            f"Content-Length: {len(body)}\r\nETag: {etag}\r\n{where}\r\n"
        )
        exchange = Exchange(
            url=lease.url,
            started_at=datetime.fromtimestamp(self.clock(), UTC),
            request=f"GET {path} HTTP/1.1\r\nHost: {lease.host}\r\n{more}\r\n".encode(),
            response=head.encode() + body,
            context=context(lease, lease.source, crawl_id),
        )
        outcome = of_status(status, located=bool(where))
        ending = Ending(lease, outcome, status, answer.location or None, etag)
        return Part([exchange], ending)
