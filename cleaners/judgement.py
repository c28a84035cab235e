"""Which lines of a page are its article: all that is known of each line, put together."""

from collections.abc import Sequence

from cleaners.boxes import Setting
from cleaners.candidates import Candidate, Frame
from cleaners.features import features
from cleaners.forest import forest
from cleaners.metadata import Metadata
from cleaners.opinion import shares

CAUTION = 0.7  # below 1, a wrong line weighs more than a lost one


def probabilities(
    lines: Sequence[Candidate], frames: Sequence[Frame], extraction: str, known: Metadata
) -> list[float]:
    """How likely each line is text of the article, 0 to 1."""
    setting = Setting(
        lines,
        frames,
        opinion=shares(lines, extraction),
        witness=shares(lines, known.body) if known.body else None,
        description=known.description or "",
    )
    trees = forest("lines")
    likely = [0.0 if row is None else trees.probability(row) for row in features(setting)]
    titles = set(map(key, known.titles))
    return [
        0.0 if key(line.text) in titles else chance
        for line, chance in zip(lines, likely, strict=True)
    ]


def key(text: str) -> str:
    """A text without case and spaces: what two forms of a headline share."""
    return "".join(text.split()).casefold()


def chosen(lines: Sequence[Candidate], likely: Sequence[float]) -> list[bool]:
    """The lines to keep: those that make the expected F-measure of the whole text largest.

    A page whose text stands out has a limit near one half; where all is doubtful, more is kept.
    Source: Ye, Chai, Lee, Chieu, "Optimizing F-measure: a tale of two approaches", 2012.
    """
    sizes = [_size(line.text) for line in lines]
    expected = sum(chance * size for chance, size in zip(likely, sizes, strict=True))
    best, limit = 0.0, 1.0
    right = kept = 0.0
    for place in sorted(range(len(lines)), key=lambda place: -likely[place]):
        right += likely[place] * sizes[place]
        kept += sizes[place]
        measure = right / (kept + CAUTION * expected)
        if measure > best:
            best, limit = measure, likely[place]
    return [chance >= limit and chance > 0 for chance in likely]


def _size(text: str) -> int:
    """Words, or characters where a script has no spaces."""
    return len(text) if "\u3040" <= text[len(text) // 2] <= "\u9fff" else text.count(" ") + 1
