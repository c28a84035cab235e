"""What may stand on the right of `=` in a source file: each reader returns the value, or raises
ValueError whose text says what was expected.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from typing import TypeVar
from urllib.parse import urlsplit

from cleaners.debris.strips import is_selector

T = TypeVar("T")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION = re.compile(r"(?:\d+(?:\.\d+)?\s*[smhdw]\s*)+")
PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)")
SIZES = {"B": 1} | {
    f"{letter}{unit}": base**power
    for base, unit in ((1000, "B"), (1024, "iB"))
    for power, letter in enumerate(("k" if unit == "B" else "K", "M", "G", "T"), 1)
}
HOST = re.compile(r"(?:[^\s/:@?#]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]*")
REGEX_SIGNS = re.compile(r"[\\^$()|{}]|\[.*\]|\s")


def text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError('a text, such as "Example Gazette"')


def identifier(value: object) -> str:
    if isinstance(value, str) and IDENTIFIER.fullmatch(value):
        return value
    raise ValueError('a short name of a-z, 0-9, "-", "_" and ".", such as "gazette"')


def truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def whole(least: int, most: int = 1_000_000_000) -> Callable[[object], int]:
    """A reader of whole numbers in a range; more than SQLite takes are a slip of the hand."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise ValueError(f"a whole number from {least} to {most:,}")

    return read


def number(least: float, most: float) -> Callable[[object], float]:
    """A reader of numbers in a range."""

    def read(value: object) -> float:
        given = None if isinstance(value, bool) else value  # True is a number to Python
        if isinstance(given, int | float) and least <= given <= most:
            return float(given)
        raise ValueError(f"a number from {least:g} to {most:,}, such as 2.0")

    return read


def duration(value: object) -> timedelta:
    """A length of time written as "30m", "1h30m", "1.5 d"; units s, m, h, d, w."""
    if isinstance(value, str) and DURATION.fullmatch(value.strip()):
        seconds = sum(float(count) * UNITS[unit] for count, unit in PART.findall(value))
        if 0 < seconds <= 100 * 365 * 86400:
            return timedelta(seconds=seconds)
    raise ValueError('a length of time such as "30m", "8h" or "1d"')


def span(value: object) -> tuple[timedelta, timedelta]:
    if isinstance(value, str) and value.count("..") == 1:
        low, high = (duration(part) for part in value.split(".."))
        if low <= high:
            return low, high
    raise ValueError('two lengths of time, shorter first, such as "15m..1d"')


def size(value: object) -> int:
    """Bytes, from a whole number or from a text such as "200 MB"."""
    found = 0
    if isinstance(value, int) and not isinstance(value, bool):
        found = value
    if isinstance(value, str) and (match := SIZE.fullmatch(value.strip())):
        found = int(min(float(match[1]) * SIZES[match[2]], 1e18))
    if 0 < found <= 10**18:
        return found
    raise ValueError('a size above 0 such as "200 MB"')


def web_url(value: object) -> str:
    if isinstance(value, str):
        try:
            parts = urlsplit(value)
            fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            fine = False
        if fine and "@" in parts.netloc:
            raise ValueError("a URL without a name and a password: none is ever sent or kept")
        if fine and re.search(r"\s", value):
            raise ValueError('a URL without spaces; "%20" stands for one')
        if fine:
            return value
    raise ValueError('a URL that starts with "https://" or "http://"')


def url_or_auto(value: object) -> str:
    if value == "auto":
        return "auto"
    try:
        return web_url(value)
    except ValueError as error:
        raise ValueError(f'"auto" or {error}') from None


def host(value: object) -> str:
    if isinstance(value, str) and HOST.fullmatch(value):
        return value.lower()
    raise ValueError('a host name such as "m.gazette.example", without "https://" and path')


def glob(value: object) -> str:
    """A pattern where `*` stands for any text and everything else for itself."""
    if isinstance(value, str) and (sign := REGEX_SIGNS.search(value)):
        raise ValueError(f"a pattern where only * is special, not a regular expression ({sign[0]})")
    if not isinstance(value, str) or not value.startswith(("/", "*", "http://", "https://")):
        raise ValueError('a pattern that starts with "/" or "https://", such as "/story/*"')
    return value


def network(value: object) -> str:
    with suppress(ValueError):
        if isinstance(value, str):
            return str(ip_network(value))
    raise ValueError('an address range such as "127.0.0.0/8"')


def day(value: object) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    raise ValueError("a date without quotes, such as 2026-03-01")


def selector(value: object) -> str:
    if not is_selector(text(value)):
        raise ValueError('a CSS selector such as ".promo-box"')
    return text(value)


def one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError("one of " + ", ".join(f'"{word}"' for word in words))

    return read


def listing(of: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def read(value: object) -> tuple[T, ...]:
        if isinstance(value, list):
            return tuple(of(each) for each in value)
        raise ValueError("a list in [ ]")

    return read
