"""What a page asks of robots: by its head (X-Robots-Tag) as by <meta name=robots>.

Words as Google and Bing document them; `none` means noindex and nofollow. A line of the header may
be addressed to one robot: ours counts, others' do not.
"""

import re

from archive.warc.fields import Fields

OURS = "winnow"
REFUSALS = ("noarchive", "noindex")  # either: a page that wants no place in an archive
WORDS = frozenset({*REFUSALS, "nofollow", "none"})
ADDRESS = re.compile(r"\s*([\w*-]+)\s*:(.*)", re.DOTALL)


def wishes(fields: Fields) -> frozenset[str]:
    """The words of the X-Robots-Tag among these fields that are meant for everybody or for us."""
    words: set[str] = set()
    for value in fields.all("X-Robots-Tag"):
        line = value.lower()
        addressed = ADDRESS.fullmatch(line)
        if addressed and addressed[1] not in WORDS | {"unavailable_after"}:
            if addressed[1] not in {OURS, "*"}:
                continue
            line = addressed[2]
        words |= set(re.split(r"[\s,]+", line)) & WORDS
    return frozenset(words | {"noindex", "nofollow"} if "none" in words else words)


def refusal(words: frozenset[str]) -> str | None:
    """The word by which a page asks not to be kept for readers, if it does."""
    return next((word for word in REFUSALS if word in words), None)
