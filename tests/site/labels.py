"""What a clean archive of the outlet must hold, from the same files as its pages."""

import re
import unicodedata
from dataclasses import dataclass

from tests.site import story as s


@dataclass(frozen=True)
class Labels:
    """The lines of one page: those of the article, those that are debris."""

    title: str
    language: str
    published: str  # ISO 8601
    byline: str | None
    kept: tuple[str, ...]
    debris: tuple[str, ...]


def expected() -> dict[str, Labels]:
    """Path of each story's page: its labels."""
    return {story.path: labels(story) for story in s.stories()}


def labels(story: s.Story, skin: str | None = None) -> Labels:
    lines = [line for line in s.page_lines(story, skin) if line.text]
    return Labels(
        title=story.title,
        language=story.language,
        published=story.published.isoformat(),
        byline=story.byline or None,
        kept=tuple(line.text for line in lines if line.mark == "+"),
        debris=tuple(dict.fromkeys(line.text for line in lines if line.mark == "-")),
    )


def key(text: str) -> str:
    """`text` without case, blanks, marks and signs: how lines are compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def long_enough(line: str) -> bool:
    """Whether a line can be looked for inside others; a short one ("Sport") must be a block."""
    return sum(3 if ord(sign) > 0x2E80 else 1 for sign in key(line)) >= 14


def missing(text: str, wanted: Labels) -> list[str]:
    """Article lines of the page that `text` does not hold."""
    held = key(text)
    return [line for line in wanted.kept if key(line) not in held]


def surplus(text: str, wanted: Labels) -> list[str]:
    """Debris lines of the page that `text` holds."""
    held = key(text)
    blocks = {key(block) for block in text.splitlines()}
    return [
        line
        for line in wanted.debris
        if key(line) in blocks or (long_enough(line) and key(line) in held)
    ]
