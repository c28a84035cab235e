"""Letters without the marks that readers leave out when they search, where FTS5 keeps them.

FTS5's unicode61 takes accents off Latin letters. It keeps those of Greek, the dots of ё and the
hamza of an alef, and takes the vowel points of Arabic and Hebrew for ends of words. The archive
keeps the lines that have such marks a second time without them, in the column `cjk`.
"""

import re
import unicodedata

_HEBREW = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points and accents of the Bible
_ARABIC = "\u0610-\u061a\u0622\u0623\u0625\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
_GREEK = "\u0386\u0388-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff"
_MARKED = re.compile(f"[\u0401\u0451{_HEBREW}{_ARABIC}{_GREEK}]")


def folded(text: str) -> str:
    """The text without such marks; the same text where there is none."""
    return text if text.isascii() else _MARKED.sub(_bare, text)


def _bare(found: re.Match[str]) -> str:
    letter = unicodedata.normalize("NFD", found[0])[0]
    return "" if unicodedata.category(letter) in {"Mn", "Lm"} else letter
