"""The address that a page calls its own."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from cleaners.about.digest import Digest, Finding
from cleaners.about.links import absolute, base_of

_NOTHING = frozenset(["#", "false", "nan", "none", "null", "undefined"])
_FIRST = re.compile(r"/?(?:(?:index|default|home)\.\w{3,5})?")  # the path of a first page


def canonicals(about: Digest, told: dict[str, str], url: str | None) -> Iterator[Finding]:
    """The addresses that a page gives as its own, the surest first.

    The first page of a site is no other page, and a name without a dot is a machine that only the
    makers of the page can reach: such addresses are mistakes of their templates.
    """
    base = base_of(about, url)
    for given in about.links:
        if "canonical" in given.get("rel", "").lower().split():
            yield _own(given.get("href"), base, url), "link"
    yield _own(told.get("og:url"), base, url), "meta"


def _own(target: str | None, base: str, url: str | None) -> str | None:
    if (target or "").strip().lower() in _NOTHING:
        return None
    found = absolute(target, base)
    if not found:
        return None
    host = _split(found).hostname or ""
    if "." not in host and host != _split(url or "").hostname:
        return None
    refused = url and _is_first(found) and not _FIRST.fullmatch(_split(url).path)
    return None if refused else found


def _is_first(url: str) -> bool:
    """Whether an address is that of the first page of its site."""
    parts = _split(url)
    return parts.path in {"", "/"} and not parts.query


def _split(url: str) -> SplitResult:
    """The parts of an address; none of one that has no such form."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
