"""WARC-Date and the 14 digits of ARC and CDX."""

from datetime import UTC, datetime

DIGITS = "%Y%m%d%H%M%S"


def format_date(moment: datetime) -> str:
    """A WARC-Date with microseconds, in UTC (WARC 1.1 section 5.4)."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")[:-6] + "Z"


def timestamp(moment: datetime) -> str:
    """The 14 digits of a moment, as CDX lines and file names have them."""
    return moment.astimezone(UTC).strftime(DIGITS)


def parse_date(text: str | None) -> datetime | None:
    """The moment of a WARC-Date, or of 4 to 17 digits as in ARC; None when it is unreadable.

    WARC 1.1 allows "2026", "2026-03" and fractions of any length; all are read, to microseconds.
    """
    text = (text or "").strip()
    try:
        if text.isdigit():
            padded = text[:14] if len(text) >= 14 else text + "00000101000000"[len(text) :]
            return datetime.strptime(padded, DIGITS).replace(tzinfo=UTC)
        if len(text) == 7:
            text += "-01"
        moment = datetime.fromisoformat(_shorter_fraction(text))
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _shorter_fraction(text: str) -> str:
    head, dot, tail = text.partition(".")
    digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
    return f"{head}.{digits[:6]:0<6}{tail[len(digits) :]}" if dot else text
