"""Stories made of links: which articles belong together, and through which link each of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.stories.relation import COPIED, EXCERPT, EXTENDED, REWORDED, SAME

FIRST = "first"  # the oldest here; whether it is the origin, no archive can know
JOINING = frozenset([SAME, COPIED, EXCERPT, EXTENDED, REWORDED])
NEARLY_ALL = 0.8  # of both texts: such a copy belongs where its model belongs


@dataclass(frozen=True, slots=True)
class Link:
    """What an article is to an older one."""

    younger: int
    older: int
    word: str
    share: float
    other_share: float
    similarity: float

    @property
    def joins(self) -> bool:
        """Whether it can make a story."""
        return self.word in JOINING

    @property
    def near(self) -> bool:
        """Whether both are the same text but for some lines."""
        return min(self.share, self.other_share) >= NEARLY_ALL


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a story, and what it is to the one it was compared to."""

    article: int
    relation: str
    similarity: float | None = None
    compared: int | None = None


def stories_of(links: Iterable[Link], ages: Mapping[int, tuple[int, int]]) -> list[list[Member]]:
    """Each story with its members, the oldest first; articles that stay alone are in none.

    Against chains of texts that each resemble only the next one, an article joins by a link to the
    oldest of a story, by two links into it, or as nearly all of the same text. Other addresses at
    one site make no story, but are told in that of their model.
    """
    older: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        older[link.younger].append(link)
    stories: dict[int, list[Member]] = {}
    home: dict[int, int] = {}  # article: the oldest of its story
    for article in sorted(ages, key=lambda one: ages[one]):
        into: dict[int, list[Link]] = defaultdict(list)
        for link in older[article]:
            into[home[link.older]].append(link)
        open_to = [first for first, found in into.items() if _may_join(first, found)]
        if not open_to:
            home[article] = article
            stories[article] = [Member(article, FIRST)]
            continue
        first = min(open_to, key=lambda one: (-_best(into[one]), ages[one]))
        home[article] = first
        link = min(
            into[first],
            key=lambda one: (one.older != first, not one.joins, -one.similarity, ages[one.older]),
        )
        stories[first].append(_member(link))
    for article, members in list(stories.items()):
        models = [link for link in older[article] if not link.joins and link.near]
        firsts = {home[link.older] for link in models if len(stories[home[link.older]]) > 1}
        if len(members) == 1 and firsts:
            link = min(models, key=lambda one: (home[one.older] not in firsts, ages[one.older]))
            stories[home[link.older]].append(_member(link))
    return [members for members in stories.values() if len(members) > 1]


def _member(link: Link) -> Member:
    return Member(link.younger, link.word, link.similarity, link.older)


def _may_join(first: int, links: list[Link]) -> bool:
    joining = [link for link in links if link.joins]
    told = len(links) > 1 or any(link.older == first or link.near for link in joining)
    return bool(joining) and told


def _best(links: list[Link]) -> float:
    return max(link.similarity for link in links if link.joins)
