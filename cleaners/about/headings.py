"""The headings of a page that may be its headline, without the site's logo."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from cleaners.about.digest import Digest
from cleaners.about.elsewhere import headline_boxes, is_elsewhere
from cleaners.reading.anchors import SIGNS, has_sign, unsigned
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import ancestors, beginning, own_text, parts, spaced

_LOWER = "h2,h3,h4,[class*=entry-title],[class*=post-title],[class*=headline]"
_LOGO = re.compile(
    r"(?<![a-z])site[-_]?(?:title|name|brand)|(?<![a-z])logo(?:type)?(?![a-z])|navbar-brand",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:\./|(?:index|default)\.\w{3,5})?$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
MAX_HEADINGS = 40
MAX_LABELS = 12  # elements of a headline that may be a label
ALIKE = 0.4  # share of words that a heading must have in common with the page's other titles
LONGEST = 300  # characters of a headline


def logos(about: Digest) -> frozenset[str]:
    """The texts, plain, of headings that are the site's logo, by markup or as links to its start.

    A title that begins with a heading of several words begins with the headline, however it is
    marked.
    """
    title = plain(beginning(about.titles[0])) if about.titles and about.headings else ""
    found = set()
    for head in about.headings[:MAX_HEADINGS]:
        if _is_logo(head) and (text := shown(head)):
            bare = plain(text)
            if not (len(text.split()) > 3 and title.startswith(bare)):
                found.add(bare)
    return frozenset(found)


def with_headline(about: Digest, others: Sequence[str], names: Collection[str]) -> Digest:
    """The digest with the headings that may be the headline.

    They are <h1> without the site's name (`names`, plain); where none of them has to do with the
    other titles of the page, the lower heading that has.
    """
    texts = [(head, shown(head)) for head in about.headings[:MAX_HEADINGS]]
    heads = [(head, text) for head, text in texts if plain(text) not in {"", *names}]
    at = best([text for _, text in heads], others)
    if at is None or _is_part(heads[at][1], others):
        # A heading that is one part of a title, "Local | Ferry returns", gives way to the other.
        longest = 0 if at is None else len(plain(heads[at][1]))
        lower = about.page.css(_LOWER)[:MAX_HEADINGS]
        found = _told(lower, others) if others or heads else _only(about, lower)
        if found is not None and len(plain(shown(found))) > longest:
            return replace(about, headings=[found])
    return replace(about, headings=[head for head, _ in heads]) if heads else about


def best(heads: Sequence[str], others: Sequence[str]) -> int | None:
    """The place of the heading that has most words in common with the page's other titles."""
    found, most = None, ALIKE
    for place, head in enumerate(heads):
        words = set(_WORD.findall(head.casefold()))
        for other in others:
            theirs = set(_WORD.findall(other.casefold()))
            common = len(words & theirs) / max(1, min(len(words), len(theirs)))
            if len(words) * 3 >= len(theirs) and common > most:
                found, most = place, common
    return found


def _told(heads: Sequence[LexborNode], others: Sequence[str]) -> LexborNode | None:
    """The heading that is all of another title, or half of it and more."""
    theirs = [plain(other) for other in others]
    for head in heads:
        bare = plain(shown(head))
        if any(bare in one and len(bare) * 2 >= len(one) for one in theirs if one):
            return head
    return None


def _only(about: Digest, lower: Sequence[LexborNode]) -> LexborNode | None:
    """The one heading of its level that heads the text; None on a page with a list of them."""
    around = headline_boxes(about)
    heads = [head for head in lower if shown(head) and not is_elsewhere(head, around)]
    for level in ("h2", "h3", "h4"):
        found = list(dict.fromkeys(head for head in heads if head.tag == level))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def shown(head: LexborNode) -> str:
    """The text of a heading."""
    text = one_line(spaced(head))[:LONGEST]
    if text and (text[-1] in SIGNS or text[0] in SIGNS) and has_sign(head):
        return unsigned(text, 1, heading=True)
    return text


def unlabelled(head: LexborNode, text: str, others: Sequence[str]) -> str:
    """The text of a heading without the label before or behind it that another title lacks."""
    whole = plain(text)
    for other in others:
        bare = plain(other)
        if len(bare) < 12 or len(bare) >= len(whole):
            continue
        label = (
            whole.removesuffix(bare)
            if whole.endswith(bare)
            else whole.removeprefix(bare)
            if whole.startswith(bare)
            else ""
        )
        if label and (
            plain(own_text(head)) == label
            or any(plain(beginning(part)) == label for part in parts(head, MAX_LABELS))
        ):
            return other
    return text


@lru_cache(maxsize=1 << 10)
def plain(text: str) -> str:
    """Letters and digits alone, small."""
    return "".join(filter(str.isalnum, text.casefold()))


def _is_part(text: str, others: Sequence[str]) -> bool:
    """Whether a heading is less than half of every other title, and at an end of one."""
    bare = plain(text)
    theirs = [plain(other) for other in others if other]
    return all(len(bare) * 2 < len(one) for one in theirs) and any(
        one.startswith(bare) or one.endswith(bare) for one in theirs
    )


def _is_logo(head: LexborNode) -> bool:
    """Whether a heading is the name of the site: marked so, or a link to its first page."""
    around = list(islice(ancestors(head), 2))
    for box in (head, *around):
        given = box.attributes
        if _LOGO.search(f"{given.get('class') or ''} {given.get('id') or ''}"[:300]):
            return True
    link = head.css_first("a[href]") or next((box for box in around if box.tag == "a"), None)
    return (
        link is not None
        and bool(_HOME.match((link.attributes.get("href") or "-").strip()[:200]))
        and plain(beginning(link)) in ("", plain(beginning(head)))
    )
