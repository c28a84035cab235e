"""Elements that a parser opens again: a <b> that is not closed here begins anew further down."""

import re
from collections import Counter
from typing import Final

LEAST: Final = 500_000  # elements that are worth a second look
MOST_ALIKE: Final = 3  # that are opened again (WHATWG HTML, 13.2.4.3)
_NAMES: Final = rb"(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)"
# A first look at them, by their beginnings first: twice as fast as by their names, and finds a few
# more ("<bode ").
_BEGUN = re.compile(
    rb"<[bcefistu](?:(?<=[bisu])|ig|ode|m|ont|mall|trike|trong|t)(?=[\s/>])[^<>]*", re.IGNORECASE
)
# What is opened in a cell or an object is closed with it, and nothing in there closes what is
# open around it.
_TAGS = re.compile(
    rb"<(?:(/?)(%s)(?=[\s/>])([^<>]*)|/?(?:applet|caption|marquee|object|table|td|template|th)\b)"
    % _NAMES,
    re.IGNORECASE,
)


def opened_again(page: bytes) -> int:
    """How many elements a parser may add to a page by opening again what was not closed: at most
    as many at each tag as were left open at once. 0 where a first look finds too few of them.
    """
    begun = Counter(_BEGUN.findall(page))
    most = sum(min(MOST_ALIKE, times) for times in begun.values())
    tags = page.count(b"<")
    return _left_open(page) * tags if most * tags > LEAST else 0


def _left_open(page: bytes) -> int:
    """How many of these elements may be open at once without what encloses them, at most."""
    now = most = 0
    here: dict[bytes, list[bytes]] = {}
    alike: Counter[bytes] = Counter()
    for closing, name, given in _TAGS.findall(page):
        if not name:  # what is open here may stay so to the end
            here.clear()
        elif not closing:
            tag = name + given
            if alike[tag] < MOST_ALIKE:
                alike[tag] += 1
                here.setdefault(name.lower(), []).append(tag)
                now += 1
                most = max(most, now)
        elif open_ := here.get(name.lower()):
            alike[open_.pop()] -= 1
            now -= 1
    return most
