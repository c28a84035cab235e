"""A source: a site or feed to watch, as its TOML file describes it (see seeds/template.toml)."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from archive.addresses.urls import host_of
from archive.cleaning.siterules import told
from cleaners.debris.strips import Strip
from cleaners.errors import WinnowError
from crawler import values

SCOPES = ("page", "prefix", "host", "domain", "any")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class SourceError(WinnowError):
    """A source file cannot be used: the text names file, source, key and what was expected."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may take of a source; None: no limit."""

    pages: int | None = None
    bytes: int | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """When a page is looked at again: hubs between two intervals, articles at these ages."""

    hub: tuple[timedelta, timedelta] = (15 * MINUTE, DAY)
    article: tuple[timedelta, ...] = (HOUR, 3 * HOUR, 8 * HOUR, DAY, 6 * DAY, 21 * DAY)


@dataclass(frozen=True, slots=True)
class Expect:
    """Fewer than `at_least` new articles `within` this time is an alarm."""

    at_least: int = 1
    within: timedelta = 2 * DAY


@dataclass(frozen=True, slots=True)
class Examples:
    """URLs of which the author of the source knows what they are."""

    article: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteRule:
    """Elements that are debris on this site, or text, for captures of `since` <= day <= `until`."""

    css: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One `[[source]]` table, checked."""

    id: str
    name: str = ""
    start: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ("auto",)
    sitemaps: tuple[str, ...] = ()
    scope: str = "host"
    hosts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    keep_params: tuple[str, ...] = ()
    every: timedelta = HOUR
    delay: float = 1.0  # seconds between two requests to a host
    concurrency: int = 2  # requests to a host at a time
    depth: int = 20  # links from a start page
    robots_tags: str = "honor"  # what pages say of noindex, noarchive, nofollow; or "ignore"
    allow_addresses: tuple[str, ...] = ()
    render: bool = False  # pages are shown to a browser first, see crawler.browser
    active: bool = True  # False: taken only when the file is named
    budget: Budget = field(default_factory=Budget)
    revisit: Revisit = field(default_factory=Revisit)
    expect: Expect | None = None
    examples: Examples = field(default_factory=Examples)
    strip: tuple[SiteRule, ...] = ()
    keep: tuple[SiteRule, ...] = ()  # stronger than strip, on the same element
    file: Path | None = None

    def told(self) -> dict[str, Any]:
        """What the archive keeps of the source, to clean its pages alike at any time."""
        strips = [Strip(rule.css, rule.since, rule.until) for rule in self.strip]
        strips += [Strip(rule.css, rule.since, rule.until, keep=True) for rule in self.keep]
        tags = {"robots_tags": "ignore"} if self.robots_tags == "ignore" else {}
        return {"name": self.name, "strips": told(strips), **tags}


Reader = Callable[[object], Any]


def table(kind: type, readers: Mapping[str, Reader]) -> Reader:
    """A reader of TOML tables that gives objects of `kind`."""

    def read(value: object) -> object:
        given = mapping(value)
        found, faults = entries(given, readers)
        required = [
            each.name
            for each in fields(kind)
            if each.default is MISSING and each.default_factory is MISSING
        ]
        faults += [f'key "{name}" is missing' for name in required if name not in given]
        if faults:
            raise ExceptionGroup(kind.__name__, [ValueError(fault) for fault in faults])
        return kind(**found)

    return read


def mapping(value: object) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    raise ValueError("a table: { key = value } or [[ ]] with lines key = value")


def entries(
    given: Mapping[str, object], readers: Mapping[str, Reader]
) -> tuple[dict[str, Any], list[str]]:
    """The values of the known keys that are right, and a line for each thing that is wrong."""
    found: dict[str, Any] = {}
    faults: list[str] = []
    for key, value in given.items():
        if key not in readers:
            near = get_close_matches(key, readers, n=1, cutoff=0.5)
            hint = f'nearest is "{near[0]}"' if near else "known are " + ", ".join(readers)
            faults.append(f'unknown key "{key}" ({hint})')
            continue
        try:
            found[key] = readers[key](value)
        except ExceptionGroup as wrong:
            faults += [f"{key}: {each}" for each in wrong.exceptions]
        except ValueError as expected:
            faults.append(f"{key} = {shown(value)}: expected {expected}")
    return found, faults


def shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


URLS = values.listing(values.web_url)
GLOBS = values.listing(values.glob)
SITE_RULES = values.listing(
    table(SiteRule, {"css": values.selector, "since": values.day, "until": values.day})
)
READERS: dict[str, Reader] = {
    "id": values.identifier,
    "name": values.text,
    "start": URLS,
    "feeds": values.listing(values.url_or_auto),
    "sitemaps": values.listing(values.url_or_auto),
    "scope": values.one_of(*SCOPES),
    "hosts": values.listing(values.host),
    "articles": GLOBS,
    "skip": GLOBS,
    "keep_params": values.listing(values.text),
    "every": values.duration,
    "delay": values.number(0, 86_400),
    "concurrency": values.whole(1, 100),
    "depth": values.whole(0),
    "robots_tags": values.one_of("honor", "ignore"),
    "allow_addresses": values.listing(values.network),
    "render": values.truth,
    "active": values.truth,
    "budget": table(
        Budget,
        {
            "pages": values.whole(1),
            "bytes": values.size,
            "minutes": values.number(0.01, 1_000_000),
        },
    ),
    "revisit": table(Revisit, {"hub": values.span, "article": values.listing(values.duration)}),
    "expect": table(Expect, {"at_least": values.whole(0), "within": values.duration}),
    "examples": table(Examples, {"article": URLS, "other": URLS}),
    "strip": SITE_RULES,
    "keep": SITE_RULES,
}
SOURCE = table(Source, READERS)


def parse(file: Path) -> tuple[list[Source], list[str]]:
    """The good sources of a file, and one line for each fault, which names file and key."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        return [], [f"{file}: not TOML: {error}"]
    except UnicodeDecodeError as error:
        return [], [f"{file}: not UTF-8 text (byte {error.start})"]
    except OSError as error:
        return [], [f"{file}: {error.strerror}"]
    listed = tables.pop("source", None)
    faults = [f'{file}: unknown key "{key}" outside of a [[source]]' for key in tables]
    if not isinstance(listed, list) or not listed:
        return [], [*faults, f"{file}: holds no source; expected a table [[source]]"]
    found = []
    for number, given in enumerate(listed, 1):
        name = given.get("id", number) if isinstance(given, dict) else number
        source, wrong = one(given)
        faults += [f'{file}: source "{name}": {fault}' for fault in wrong]
        if source:
            found.append(replace(source, file=file))
    return found, faults


