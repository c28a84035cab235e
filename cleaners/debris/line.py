"""One line of a page or of a plain text, as the sieve sees it, with what the markup said of it."""

from dataclasses import dataclass

from cleaners.article import BlockKind


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate line: its text, and the evidence of the markup where there is any."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    link_share: float = 0.0  # characters inside links, 0 to 1; 0 throughout when unknown
    hints: frozenset[str] = frozenset()  # of reading.hints.WORDS; a plain text has none
