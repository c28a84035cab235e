"""What two texts are to each other: the measures, the limits, and the word for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.stories.alignment import MOST, SHORTEST, Sentence, aligned, stems
from archive.stories.words import LONGEST, sentences, unquoted, words

GROUP = 5  # words in a row that no two writers choose alike by chance
COPY = 0.6  # share of one text that stands in the other: of 1,037 pairs that are none, none had it
UNQUOTED = 0.4  # the same without quotes: two reports of one statement had .16 at most
PART = 0.3  # share of the longer text below which the shorter is only a part of it
PASSAGE = 0.15  # below it a name, a title, a phrase
FEW_GROUPS = 20  # a text of quotes alone, say an interview, is taken with its quotes
SENTENCES = 8  # that match, in a report in other words; with fewer, neighbors of a topic match
IN_ORDER = 0.6  # share of the sentences of one text that match, in such a report ...
IN_ORDER_BACK = 0.5  # ... and of those of the other

SAME, COPIED, EXCERPT, EXTENDED, REWORDED, VERSION, SHARED = (
    "same",  # word for word
    "copy",  # the same text, shortened or with more around it
    "excerpt",  # a part of the older text
    "extended",  # all of the older text, and far more
    "reworded",  # the same report, sentence for sentence in other words
    "version",  # the same text at the same site, under another address
    "passage",  # some sentences are the same, no more
)


class Compared:
    """A text and what is measured on it, each thing when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]

    @cached_property
    def words(self) -> list[str]:
        """Its words, in order."""
        return words(self.text)

    @cached_property
    def groups(self) -> frozenset[int]:
        """Its words in groups of five; numbers of this process alone."""
        return _groups(self.words)

    @cached_property
    def own_groups(self) -> frozenset[int]:
        """The same of what is no quote."""
        return _groups(words(unquoted(self.text)))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Its sentences without their quotes."""
        found = map(words, sentences(unquoted(self.text)))
        return [stems(one) for one in found if len(one) >= SHORTEST][:MOST]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a text is to an older one, and how far it was measured."""

    word: str
    share: float  # of its groups of words, how many stand in the older text
    other_share: float  # of those of the older text, how many stand in it
    unquoted: float  # the larger of the two without quotes
    aligned: float | None = None  # share of its sentences that match, where that was looked at
    other_aligned: float | None = None

    @property
    def similarity(self) -> float:
        """How alike the two are, 0 to 1, by the measure that found them."""
        if self.word == REWORDED:
            return max(self.aligned or 0.0, self.other_aligned or 0.0)
        return max(self.share, self.other_share)

    def row(self) -> tuple[str | float | None, ...]:
        """The relation, its similarity and its measures, in the order of story_pairs."""
        return (
            *(self.word, self.similarity, self.share, self.other_share),
            *(self.unquoted, self.aligned, self.other_aligned),
        )


def relation(younger: Compared, older: Compared, *, same_site: bool = False) -> Relation | None:
    """What the younger text is to the older; None where they have nothing in common to tell."""
    share, other_share = _shares(younger.groups, older.groups)
    held = max(share, other_share)
    if younger.words == older.words:
        return Relation(VERSION if same_site else SAME, 1.0, 1.0, 1.0)
    if held >= COPY and (bare := _unquoted(younger, older, held)) >= UNQUOTED:
        word = VERSION if same_site else _kind(share, other_share)
        return Relation(word, share, other_share, bare)
    if same_site:
        return None
    count = aligned(younger.sentences, older.sentences, SENTENCES)
    order, other_order = (round(count / max(1, len(one.sentences)), 4) for one in (younger, older))
    in_order = max(order, other_order) >= IN_ORDER and min(order, other_order) >= IN_ORDER_BACK
    if count >= SENTENCES and in_order:
        bare = _unquoted(younger, older, held)
        return Relation(REWORDED, share, other_share, bare, order, other_order)
    if held >= PASSAGE:
        return Relation(SHARED, share, other_share, _unquoted(younger, older, held))
    return None


def _unquoted(one: Compared, other: Compared, held: float) -> float:
    """The larger share without quotes; `held`, that with quotes, of texts that are little else."""
    if min(len(one.own_groups), len(other.own_groups)) < FEW_GROUPS:
        return held
    return max(_shares(one.own_groups, other.own_groups))


def _kind(share: float, other_share: float) -> str:
    if min(share, other_share) >= PART:
        return COPIED
    return EXCERPT if share > other_share else EXTENDED


def _groups(found: Sequence[str]) -> frozenset[int]:
    return frozenset(map(hash, zip(*(found[start:] for start in range(GROUP)), strict=False)))


def _shares(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    both = len(one & other)
    return round(both / max(1, len(one)), 4), round(both / max(1, len(other)), 4)