def one(given: object) -> tuple[Source | None, list[str]]:
    try:
        source: Source = SOURCE(given)
    except ExceptionGroup as wrong:
        return None, [str(each) for each in wrong.exceptions]
    except ValueError as expected:
        return None, [f"expected {expected}"]
    if not (source.start or {*source.feeds, *source.sitemaps} - {"auto"}):
        return None, ["nothing to begin with: expected a URL in start, feeds or sitemaps"]
    for key, rules in (("strip", source.strip), ("keep", source.keep)):
        for rule in rules:
            if rule.since and rule.until and rule.since > rule.until:
                end = f"expected a day up to until = {rule.until}"
                return None, [f"{key}: since = {rule.since}: {end}"]
    return source, []


def files_of(paths: Iterable[Path]) -> dict[Path, bool]:
    """All source files among files and folders, each with: was it named itself?"""
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.toml"))
            if not inside:
                raise SourceError(f"{path}: no source files (*.toml) in this folder")
            for file in inside:
                found.setdefault(file, False)
        elif path.exists():
            found[path] = True
        else:
            own = "; name one, or make it of seeds/template.toml" if path == Path("seeds") else ""
            raise SourceError(
                f"{path}: no such file or folder; expected a source file (*.toml){own}"
            )
    return found


def check(paths: Sequence[Path]) -> tuple[list[Source], list[str]]:
    """All sources that could be read, sleeping ones included, and all faults."""
    found: dict[str, Source] = {}
    faults = []
    for file, named in files_of(paths).items():
        sources, wrong = parse(file)
        faults += wrong
        for source in sources:
            if source.id in found:
                taken = found[source.id].file
                faults.append(f'{file}: id "{source.id}" is taken already, in {taken}')
            else:
                found[source.id] = replace(source, active=source.active or named)
    return list(found.values()), faults


def load(paths: Sequence[Path]) -> list[Source]:
    """The active sources of files and folders; a file that is named counts as active.

    SourceError on the first fault, whose text also says how many more there are.
    """
    sources, faults = check(paths)
    if faults:
        more = f" (and {len(faults) - 1} more: winnow sources --check-files)" * (len(faults) > 1)
        raise SourceError(faults[0] + more)
    return [source for source in sources if source.active]


def adhoc(url: str, allow_addresses: tuple[str, ...] = ()) -> Source:
    """A source made of one URL of the command line: its page, and what it links to on its host."""
    start = values.web_url(url)
    return Source(
        id=host_of(start).replace(":", "-"), start=(start,), allow_addresses=allow_addresses
    )
