"""The people of a byline: no "By", no outlet, no job, no address."""

import re
from collections.abc import Sequence

from cleaners.reading.characters import one_line

_BY = re.compile(
    r"""^\s*(?:
      (?:(?:an?|guest|exclusive)\s+)?(?:analysis|article|column|comment(?:ary)?|essay|feature
        |interview|opinion|post|report|review|story|text|words
        |written|reported|posted|published)\s+by
    | (?:eine?\s+)?(?:analyse|artikel|beitrag|bericht|essay|gastbeitrag|gastkommentar|glosse
        |interview|kolumne|kommentar|leitartikel|reportage|rezension|text)\s+von
    | (?:une?\s+)?(?:analyse|article|chronique|écrit|propos\s+recueillis|publié|rédigé|texte
        |tribune)\s+par
    | (?:an[áa]lisis|art[íi]culo|artigo|escrito|texto)\s+(?:de|por)
    | (?:a\s+cura|articolo|testo)\s+di
    | by | von | par | por | di | door | av | af | przez | oleh | yazan | автор | текст | от | από
    | autor(?:en|es|a|in)? | autore | auteur | author
    | text | texte | texto | testo | tekst | redaktion
    | (?:haber|teksti|írta|كتب|كتبت)(?=\s*:) | oprac(?=\.) | بقلم | מאת
    | 作者 | (?:本[报報]|特[约約]|见习)?(?:记者|記者) | 撰文 | 取材・文 | 文 | 기자
    )(?:\b|(?<=\.))\.?\s*[:：/／・]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(r"^\s*[\[【（][^\]】）]{1,30}[\]】）]\s*")  # [Outlet] Name
_BEHIND = re.compile(r"\s*(?:기자|특파원|記者|记者)$")
_EAST_ASIAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3・]{2,6}")
# A letter alone is a word for "and" where it is small and a whole name follows: no initial, and not
# between the two halves of a Spanish surname.
_BETWEEN = re.compile(
    r"\s*(?:[,;|/、，；•·&]|(?<!\w)(?i:and|und|et|with|mit|avec|en|och|og|ve|та)(?!\w)"
    r"|(?<=\s)[yeiси](?=\s+\S+\s+[^\W\d_]))\s*"
)
_AFTER = re.compile(
    r"\s*(?:\(.*\)?|\[.*|[–—]\s.*|\s-\s.*|\b(?:in|aus)\s+[A-ZÄÖÜ][a-zäöü]+\s*$|\bfor\s+(?:the\s+)?[A-Z].*"
    r"|https?://.*|\S+@\S+.*|\s@\w.*|\bas\s+told\s+to\b.*)$"
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
    r"^[\w.-]{3,}\.(?:com|net|org|info|[a-z]{2})$|编辑|編輯|"
    r"\d|https?:|www\.|[@<>{}=]|\b(?:updated|published|posted|ago|min read|minutes?|read)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    """af al av bin da das de del della den der des di dos du e el ibn la le ten ter van von y zu
    """.split()  # noqa: SIM905 - a list of words reads better so
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
    text = _BEFORE.sub("", text)
    words = text.split()
    if not (len(words) == 2 and words[0] in _SURNAMES):
        text = _BY.sub("", _BY.sub("", text))
    found = []
    parts = [part for whole in _BETWEEN.split(text) for part in _apart(whole)]
    for part in parts:
        name = _AFTER.sub("", part).strip(" .:-–—\"'")
        name = _BEHIND.sub("", name)
        if (
            2 <= len(name) <= 60
            and not _NO_NAME.search(name)
            and not _ROLE.search(name)
            and name.casefold() not in _AGENCIES
            and len(name.split()) <= 6
        ):
            found.append(name)
    return found


def _apart(part: str) -> list[str]:
    """The names in a part: in Chinese, Japanese and Korean a space may stand between two."""
    words = part.split()
    if len(words) < 2:
        return [part]
    whole = all(len(word) > 1 and _EAST_ASIAN.fullmatch(word) for word in words)
    # Two short words may be one Japanese name, 村上 春樹; no Korean one has a space.
    several = len(words) > 2 or len(words[0]) > 2 or "\uac00" <= words[0][0] <= "\ud7a3"
    return words if whole and several else [part]


def is_full(name: str) -> bool:
    """Whether a name has its parts and no other words: what a line that is not marked must have."""
    words = name.split()
    return bool(_EAST_ASIAN.fullmatch(name)) or (
        len(words) > 1 and all(not word[0].islower() or word in _PARTICLES for word in words)
    )


def turned(name: str) -> str:
    """A name as libraries write it, "Lindqvist, Ada", as people do."""
    family, comma, given = name.partition(",")
    both = (family.split(), given.split())
    if not comma or "," in given or not all(both) or min(map(len, both)) > 1:
        return name
    return f"{given.strip()} {family.strip()}"


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
