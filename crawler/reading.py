"""What a worker reads for the crawler: the links of a page that belong to its source, the entries
of feeds and sitemaps; pages become articles as they do everywhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin

from archive.cleaning.reading import Job, Reading
from archive.cleaning.worker import finish, read_body, read_capture
from cleaners.article import Article
from cleaners.page import clean
from cleaners.reading.sniff import HTML, sniff
from crawler.dates import dates_told, with_believed_dates
from crawler.due import HUB_NOW, PAGE_NOW, SITEMAP_NOW
from crawler.feeds import Entry, read_feed
from crawler.found import Found
from crawler.scope import Scope
from crawler.sitemaps import read_sitemap

SITEMAP_DEPTH = 3  # an index of indexes of sitemaps, no deeper


def read(job: Job, scope: Scope | None) -> Reading:
    """The reading of a capture: `archive.cleaning.worker.read_capture` that knows the source."""
    if scope is None:
        return replace(read_capture(job), links=())
    job = replace(job, obeys=scope.obeys)
    if job.kind == "feed":
        return feed(job, scope)
    if job.kind == "sitemap":
        return sitemap(job, scope)
    return page(job, scope)


def page(job: Job, scope: Scope) -> Reading:
    """A page: its clean text unless it is a listing, its links within the scope."""
    reading = read_capture(job)
    if reading.article is None:
        return replace(reading, links=())
    return replace(reading, links=tuple(links(job, scope, reading.article)))


def links(job: Job, scope: Scope, article: Article) -> Iterator[Found]:
    """What a page leads to: the target of a refresh, its feeds if it is a start page, links."""
    depth = job.depth or 0
    if article.refresh:
        url = scope.form(article.refresh)
        yield Found(url, scope.key(url), "refresh")
    if depth == 0 and job.kind == "listing" and scope.auto_feeds:
        for url in article.feeds:
            if "/comments/" not in url:
                yield Found(url, scope.key(url), "feed", HUB_NOW)
    told = "nofollow" in article.robots  # then so does every link of the page
    if scope.obeys and told:
        return
    entries = (Entry(link.url) for link in article.links if told or not link.nofollow)
    yield from chosen(entries, scope, "link", depth + 1)


def chosen(entries: Iterable[Entry], scope: Scope, by: str, depth: int) -> Iterator[Found]:
    """Those entries that the scope takes, each key once."""
    seen = set()
    for entry in entries:
        url = scope.form(entry.url)
        key = scope.key(url)
        if key in seen:
            continue
        seen.add(key)
        decision = scope.decide(url, depth=depth, by=by)
        if decision.kind == "trap":
            yield Found(url, key, "trap", why=decision.why)
        elif decision.kind is not None:
            due = SITEMAP_NOW if entry.dated_by == "sitemap" or by == "sitemap" else PAGE_NOW
            if entry.dated_by == "news sitemap":
                due = PAGE_NOW
            yield Found(url, key, decision.kind, due, "", entry.dated, entry.dated_by)


def feed(job: Job, scope: Scope) -> Reading:
    """The entries of a feed; an HTML page in its place is read as a listing."""
    body, reading = read_body(job)
    if reading.failed:
        return reading
    entries, why = read_feed(body, job.url)
    if why and sniff(body, job.mime).form == HTML:
        return replace(listing(job, scope, body, reading), reason="not a feed but an HTML page")
    entries, doubted = with_believed_dates(entries, job.captured)
    found = tuple(chosen(entries, scope, "feed", (job.depth or 0) + 1))
    return replace(reading, links=found, reason=why or dates_told(doubted))


def sitemap(job: Job, scope: Scope) -> Reading:
    """The entries of a sitemap, or the sitemaps of an index."""
    body, reading = read_body(job)
    if reading.failed:
        return reading
    contents = read_sitemap(body, job.url)
    depth = job.depth or 0
    children = []
    listed, doubted = with_believed_dates(contents.sitemaps, job.captured)
    entries, more = with_believed_dates(contents.pages, job.captured)
    for entry in listed if depth + 1 < SITEMAP_DEPTH else ():
        url = scope.form(urljoin(job.url, entry.url))
        if scope.refuses(url, "sitemap") is None or url.endswith(".gz"):
            children.append(
                Found(url, scope.key(url), "sitemap", SITEMAP_NOW, "", entry.dated, entry.dated_by)
            )
    pages = chosen(entries, scope, "sitemap", 1)
    reason = contents.why or dates_told(doubted + more)
    return replace(reading, links=(*children, *pages), reason=reason)


def listing(job: Job, scope: Scope, body: bytes, reading: Reading) -> Reading:
    article = clean(body, url=job.url, charset=job.charset, fast=True)
    return replace(
        finish(replace(job, kind="listing"), reading, article),
        links=tuple(links(job, scope, article)),
    )
