"""Dates as pages write them, to ISO 8601."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from cleaners.about.months import MONTH_OF, MONTHS

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_SLASHED = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_CLOCKLESS = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/-])")
_OFFSET = re.compile(r"(?:GMT|UTC)(?=[+-]\d)")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")

_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|d[’']|of\s+|ב)?({MONTHS})[^\W\d]*\.?,?[\s-]+(?:de\s+|del\s+)?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({MONTHS})[^\W\d]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,|\s+\d\d:\d\d:\d\d(?:\s+[A-Z]{{2,5}})?)?\s+(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}})\.?(?:\s+m\.)?\s+({MONTHS})[^\W\d]*\.?\s+(\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_LATVIAN = re.compile(rf"(?<!\d)(\d{{4}})\.\s+gada\s+(\d{{1,2}})\.\s+({MONTHS})", re.IGNORECASE)
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})(?!\d)", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_WEEK = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)
# What a database holds where there is no date.
_NEVER = ("1970-01-01", "1900-01-01")
_ZONE = re.compile(r"^([+-](?:0\d|1[0-4])):?([0-5]\d)?$")
_HALF = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(:\d{2})?\s*([ap])\.?m\b\.?", re.IGNORECASE)
# Names of zones that mean one place alone, behind a time.
_ZONES = {
    "WET": "+0000", "WEST": "+0100", "CET": "+0100", "CEST": "+0200", "MEZ": "+0100",
    "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900",
    "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
    "EST": "-0500", "EDT": "-0400", "CDT": "-0500", "MST": "-0700", "MDT": "-0600",
    "PST": "-0800", "PDT": "-0700",
}  # fmt: skip
_NAMED_ZONE = re.compile(rf"(:\d{{2}}(?:[.,]\d+)?)\s*({'|'.join(_ZONES)})(?!\w|\s+\d)")


def iso(text: object) -> str | None:
    """The first date in `text` as ISO 8601, with time and offset where they stand there; or None.

    `text` is a value made for machines: ISO 8601 or close to it, RFC 2822, seconds since 1970.
    """
    value = _OFFSET.sub("", digits(str(text or "").strip()[:80]))
    value = _NAMED_ZONE.sub(
        lambda found: f"{found[1]} {_ZONES[found[2]]}", _HALF.sub(_whole, value)
    )
    found = _moment(value) if value else None
    return None if found and found.startswith(_NEVER) else found


def _moment(value: str) -> str | None:
    if found := _ISO.search(value) or _COMPACT.match(value):
        year, month, day, hour, minute, second, zone = found.groups()
        return _written(year, month, day, (hour, minute, second), zone)
    if value.isdigit() and len(value) in (10, 13):
        with suppress(ValueError, OverflowError, OSError):
            moment = datetime.fromtimestamp(int(value[:10]), tz=UTC)
            return moment.isoformat() if 1990 <= moment.year <= 2100 else None
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(value)
        if 1990 <= moment.year <= 2100:
            return moment.isoformat()
    return written_out(value)


def _whole(found: re.Match[str]) -> str:
    """A time on the clock of 24 hours for one before or after noon; as it is where it is none."""
    hour = int(found[1])
    if not 1 <= hour <= 12:
        return f"{found[1]}:{found[2]}{found[3] or ''}"
    return f"{hour % 12 + 12 * (found[4] in 'pP'):02}:{found[2]}{found[3] or ''}"


def digits(text: str) -> str:
    """A text with the digits of Arabic, Persian and Hindi as ours."""
    return text if text.isascii() else text.translate(_DIGITS)


def written_out(text: str) -> str | None:
    """The first date in a line made for people, as ISO 8601 without a time; or None."""
    text = digits(text)
    for pattern, order in (
        (_ISO, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_CJK, (1, 2, 3)),
        (_SLASHED, (1, 2, 3)),
        (_DOTTED, (3, 2, 1)),
        (_VIETNAMESE, (3, 2, 1)),
        (_LATVIAN, (1, 3, 2)),
    ):
        if found := pattern.search(text):
            year, month, day = (found[place] for place in order)
            month = str(MONTH_OF.get(month.lower(), month))
            if month.isdigit() and (moment := _written(year, month, day, (None, None, None), None)):
                return moment
    found = _CLOCKLESS.search(text)
    return _clear(found[1], found[3], found[4], text) if found else None


def _clear(first: str, second: str, year: str, text: str) -> str | None:
    """The day of 28/11/2025 or Tue, 02/03/2026; none of 3/4/2025, which may be two."""
    readings = [
        _written(year, month, day, (None, None, None), None)
        for month, day in ((second, first), (first, second))
    ]
    days = sorted({reading for reading in readings if reading})
    if len(days) > 1 and (named := _WEEKDAY.search(text)):
        week = _WEEK.index(named[0][:2].lower())
        days = [day for day in days if date.fromisoformat(day).weekday() == week]
    return days[0] if len(days) == 1 else None


def in_url(url: str) -> str | None:
    """The date in the path of a URL: /2026/03/01/, /20260301-; or None."""
    found = _IN_URL.search(url)
    return _written(found[1], found[2], found[3], (None, None, None), None) if found else None


def _written(
    year: str,
    month: str,
    day: str,
    clock: tuple[str | None, str | None, str | None],
    zone: str | None,
) -> str | None:
    try:
        if not 1900 <= int(year) <= 2100:
            return None
        if clock[0] is None:
            return date(int(year), int(month), int(day)).isoformat()
        hour, minute, second = (int(part or 0) for part in clock)
        moment = datetime(int(year), int(month), int(day), hour, minute, second).isoformat()  # noqa: DTZ001 - the zone is appended as it was written
    except ValueError:
        return None
    if zone is None:
        return moment
    if zone[0] not in "+-":
        return f"{moment}+00:00"
    found = _ZONE.match(zone)
    return f"{moment}{found[1]}:{found[2] or '00'}" if found else moment  # no such offset
