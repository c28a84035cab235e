"""What a line looks like: its words, how it ends, what script it is in. No meaning, only form."""

import re
from dataclasses import dataclass
from unicodedata import is_normalized, normalize

# Scripts without spaces between words: there, each character counts as a token.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{UNSPACED}]|[^\W\d_{UNSPACED}]+|\d+|[:：©®™|@#]")
IN_UNSPACED = re.compile(rf"[{UNSPACED}]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CLOSERS = "\"'’”»“›)]）」』》"
OPENERS = "\"'‘“”„«»‹「『《"
STOPS = ".!?…。！？؟।॥۔։။"
BULLET = re.compile(r"[\s•·▪►▶‣●○■□◆→>»*|–—-]+")
LONGEST = 4000  # characters of a line that are looked at, half at each end


@dataclass(frozen=True, slots=True)
class Shape:
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
    """The shape of a line."""
    text = text.strip()
    if len(text) > LONGEST:
        text = text[: LONGEST // 2] + " " + text[-LONGEST // 2 :]
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    tokens = tuple(TOKEN.findall(fold(text)))
    words = sum(token.isalnum() for token in tokens)
    if not text.isascii() and (unspaced := len(IN_UNSPACED.findall(text))):
        words -= unspaced // 2  # two characters are about a word
    core = text.rstrip(CLOSERS + " ")
    end = core[-1:]
    bullet = bool((start := BULLET.match(text)) and start.end() < len(text))
    return Shape(text, tokens, words, end, end in STOPS and end != "", bullet)
