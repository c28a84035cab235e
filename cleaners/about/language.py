"""The language of a text that does not say it: by its script, then by its commonest words."""

import re
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cleaners.article import Article

SAMPLE = 4000  # characters looked at for words
GLANCE = 1000  # for the script
FEWEST = 3  # different known words that must be there
SHARE = 0.1  # of all words must be known ones
LEAD = 1.15  # the best language has so many times the known words of the next

SCRIPTS = {
    "latin": re.compile("[a-zA-ZÀ-ɏẠ-ỹ]"),
    "cyrillic": re.compile("[Ѐ-ӿ]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "el": re.compile("[Ͱ-Ͽἀ-῿]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "bn": re.compile("[\u0980-\u09ff]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
}
OTHER_SCRIPTS = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u3040-\u9fff\uac00-\ud7a3]")
MANY_SCRIPTS = frozenset(["az", "bs", "ku", "ms", "sr", "tk", "uz"])
WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u097f]+[^\W\d_]*)*")


def guess(text: str) -> str | None:
    """The language as a BCP 47 primary tag; None when the text is too short or too mixed."""
    glance = text[:GLANCE]
    counts = Counter({name: len(sign.findall(glance)) for name, sign in SCRIPTS.items()})
    # One Chinese character says as much as several letters of an alphabet.
    counts["han"] *= 3
    counts["hangul"] *= 3
    if counts["kana"] * 10 > counts["han"]:  # kana is only Japanese, even among many Chinese signs
        counts["kana"] = counts["kana"] * 3 + counts.pop("han")
    script, found = counts.most_common(1)[0]
    if found < 12 or found < 0.6 * sum(counts.values()):
        return None
    if script in {"han", "kana", "hangul"}:
        return {"han": "zh", "kana": "ja", "hangul": "ko"}[script]
    return _by_words(text[:SAMPLE].lower(), script) if len(script) > 2 else script


def with_language(article: Article) -> Article:
    """The article with the language of its text, when its page named none or one that is not
    written so: the templates of many pages say English whatever they hold.
    """
    text = article.text[:SAMPLE]
    if article.language and not _is_foreign(text, article.language):
        return article
    if not (found := guess(text)):
        return article
    return replace(article, language=found, provenance=article.provenance | {"language": "text"})


def _is_foreign(text: str, language: str) -> bool:
    """Whether a text is in another script than that of a language with Latin letters."""
    glance = text[:GLANCE]
    if glance.isascii():
        return False
    others = len(OTHER_SCRIPTS.findall(glance))
    return (
        others > 40
        and others > 2 * len(SCRIPTS["latin"].findall(glance))
        and (language in _tables()["latin"] and language not in MANY_SCRIPTS)
    )


def _by_words(sample: str, script: str) -> str | None:
    words = Counter(WORD.findall(sample))
    tables = _tables()
    known = Counter(
        {
            language: sum(words[word] for word in common.split())
            for language, common in tables[script].items()
            if not set(tables["absent"].get(language, "")).intersection(sample)
        }
    )
    (best, most), *others = known.most_common(2) or [("", 0)]
    second = others[0][1] if others else 0
    different = sum(
        len(word) > 1 and word in words for word in tables[script].get(best, "").split()
    )
    if different < FEWEST or most < SHARE * words.total() or most < LEAD * second:
        return None
    return best


@cache
def _tables() -> dict[str, dict[str, str]]:
    """Script -> language -> its words. A constant of the program, read when first needed."""
    return tomllib.loads(
        files("cleaners.about").joinpath("languages.toml").read_text(encoding="utf-8")
    )
