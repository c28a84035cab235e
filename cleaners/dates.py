"""Dates as pages write them, to ISO 8601."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_SLASHED = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_CLOCKLESS = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")

# Month names by their first letters, as far as these are enough to tell them apart.
_MONTHS = [
    ("jan", "ene", "gen", "janv", "янв", "січ", "sty", "oca", "يناير", "jän", "ian", "led", "ιαν"),
    ("feb", "fév", "fev", "фев", "лют", "lut", "şub", "فبراير", "úno", "φεβ"),
    ("mar", "mär", "maa", "мар", "бер", "mrt", "مارس", "már", "bře", "μαρ"),
    ("apr", "avr", "abr", "апр", "кві", "kwi", "nis", "أبريل", "ápr", "dub", "απρ"),
    ("may", "mai", "maj", "mag", "mei", "мая", "май", "тра", "مايو", "máj", "kvě", "μαΐ", "μαϊ"),
    ("jun", "juin", "giu", "июн", "чер", "cze", "haz", "يونيو", "jún", "iun", "červn", "ιουν"),
    ("jul", "juil", "lug", "июл", "лип", "lip", "tem", "يوليو", "júl", "iul", "červenc", "ιουλ"),
    ("aug", "aoû", "aou", "ago", "авг", "сер", "sie", "ağu", "أغسطس", "agu", "srp", "αυγ"),
    ("sep", "set", "сен", "вер", "wrz", "eyl", "سبتمبر", "sze", "zář", "σεπ"),
    ("oct", "okt", "out", "ott", "окт", "жов", "paź", "eki", "أكتوبر", "říj", "οκτ"),
    ("nov", "ноя", "лис", "kas", "lis", "نوفمبر", "noi", "νοε"),
    ("dec", "dez", "déc", "dic", "дек", "гру", "gru", "ara", "ديسمبر", "des", "pro", "δεκ"),
]
_MONTH_OF = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts}
MONTHS = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|d[’']|of\s+)?({MONTHS})[^\W\d]*\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({MONTHS})[^\W\d]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}})\.?\s+({MONTHS})[^\W\d]*\.?\s+(\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"^([+-]\d{2}):?(\d{2})?$")


def iso(text: object) -> str | None:
    """The first date in `text` as ISO 8601, with time and offset where they stand there; or None.

    `text` is a value made for machines: ISO 8601 or close to it, RFC 2822, seconds since 1970.
    """
    value = str(text or "").strip()[:80]
    if not value:
        return None
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


def written_out(text: str) -> str | None:
    """The first date in a line made for people, as ISO 8601 without a time; or None."""
    for pattern, order in (
        (_ISO, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_CJK, (1, 2, 3)),
        (_SLASHED, (1, 2, 3)),
        (_DOTTED, (3, 2, 1)),
    ):
        if found := pattern.search(text):
            year, month, day = (found[place] for place in order)
            month = str(_MONTH_OF.get(month.lower(), month))
            if month.isdigit() and (moment := _written(year, month, day, (None, None, None), None)):
                return moment
    if found := _CLOCKLESS.search(text):
        first, second, year = found.groups()
        # 28/11/2025 is clear; 3/4/2025 is not, and a wrong date is worse than none.
        if int(first) > 12 or first == second:
            return _written(year, second, first, (None, None, None), None)
        if int(second) > 12:
            return _written(year, first, second, (None, None, None), None)
    return None


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
    if found := _ZONE.match(zone):
        return f"{moment}{found[1]}:{found[2] or '00'}"
    return f"{moment}+00:00"
