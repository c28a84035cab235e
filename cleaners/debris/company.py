"""What a line's company says of it: its neighbors, its markup, its form beside them.

Rules see one line at a time. A line that they only half recognize, or that is but a name or a
headline, is debris when it stands among debris, and is left alone where it leads into prose.
"""

from typing import Final

from cleaners.debris.line import Line
from cleaners.debris.shape import OPENERS, Shape, looks_like_names

# Reasons that come in lists: what stands between two such lines belongs to the list.
LISTED: Final = frozenset(
    {
        "bio", "comments", "consent", "copyright", "donate", "follow", "meta line", "navigation",
        "newsletter", "paywall", "read-more", "related list", "share", "tags",
    }
)  # fmt: skip
# Beside these a bare name is an author or a photographer.
BESIDE_NAMES: Final = frozenset({"bio", "meta line", "credit", "caption", "share"})
# Markup that holds debris more often than text.
TELLING: Final = frozenset(
    {
        "ad", "button", "comment", "consent", "donate", "form", "hidden", "nav", "newsletter",
        "paywall", "player", "popup", "related", "share", "tags",
    }
)  # fmt: skip
LINK = 0.8  # share of a line's characters inside links, from which on it counts as a link


def company_votes(
    line: Line, shape: Shape, before: str | None, after: str | None, following: Shape | None
) -> list[tuple[str, float]]:
    """Votes from around a line, each with its name.

    `before` and `after` are the reasons for which the neighbors go, None for one that stays.
    """
    if shape.sentence or shape.words > 30 or shape.text[0] in OPENERS:
        return []
    votes: list[tuple[str, float]] = []
    listed = (before in LISTED) + (after in LISTED)
    if listed == 2:
        votes.append(("between debris", 3.0))
    elif listed:
        votes.append(("beside debris", 1.0))
    beside = before in BESIDE_NAMES or after in BESIDE_NAMES
    if beside and shape.words > 1 and looks_like_names(shape.text):
        votes.append(("a name beside debris", 2.0))
    if following is None or _goes_on(shape, following):
        votes.append(("no prose after it", 1.0))
    if line.hints & TELLING:
        votes.append(("markup", 1.0))
    if line.link_share > LINK:
        votes.append(("a link", 1.0))
    return votes


def _goes_on(shape: Shape, following: Shape) -> bool:
    """Whether the next line is one more of a menu, not prose or a list under a sub-head."""
    return not following.sentence and following.words <= 10 and following.bullet == shape.bullet
