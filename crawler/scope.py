"""What belongs to a source: which URLs are taken, as what, and which look like a trap."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from archive.addresses.urls import host_of, plain_url, url_key
from crawler.sources import Source

if TYPE_CHECKING:
    from tldextract import TLDExtract

MAX_LENGTH, MAX_SEGMENTS, MAX_PARAMETERS, MAX_REPEATS = 2000, 20, 6, 2
NAMES = """
7z apk avi avif bin bmp bz2 css dmg doc docx eot eps epub exe flac flv gif gz ico iso jar jpeg jpg
js json m3u8 m4a m4v mid mjs mov mp3 mp4 mpeg mpg msi odp ods odt ogg ogv pdf png ppt pptx ps psd
rar rtf svg tar tgz tif tiff torrent ttf wasm wav webm webp wma wmv woff woff2 xls xlsx xz zip zst
"""
ASSETS = frozenset(NAMES.split())  # endings of paths that lead to no page


@dataclass(frozen=True, slots=True)
class Decision:
    """What a URL is to a source: its kind, "trap", or None when it is not taken; and why."""

    kind: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The rules of one source, ready to be asked; small, and goes to workers as it is."""

    source: str
    word: str
    hosts: frozenset[str]  # without www.
    domains: frozenset[str]
    prefixes: tuple[str, ...]  # keys of the folders of the start pages
    articles: tuple[str, ...]
    skip: tuple[str, ...]
    keep: tuple[str, ...]
    depth: int
    auto_feeds: bool
    auto_sitemaps: bool
    obeys: bool = True  # what pages ask of robots in their heads

    @classmethod
    def of(cls, source: Source) -> "Scope":
        roots = [*source.start, *source.feeds, *source.sitemaps]
        named = {bare(host_of(url)) for url in roots if url != "auto"}
        hosts = named | {bare(host) for host in source.hosts}
        return cls(
            source=source.id,
            word=source.scope,
            hosts=frozenset(hosts),
            domains=frozenset(map(domain, hosts)) if source.scope == "domain" else frozenset(),
            prefixes=tuple(folder(url_key(url)) for url in source.start),
            articles=source.articles,
            skip=source.skip,
            keep=source.keep_params,
            depth=source.depth,
            auto_feeds="auto" in source.feeds,
            auto_sitemaps="auto" in source.sitemaps,
            obeys=source.robots_tags == "honor",
        )

    def told(self) -> dict[str, list[str]]:
        """What the archive keeps of it, so that both tell pages apart alike."""
        if not self.keep:
            return {}
        hosts = [*self.hosts, *(f".{name}" for name in self.domains)]
        return {"keep_params": sorted(self.keep), "hosts": sorted(hosts)}

    def key(self, url: str) -> str:
        """The identity of a URL for this source."""
        return url_key(url, self.keep)

    def form(self, url: str) -> str:
        """The URL as it is fetched: escaped, without fragment and trackers."""
        try:
            return plain_url(safe_url_string(url), self.keep)
        except ValueError:
            return url

    def decide(self, url: str, *, depth: int = 1, by: str = "link") -> Decision:
        """What a URL is that was found by a link, feed, sitemap or redirect."""
        if why := self.refuses(url, by):
            return Decision(None, why)
        if why := trap(url):
            return Decision("trap", why)
        if depth > self.depth:
            return Decision("trap", f"more than {self.depth} links from a start page")
        return self.sort(url, by)

    def refuses(self, url: str, by: str) -> str | None:
        """Why a URL is none of this source's, or None."""
        host = host_of(url)
        if not host:
            return "not a web address"
        if by != "redirect" and (ending := asset(url)):
            return f"a .{ending} file is no page"
        if pattern := next((each for each in self.skip if matches(each, url)), None):
            return f'skip = "{pattern}"'
        return None if self.holds(url, host, by) else f'outside of scope = "{self.word}"'

    def sort(self, url: str, by: str) -> Decision:
        """Which kind of page a URL of this source is, by its address."""
        if not self.articles:
            return Decision("page", "every page counts as an article (no patterns)")
        if pattern := next((each for each in self.articles if matches(each, url)), None):
            return Decision("article", f'articles = "{pattern}"')
        if by == "feed":
            return Decision("article", "a feed lists it")
        return Decision("listing", "no pattern of articles fits: followed for its links")

    def holds(self, url: str, host: str, by: str) -> bool:
        """Whether a URL lies within the scope of the source."""
        ours = bare(host) in self.hosts
        named = by in {"feed", "sitemap"}  # by the site itself, not by one of its pages
        if self.word == "page":
            return named or (ours and by == "redirect")
        if self.word == "prefix":
            below = self.key(url).startswith(self.prefixes)
            return below or (ours and (named or by == "redirect"))
        if self.word == "domain":
            return ours or domain(bare(host)) in self.domains
        return ours or self.word == "any"


def bare(host: str) -> str:
    return host.removeprefix("www.")


@lru_cache(maxsize=10_000)
def domain(host: str) -> str:
    """The registered domain of a host, or the host itself when it has none (an address)."""
    name = re.sub(r":\d+$", "", host)
    found = _registry()(name)
    if found.ipv4 or found.ipv6:
        return host
    # A suffix that is not listed counts as one label (the list's own default rule).
    return found.top_domain_under_public_suffix or ".".join(name.split(".")[-2:])


@cache
def _registry() -> "TLDExtract":
    """The list of public suffixes of the package: nothing is fetched, nothing is cached."""
    from tldextract import TLDExtract  # noqa: PLC0415 - loads requests, for one of five scopes

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def folder(key: str) -> str:
    """The key up to the last slash of its path: what `scope = "prefix"` lies below."""
    path = key.partition("?")[0]
    return path[: path.rfind("/") + 1]


def asset(url: str) -> str | None:
    """The ending of a path that leads to a picture, a film, a program: never to a page."""
    name = urlsplit(url).path.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending in ASSETS else None


def matches(glob: str, url: str) -> bool:
    """Whether a pattern of a source file fits: with the path when it begins with a slash (and
    with the query when the pattern has one), else with the whole URL.
    """
    parts = urlsplit(url)
    text = url
    if not glob.startswith(("http://", "https://")):
        text = parts.path or "/"
        if "?" in glob:
            text += f"?{parts.query}"
    return compiled(glob).fullmatch(text) is not None


@lru_cache(maxsize=1000)
def compiled(glob: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\*+", glob)), re.DOTALL)


def trap(url: str) -> str | None:
    """Why a URL looks like one of an endless series, or None. Limits: see the constants."""
    if len(url) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return f"more than {MAX_SEGMENTS} path segments"
    if parts.query.count("&") >= MAX_PARAMETERS:
        return f"more than {MAX_PARAMETERS} parameters"
    if repeated := repetition(segments):
        return f"the path repeats {repeated}"
    return None


def repetition(segments: list[str]) -> str | None:
    """The part of a path that stands more than MAX_REPEATS times in a row, if one does."""
    for width in (1, 2, 3):
        for start in range(len(segments) - width * MAX_REPEATS):
            part = segments[start : start + width]
            times = MAX_REPEATS + 1
            if segments[start : start + width * times] == part * times:
                return "/".join(part)
    return None
