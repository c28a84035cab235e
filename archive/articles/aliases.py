"""Which article a page is when its address has none of its own: by what it calls its canonical
address, or by a text that is word for word another's.

A page may claim any address, so that a claim counts only within a site and between texts that are
alike. What a wrong claim brought together, the next different text takes apart again.
"""

import sqlite3
from collections.abc import Callable

from archive.addresses.identity import Key
from archive.articles.texts import Showing, alike
from archive.captures.rows import site_host

ALIKE = 0.5  # share of words that two forms of an article have in common
SHORTEST = 20  # words of a text that tells an article by itself
MOBILE = ("amp.", "m.", "mobile.")  # hosts of another form of the same site
NAMED, CANONICAL, TEXT = "named", "canonical", "text"  # the column `because`

_TWIN = (
    "select d.key from versions v join documents d on d.current_version_id = v.id"
    " where v.text_hash = ? and v.title is ?"
    " and d.site_id = (select id from sites where host = ?) order by d.id limit 1"
)


def canonical_key(showing: Showing, key: Key) -> str | None:
    """The key of the address that a page calls its canonical one, if that is of its own site."""
    url = showing.article.canonical_url if showing.article else None
    if not url or _site(url) != _site(showing.capture.url):
        return None
    return key(url)


def forms_of(conn: sqlite3.Connection, document_id: int, key: Key) -> Callable[[Showing], bool]:
    """Whether a capture of this article shows another form of it (AMP), as its page itself says:
    the headline of a form is not compared with the article's own.
    """
    row = conn.execute("select key from documents where id = ?", (document_id,)).fetchone()
    told = conn.execute(
        "select key from aliases where document_id = ? and because = ?", (document_id, CANONICAL)
    )
    named = {alias for (alias,) in told}

    def is_form(showing: Showing) -> bool:
        own, canonical = key(showing.capture.url), canonical_key(showing, key)
        return own != canonical and (own in named or canonical in named | {row[0]})

    return is_form


def twin_key(conn: sqlite3.Connection, showing: Showing) -> str | None:
    """The key of the article of the same site that has this title and this text, if there is."""
    row = conn.execute(_TWIN, twin_mark(showing)).fetchone()
    return row[0] if row else None


def twin_mark(showing: Showing) -> tuple[str, str | None, str]:
    """By what an article is known again under another address: text, title and site."""
    return (showing.text.text_hash, showing.title, site_host(showing.capture.url))


def same_words(conn: sqlite3.Connection, version_id: int, text: str) -> bool:
    """Whether a stored text and this one are forms of one article."""
    row = conn.execute("select text from versions where id = ?", (version_id,)).fetchone()
    return row is not None and alike(row[0], text) >= ALIKE


def _site(url: str) -> str:
    host = site_host(url)
    return next((host.removeprefix(form) for form in MOBILE if host.startswith(form)), host)
