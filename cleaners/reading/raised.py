"""Raised text: exponents, ordinals, and the marks of notes, which are no part of a word."""

import re
from collections.abc import MutableMapping, Sequence
from itertools import chain, islice
from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.nodes import inside, names

_FEW: Final = 12  # nodes in a <sup>: a link, brackets, a number
_LONGEST: Final = 12  # characters of a mark or an exponent
_PLAIN = frozenset(["a", "b", "em", "font", "i", "small", "span", "strong", "sup", "u"])
_MARK = re.compile(r"(?:(?:n|nb|note) ?)?\d{1,3}|[a-z]|[ivx]{2,5}", re.IGNORECASE)
_MARKS = re.compile(r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})+")  # "1,2" and "3–5"
_CALLED = re.compile(r"foot-?note|end-?note|note-?ref|reference|(?<![a-z])(?:cite|fn)(?![a-z])")
_ENDED = re.compile(r"(?<!\d)[.,;:!?…。，][”\"»’)]?\s*$|[.!?…]?[”\"»]\s*$|\d[!?;:]\s*$")
_EXPONENT = re.compile(r"[+\-−–]?[\dn]+(?:[+\-−–=][\dn]+)*[+\-−–]?")
_PRICE = re.compile(r"[$€£¥₹] ?\d{1,3}(?:[ ,.]?\d{3})*$")  # whole, before its cents
_RAISED = str.maketrans("0123456789n+-−–=", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻⁻⁻⁼")


def raised(node: LexborNode, before: Sequence[str], known: MutableMapping[int, bool]) -> str | None:
    """What a <sup> says after the texts before it; None where its text is read like any other.
    `known` remembers what was found of elements around others: a thousand may stand in the same.

    The mark of a note stands in brackets, "1871[1]"; an exponent is raised, "10⁶"; a fraction is
    apart from the number before it, "2 1/2"; cents are told by a point, "$549.00".
    """
    text = _short_text(node)
    if not text:
        return None
    base = "".join(before[-2:])[-8:]
    follows = node.next
    after = (follows.text_content or "")[:1] if follows and follows.is_text_node else ""
    if after in ("/", "⁄"):
        return f" {text}" if base[-1:].isdigit() and text.isdigit() else None
    marks = _MARKS.fullmatch(text) is not None
    apart = text.isalpha() and not base[-1:].strip()  # as the way back from a note is
    if marks or (_MARK.fullmatch(text) and not apart and _is_note(node, known)):
        return f"[{text}]"
    if len(text) == 2 and text.isdecimal() and _PRICE.search(base):
        return f".{text}"
    if _EXPONENT.fullmatch(text):
        isotope = base[-1:].isspace() and after.isalnum()
        noted = text.isdigit() and len(text) < 3 and not isotope and _ENDED.search(base)
        return f"[{text}]" if noted else text.translate(_RAISED)
    return None


def _short_text(node: LexborNode) -> str | None:
    """The text of a short element without boxes; None of another."""
    parts = list(islice(inside(node), _FEW + 1))
    if len(parts) > _FEW or any(one.is_element_node and one.tag not in _PLAIN for one in parts):
        return None
    text = "".join((one.text_content or "")[:100] for one in parts if one.is_text_node).strip()
    return text if len(text) <= _LONGEST else None


def _is_note(node: LexborNode, known: MutableMapping[int, bool]) -> bool:
    """Whether the markup says that a mark leads to a note: by a link within the page, or a name."""
    parent = node.parent
    if parent is not None:
        if parent.mem_id not in known:
            known[parent.mem_id] = _is_noted(parent)
        if known[parent.mem_id]:
            return True
    return any(map(_is_noted, chain((node,), inside(node))))


def _is_noted(node: LexborNode) -> bool:
    if node.tag not in ("a", "sup", "span"):
        return False
    told = node.attrs
    if node.tag == "a" and "#" in (told.get("href") or "")[:-1]:
        return True
    return "noteref" in (told.get("role") or "") or bool(_CALLED.search(names(node)))
