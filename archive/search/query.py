"""What people type into the search box, as an FTS5 expression; docs/search.md is its description.

Every string is a valid query: what cannot be understood is searched as words, what holds no word
is left out, and a query without anything to look for finds nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.search.folding import folded
from archive.search.spacing import apart, unspaced

_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TERM = re.compile(
    r"""
    (?P<minus>(?<!\S)-)?
    (?: (?P<field>title|byline|site) : \s* )?
    (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+) )
    (?P<star>\*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query in parts: what FTS5 matches, and what only the tables beside it know."""

    match: str | None = None  # FTS5 expression
    without: str | None = None  # FTS5 expression of what must not match, where nothing must
    sites: tuple[str, ...] = ()  # host or source, any of them
    not_sites: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # the title must hold all of these
    not_titles: tuple[str, ...] = ()  # and none of these

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return any((self.match, self.without, self.sites, self.not_sites, self.not_titles))


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    field: str | None
    negative: bool
    prefix: bool

    def expression(self) -> str:
        """The term as FTS5 reads it. Letters that are written unspaced are a phrase of `cjk`."""
        if unspaced(self.text):
            return f'"{apart(self.text)}"'  # a title in such a script is compared in SQL
        column = f"{self.field} : " if self.field else ""
        star = " *" if self.prefix else ""
        bare = folded(self.text)
        if bare == self.text or self.field or not _holds_word(bare):
            return f'{column}"{self.text}"{star}'
        return f'("{self.text}"{star} OR "{bare}"{star})'

    @property
    def titled(self) -> bool:
        return self.field == "title" and unspaced(self.text)


def parse(text: str) -> Query:
    """The query that a text means; never an error.

    Words must all be there; "a phrase" as it stands; -word must not; word* begins so; title: and
    byline: look there only; site: is a host, its subdomains too, or a source; a OR b takes either.
    """
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub(" ", text)).translate(_QUOTES)
    sites: dict[bool, list[str]] = {True: [], False: []}
    groups: list[list[_Term]] = []  # each group is alternatives, all groups must match
    negatives: list[_Term] = []
    joins = denies = False  # an OR, a NOT stands before the next term
    for found in _TERM.finditer(text):
        if found["word"] in {"OR", "AND", "NOT"} and not found["field"] and not found["minus"]:
            joins, denies = found["word"] == "OR", found["word"] == "NOT"
            continue
        negative = bool(found["minus"]) or denies
        field = found["field"].lower() if found["field"] else None
        words = found["phrase"] if found["phrase"] is not None else found["word"]
        if field == "site":
            if host := _host(words):
                sites[not negative].append(host)
        elif _holds_word(words):
            prefix = bool(found["star"]) or (found["word"] or "").endswith("*")
            term = _Term(words, field, negative, prefix)
            if negative:
                negatives.append(term)
            elif joins and groups:
                groups[-1].append(term)
            else:
                groups.append([term])
        joins = denies = False
    return _query(groups, negatives, sites)


def _query(
    groups: list[list[_Term]], negatives: list[_Term], sites: dict[bool, list[str]]
) -> Query:
    match = " AND ".join(_either(group) for group in groups) or None
    without = _either([term for term in negatives if not term.titled]) if negatives else None
    if match and without:
        match, without = f"({match}) NOT {without}", None
    return Query(
        match=match,
        without=without or None,
        sites=tuple(sites[True]),
        not_sites=tuple(sites[False]),
        titles=tuple(group[0].text for group in groups if len(group) == 1 and group[0].titled),
        not_titles=tuple(term.text for term in negatives if term.titled),
    )


def _either(terms: list[_Term]) -> str:
    alternatives = " OR ".join(term.expression() for term in terms)
    return f"({alternatives})" if len(terms) > 1 else alternatives


def _holds_word(text: str) -> bool:
    """Whether unicode61 finds a token here: a letter, a number or a private-use character."""
    return any(
        unicodedata.category(char)[0] in "LN" or "\ue000" <= char <= "\uf8ff" for char in text
    )


def _host(text: str) -> str:
    """The host in `gazette.example`, `www.gazette.example/politics` or a whole URL."""
    text = text.strip().lower()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:  # [::1 and the like
        return ""
    return host.removeprefix("www.")
