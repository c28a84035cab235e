"""Debris that others' programs joined with the paragraph before it: sentences inside of a line."""

import re
from typing import Final

from cleaners.debris.sieve import Verdict, alone
from cleaners.plain.marks import as_line
from cleaners.plain.sentences import cut, sentences

LONGEST: Final = 120  # characters of such a sentence
LABEL = re.compile("[^\\s:：]{1,12}(?: [^\\s:：]{1,20}){0,3} ?[:：]")  # "Read more:", "写真："
# What can stand there, and in how many words at most without the colon of a label.
WORDS: Final = {"ad": 7, "caption": 0, "credit": 0, "newsletter": 12, "read-more": 7}
MOST: Final = max(WORDS.values())
SENTENCES: Final = 2  # of a line that holds text and debris
PARAGRAPH: Final = 100  # characters from which on a line is long enough to be text of its own


def pieces(text: str) -> list[tuple[str, Verdict | None]]:
    """A line in pieces, with the verdicts on those that are debris; most lines are one piece."""
    found = cut(text, lambda one: _judged(one) is not None, SENTENCES)
    if len(found) == 1 or _goes_whole(text):
        return [(text, None)]
    return [(one, _judged(one)) for one in found]


def is_mostly_text(text: str) -> bool:
    """Whether a paragraph begins with a sentence that is no debris, and most of it is none."""
    found = [text[one].strip() for one in sentences(text)]
    if len(text) < PARAGRAPH or len(found) < SENTENCES or alone(found[0]):
        return False
    return 2 * sum(len(one) for one in found if alone(one)) < len(text)


def _goes_whole(text: str) -> bool:
    """Whether a line is debris as a whole, by its own words."""
    read = as_line(text).text
    return alone(read) is not None and not is_mostly_text(read)


def _judged(text: str) -> Verdict | None:
    """The verdict on a sentence that is debris wherever it stands: a label with what it names, or
    a few words.
    """
    if len(text) > LONGEST or (text.count(" ") >= MOST and not LABEL.match(text)):
        return None
    text = as_line(text).text
    verdict = alone(text)
    if verdict is None or verdict.reason not in WORDS:
        return None
    few = text.count(" ") < WORDS[verdict.reason]
    return verdict if few or LABEL.match(text) else None
