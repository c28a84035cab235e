"""What a line looks like: its words, how it ends, what script it is in. No meaning, only form."""

import re
from typing import NamedTuple
from unicodedata import is_normalized, normalize

# Scripts without spaces between words: there, each character counts as a token.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
TOKEN = re.compile(rf"[{UNSPACED}]|[^\W\d_{UNSPACED}]+|\d+(?:[.,]\d{{3}}(?!\d))*|[:：©®™|@#]")
IN_UNSPACED = re.compile(rf"[{UNSPACED}]")
UNSPACED_TOKEN = re.compile(rf"(?<!\S)[{UNSPACED}]")  # in tokens with spaces between
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CLOSERS = "\"'’”»“›)]）」』》"
OPENERS = "\"'‘“”„«»‹「『《"
STOPS = ".!?…。！？؟।॥۔։။"
BULLET = re.compile(r"[\s•·▪►▶‣●○■□◆→>»*|–—-]+")
SIGNS = frozenset(":：©®™|@#")
# The capital first: the look for one is quick, and most letters are none.
GLUE = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ](?<=[^\W\d_A-Z][^\W\d_A-Z].)(?=[^\W\d_A-Z])")
PARTICLES = {"al", "and", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "do",
             "dos", "e", "el", "en", "et", "for", "för", "für", "i", "in", "la", "le", "mit", "och",
             "og", "para", "und", "van", "vom", "von", "with", "y", "zu"}  # fmt: skip
HEAD, TAIL = 180, 100  # characters of a long line that are looked at


class Shape(NamedTuple):
    """The form of one line. `tokens` are folded words, numbers and a few telling signs."""

    text: str
    tokens: tuple[str, ...]
    words: int
    end: str  # the last character inside closing quotes and brackets
    sentence: bool  # ends as a sentence does
    bullet: bool


def fold(text: str) -> str:
    """Text in one case and one spelling, so that HABERDAR, Haberdar and haberdar are one."""
    if text.isascii():
        return text.lower()
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
    return text.casefold().replace("i\u0307", "i").replace("ı", "i").replace("ё", "е")


def shape_of(text: str) -> Shape:
    """The shape of a line. Of a long one only both ends are looked at: debris shows there."""
    text = text.strip()
    if not text.isascii():
        text = INVISIBLE.sub("", text.replace("\u200c", " "))
    seen = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"
    start = BULLET.match(seen)
    tokens = tuple(TOKEN.findall(fold(seen[start.end() :] if start else seen)))
    words = (
        text.count(" ") + 1
        if seen is not text
        else len(tokens) - sum(map(SIGNS.__contains__, tokens))
    )
    if not text.isascii() and IN_UNSPACED.search(seen):
        unspaced = len(UNSPACED_TOKEN.findall(" ".join(tokens)))
        # Two characters are about a word.
        words = (len(text) if seen is not text else unspaced) // 2 + len(tokens) - unspaced
    core = text.rstrip(CLOSERS + " ")
    end = core[-1:]
    return Shape(text, tokens, words, end, end in STOPS and end != "", start is not None)


def looks_like_names(text: str, start: int = 0, longest: int = 6) -> bool:
    """Whether from the token `start` on a line is only names: each with a capital, or a particle.

    Letters of scripts without capitals pass, unless the script has no spaces either.
    """
    words = [token for token in TOKEN.findall(text)[start:] if token not in SIGNS]
    if not 0 < len(words) <= longest:
        return False
    named = [word for word in words if word.lower() not in PARTICLES]
    return bool(named) and all(
        word[0].isupper() or (word.isalpha() and not word.islower() and len(word) > 1)
        for word in named
    )


def unglued(text: str) -> str:
    """The text with a space where a small letter meets a capital: "teilenKommentare"."""
    return GLUE.sub(r" \g<0>", text)
