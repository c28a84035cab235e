"""When a URL is looked at again: hubs adapt to how often they change, articles have their ages."""

from collections.abc import Sequence
from datetime import timedelta

# Due times before any real one, so that new URLs come first, in this order (then as found).
HUB_NOW, PAGE_NOW, SITEMAP_NOW = 0.0, 1.0, 2.0

FASTER, SLOWER = 0.5, 1.5  # factors on a hub's interval after a change, after none
RETRIES = (1.0, 3.0)  # seconds until a temporary failure is tried again in the same run
LATER = 3600.0  # seconds until a later run tries again; doubles with every further failure
LATEST = 7 * 86400.0
GONE = (timedelta(days=1), timedelta(days=7))  # ages at which an HTTP error is looked at again


def hub_interval(
    previous: float | None, *, changed: bool, bounds: tuple[timedelta, timedelta]
) -> float:
    """Seconds until a hub is due again, within the bounds of its source.

    The factors are those that did best in a simulation of hubs (after Nutch's and StormCrawler's
    adaptive schedules): halve after a change, half as long again after none.
    """
    low, high = bounds[0].total_seconds(), bounds[1].total_seconds()
    if previous is None:
        return low
    return min(high, max(low, previous * (FASTER if changed else SLOWER)))


def next_age(first: float, now: float, ages: Sequence[timedelta]) -> float | None:
    """The time at which the next of the ages is reached; None when all are past.

    Ages that were missed while no crawl ran are not made up for.
    """
    return min(
        (first + age.total_seconds() for age in ages if first + age.total_seconds() > now),
        default=None,
    )


def retry(failures: int, now: float) -> float:
    """When to try again after so many temporary failures in a row."""
    if failures <= len(RETRIES):
        return now + RETRIES[failures - 1]
    return now + min(LATEST, LATER * 2.0 ** min(20, failures - len(RETRIES) - 1))
