"""What clean() may be asked: anything else is told at once, and not taken for a bad page."""

import datetime as dt
from collections.abc import Sequence

from cleaners.debris.strips import Strip

NOTHING = type(None)


def expect(name: str, value: object, *kinds: type) -> None:
    """Nothing; TypeError for a value that is of none of these kinds."""
    if not isinstance(value, kinds):
        wanted = " or ".join("None" if kind is NOTHING else kind.__name__ for kind in kinds)
        raise TypeError(f"{name}: expected {wanted}, not {type(value).__name__}")


def day_of(
    html: object, url: object, charset: object, captured: object, strips: Sequence[Strip] | None
) -> dt.date | None:
    """The day of capture, in UTC where it is a time. TypeError for what clean() cannot take."""
    if not isinstance(html, bytearray):
        expect("html", html, bytes, str)
    expect("url", url, str, NOTHING)
    expect("charset", charset, str, NOTHING)
    expect("captured", captured, dt.date, NOTHING)
    expect("strips", strips, Sequence, NOTHING)
    for strip in strips or ():
        expect("strips", strip, Strip)
    if isinstance(captured, dt.datetime):
        return (captured.astimezone(dt.UTC) if captured.tzinfo else captured).date()
    return captured if isinstance(captured, dt.date) else None
