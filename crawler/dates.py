"""Dates that feeds and sitemaps give their entries: kept when they can be."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from cleaners.about.dates import iso
from crawler.feeds import Entry

EARLIEST = "1900"  # before it nobody dates a page of the web, archives of old papers included
LATEST = "2100"  # where nobody knows when it was captured
AHEAD = timedelta(days=366)  # what is to come is listed too, but not for ever
ZERO = "1970-01-01"  # a clock that was never set
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
COARSE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")  # a year or month, as sitemaps may say


def with_believed_dates(
    entries: Iterable[Entry], captured: date | None
) -> tuple[list[Entry], list[str]]:
    """The entries, without the dates that cannot be, and those dates as they were given."""
    kept, doubted = [], []
    for entry in entries:
        dated = believed(entry.dated, captured) if entry.dated else None
        if entry.dated and dated is None:
            doubted.append(entry.dated)
        changed = dated != entry.dated
        kept.append(
            replace(entry, dated=dated, dated_by=dated and entry.dated_by) if changed else entry
        )
    return kept, doubted


def believed(text: str, captured: date | None) -> str | None:
    """The date in ISO 8601, as it was written where it was that; None when there is no such day,
    or when it cannot be one of a page that was listed on the day of the capture.
    """
    found = text if COARSE.fullmatch(text) or _is_iso(text) else iso(text)
    if found is None or found.startswith(ZERO):
        return None
    latest = (captured + AHEAD).isoformat() if captured else LATEST
    return found if EARLIEST <= found[:10] <= latest else None


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return DAY.match(text) is not None  # and no week, and none without signs: these do not sort


def dates_told(doubted: list[str]) -> str | None:
    """What is to be said of a listing with such dates."""
    if not doubted:
        return None
    dates = "an impossible date" if len(doubted) == 1 else f"{len(doubted)} impossible dates"
    return f"{dates} left out: {doubted[0][:40]}"
