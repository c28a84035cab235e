"""A text as it is compared with others: its words, its sentences, and what is no quote."""

import re
import unicodedata

from archive.search.folding import folded
from archive.search.spacing import apart, unspaced

LONGEST = 200_000  # characters of a text that are compared; a longer one costs no more than that

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_END = re.compile(r"[.!?…؟।](?:[\"”»’)\]]*\s+|[\"”»’)\]]+)|[。！？][」』”\"]*|\n+")
# A quote that is not closed where its paragraph ends goes on in the next one, which opens it again.
_QUOTE = re.compile(
    r"[\"“”„«»][^\"“”„«»\n]*(?:[\"“”»«]|$)|‘[^\n]*?(?:’(?!\w)|$)|[「『][^」』\n]*(?:[」』]|$)",
    re.MULTILINE,
)


def words(text: str) -> list[str]:
    """The words of a text in the order of the text, one spelling each; no marks, no possessives.

    Letters of scripts that are written without spaces come two by two, each with the one before.
    """
    plain = text if text.isascii() else folded(unicodedata.normalize("NFKC", text))
    plain = _POSSESSIVE.sub("", plain.casefold())
    if plain.isascii() or not unspaced(plain):
        return _WORD.findall(plain)
    return _paired(_WORD.findall(apart(plain)))


def _paired(found: list[str]) -> list[str]:
    pairs: list[str] = []
    before = ""
    for word in found:
        if not unspaced(word):
            pairs.append(word)
            before = ""
            continue
        if before:
            pairs.append(before + word)
        before = word
    return pairs


def unquoted(text: str) -> str:
    """The text without what stands between marks of quotation."""
    return _QUOTE.sub(" ", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, headings and items too."""
    return [piece for piece in _END.split(text) if piece and not piece.isspace()]
