"""The people of a byline: no "By", no outlet, no job, no address."""

import re
from collections.abc import Sequence

from cleaners.characters import one_line

_BY = re.compile(
    r"^\s*(?:(?:(?:an?|eine?|une?)\s+\w+\s+(?:by|von|par|de)|written|reported|posted|published|story|words|text|review|analysis|opinion|report)\s+by|by|von|par|por|di|door|av|af|"
    r"przez|oleh|yazan|автор|текст|от|από|autor(?:en|es|a|in)?|autore|auteur|author|text|texte|texto|testo|tekst|redaktion|"
    r"作者|记者|記者|文|撰文|取材・文|기자)\b\s*[:：]?\s*|^\s*(?:作者|记者|記者|文|撰文)\s*[:：/／]\s*",
    re.IGNORECASE,
)
# A letter alone is a word for "and" where it is small and a whole name follows: no initial, and not
# between the two halves of a Spanish surname.
_BETWEEN = re.compile(
    r"\s*(?:[,;|/、，；•·&]|(?<!\w)(?i:and|und|et|with|mit|avec|en|och|og|ve|та)(?!\w)"
    r"|(?<=\s)[yeiси](?=\s+\S+\s+[^\W\d_]))\s*"
)
_AFTER = re.compile(
    r"\s*(?:\(.*\)?|\[.*|[–—]\s.*|\s-\s.*|\b(?:in|aus)\s+[A-ZÄÖÜ][a-zäöü]+\s*$|\bfor\s+(?:the\s+)?[A-Z].*|https?://.*|\S+@\S+.*)$"
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|producer|staff|redak\w+|korrespondent\w*|journaliste|"
    r"rédact\w+|redacci[oó]n|redazione|redactie|редакц\w*|senior|politics|business|newsroom|desk|team|admin|"
    r"administrator|editors|editorial|news|agency|agencies|agenturen|presse-agentur|"
    r"associated press|agence france-presse|reuters|guest|contributor|author)\b",
    re.IGNORECASE,
)
_AGENCIES = frozenset(["afp", "ap", "apa", "dpa", "sid"])  # names, but for these alone
_SURNAMES = frozenset(["Di", "Von"])  # given names and halves of surnames too: Di Wang
_NO_NAME = re.compile(
    r"\d|https?:|www\.|[@<>{}=]|\b(?:updated|published|posted|ago|min read|minutes?|read)\b",
    re.IGNORECASE,
)
MAX_PEOPLE = 8


def people(given: Sequence[str], site: str | None = None) -> str | None:
    """The names in `given`, joined by ", ", each once; None when none is a person's."""
    names: dict[str, str] = {}
    outlet = _plain(site or "")
    for text in given:
        line = one_line(text)[:300]
        for name in () if line.startswith(("http://", "https://")) else _names(line):
            plain = _plain(name)
            if plain and plain != outlet and not (outlet and outlet in plain):
                names.setdefault(plain, name)
    return ", ".join(list(names.values())[:MAX_PEOPLE]) or None


def starts_with_by(text: str) -> bool:
    """Whether a line begins as a byline does: By, Von, Par, Автор."""
    return bool(_BY.match(text))


def _names(text: str) -> list[str]:
    words = text.split()
    if not (len(words) == 2 and words[0] in _SURNAMES):
        text = _BY.sub("", _BY.sub("", text))
    found = []
    for part in _BETWEEN.split(text):
        name = _AFTER.sub("", part).strip(" .:-–—\"'")
        if (
            2 <= len(name) <= 60
            and not _NO_NAME.search(name)
            and not _ROLE.search(name)
            and name.casefold() not in _AGENCIES
            and len(name.split()) <= 6
        ):
            found.append(name)
    return found


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
