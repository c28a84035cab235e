"""Scripts written without spaces between words: every letter of them becomes a token of its own.

FTS5's unicode61 takes a whole Chinese clause for one word. The archive therefore keeps, beside the
text, a column `cjk` in which such letters stand apart, and a query asks for a run of them as a
phrase: then each substring is found. The separator is a zero width space, so that a snippet of
the column still reads right.
"""

import re

from archive.search.folding import folded

SEPARATOR = "\u200b"

# Thai, Lao, Burmese, Hangul (words carry particles), Khmer, kana, bopomofo, Han.
_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_LETTER = re.compile(f"[{_RANGES}]")
_SEAM = re.compile(rf"(?<=\w)(?=[{_RANGES}])|(?<=[{_RANGES}])(?=\w)")


def unspaced(text: str) -> bool:
    """Whether the text holds a letter of a script that is written without spaces."""
    return _LETTER.search(text) is not None


def spaced(*texts: str | None) -> str:
    """The lines of the texts that hold such letters, each letter apart, and those with marks that
    FTS5 does not take off, without them; often the empty string.

    This is the value of the column `cjk`: call it with title, byline and text of a version.
    """
    lines = (line for text in texts if text and not text.isascii() for line in text.splitlines())
    return "\n".join(filter(None, map(_searched, lines)))


def _searched(line: str) -> str | None:
    """The line in another form that is searched too; None when it needs none."""
    bare = folded(line)
    if unspaced(bare):
        return apart(bare)
    return bare if bare != line else None


def apart(text: str) -> str:
    """The text with a zero width space at each seam between such a letter and its neighbor."""
    return _SEAM.sub(SEPARATOR, text)


def closed(text: str) -> str:
    """The text as people read it: the seams of `apart` closed again."""
    return text.replace(SEPARATOR, "")
