"""Formulas written as text, once each: pages hold the same one for eyes and screen readers."""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.nodes import ancestors, children, names

_WIDE: Final = 2000  # elements of a formula that are read
_DEEP: Final = 60  # of them in one another
_AROUND: Final = 12  # boxes around a formula that may belong to it
# The names that the makers of formulas give to what they show; not "mathjax-content" of a page.
_BOX = re.compile(
    r"(?:^|\s)(?:katex(?:-(?:display|mathml|html))?|MathJax(?:_\w+)?|MJX\w+|mjx-[\w-]+"
    r"|mwe-math-[\w-]+)(?=\s|$)"
)
_STYLED = re.compile(r"\{\\(?:displaystyle|textstyle)\s(.*)\}", re.DOTALL)
_SPACED = frozenset("=<>≤≥≠≈≡∼∝+-−±·×÷→←↔⇒⇔∈∉⊂⊆∪∩∧∨|∣")
_SCRIPTS = "script[type^='math/tex' i]"


def is_formula(node: LexborNode) -> bool:
    """Whether a <math> or <script> is a formula."""
    return node.tag == "math" or (node.attrs.get("type") or "").lower().startswith("math/tex")


def write_formulas(body: LexborNode) -> None:
    """Put the text of each formula in place of all that shows it. It changes the tree."""
    for script in body.css(_SCRIPTS):  # as MathJax 2 keeps them, with or without what it shows
        before = script.prev
        while before is not None and before.is_element_node and _is_box(before):
            shown, before = before, before.prev
            shown.decompose(recursive=False)
        _replace(script, script.text_content or script.text_lexbor() or "")
    written: set[int] = set()
    for math in body.css("math"):
        if any(one.mem_id in written for one in ancestors(math)):
            continue
        box = math
        for one in islice(ancestors(math), _AROUND):
            if not _is_box(one):
                break
            box = one
        written.add(box.mem_id)
        _replace(box, _text(math))


def _is_box(node: LexborNode) -> bool:
    """Whether an element shows a formula and nothing else."""
    if (node.tag or "").startswith("mjx-"):
        return True
    return node.tag in ("span", "div") and bool(_BOX.search(names(node)))


def _replace(node: LexborNode, text: str) -> None:
    if text := text.strip():
        before, after = node.prev, node.next
        if before is not None and _sign(before, first=False).isalnum():
            text = f" {text}"
        if after is not None and _sign(after, first=True).isalnum():
            text = f"{text} "
        node.insert_before(text)
    node.decompose(recursive=False)  # out of the tree, but not freed: others may stand in it


def _sign(node: LexborNode | None, *, first: bool) -> str:
    """The first or the last sign of an element, without reading all of it."""
    for _ in range(_DEEP):
        if node is None:
            break
        if node.is_text_node:
            text = node.text_content or ""
            return text[:1] if first else text[-1:]
        node = node.first_child if first else node.last_child
    return ""


def _text(math: LexborNode) -> str:
    """What a formula says: in the words of its author, in TeX, else sign by sign."""
    said = math.attrs.get("alttext") or ""
    if not said:
        source = math.css_first("annotation[encoding*='tex' i]")
        said = (source.text_lexbor() or "") if source is not None else ""
    if said:
        said = " ".join(said.split())
        styled = _STYLED.fullmatch(said)
        return styled[1].strip() if styled else said
    return " ".join(_Reading().of(math).split())


class _Reading:
    """Reads a formula sign by sign, up to a size that no real one has."""

    def __init__(self) -> None:
        self.left = _WIDE

    def of(self, node: LexborNode, depth: int = 0) -> str:
        """What an element of a formula says."""
        parts = []
        for child in children(node):
            if child.is_text_node:
                if text := (child.text_content or "").strip():
                    parts.append(text)
            elif child.is_element_node and child.tag not in ("annotation", "annotation-xml"):
                self.left -= 1
                if self.left < 0 or depth > _DEEP:
                    break
                parts.append(self.of(child, depth + 1))
        return _WRITTEN.get(node.tag or "", "".join)(parts)


def _in_one(text: str) -> str:
    """A part of a formula, in brackets where it is longer than a sign."""
    bracketed = text[:1] == "(" and text.find(")") == len(text) - 1
    return text if text.isalnum() or bracketed else f"({text})"


def _between(sign: str, *others: str) -> Callable[[list[str]], str]:
    def write(parts: list[str]) -> str:
        parts = [part.strip() for part in parts]
        signs = [sign, *others]
        return "".join(
            (signs[at - 1] if at else "") + (_in_one(part) if at or sign == "/" else part)
            for at, part in enumerate(parts[: len(signs) + 1])
        ) + (" " if sign != "/" else "")

    return write


def _operator(parts: list[str]) -> str:
    text = "".join(parts)
    return f" {text} " if text in _SPACED else f"{text} " if text in (",", ";") else text


_WRITTEN: Mapping[str, Callable[[list[str]], str]] = {
    "mo": _operator,
    "mtext": lambda parts: f" {''.join(parts)} ",
    "mspace": lambda _parts: " ",
    "mfrac": _between("/"),
    "msup": _between("^"),
    "mover": _between("^"),
    "msub": _between("_"),
    "munder": _between("_"),
    "msubsup": _between("_", "^"),
    "munderover": _between("_", "^"),
    "msqrt": lambda parts: f"√{_in_one(''.join(parts).strip())}",
    "mroot": lambda parts: f"{_in_one(''.join(parts[:1]))}^(1/{''.join(parts[1:])})",
    "mtd": lambda parts: f"{''.join(parts).strip()} ",
    "mtr": lambda parts: f"{''.join(parts).strip()}; ",
}
