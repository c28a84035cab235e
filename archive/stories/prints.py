"""The fingerprint of a text: a sample of its groups of three words, as numbers."""

from collections.abc import Sequence
from hashlib import blake2b

GROUP = 3  # words
RATE = 8  # of so many groups one is in the sample: always the same one, whichever text it is in
FEWEST = 8  # numbers of any text that is compared
LEAST = 50  # words of a text that is compared: stock lines and notes are nobody's report

_SIZE = 6  # bytes of a number: two groups of a million articles share one by chance in 10^6 cases
_BOUND = (1 << 8 * _SIZE) // RATE


def fingerprint(words: Sequence[str]) -> list[int]:
    """The numbers of a text, in their order; none of a text that is too short to be compared.

    What stands in two texts has the same numbers in both, so that a part is found in the whole.
    """
    if len(words) < LEAST:
        return []
    groups = set(zip(*(words[start:] for start in range(GROUP)), strict=False))
    numbers = sorted(
        int.from_bytes(blake2b(" ".join(group).encode(), digest_size=_SIZE).digest())
        for group in groups
    )
    sample = [number for number in numbers if number < _BOUND]
    return sample if len(sample) >= FEWEST else numbers[:FEWEST]


def packed(numbers: Sequence[int]) -> bytes:
    """The numbers as bytes, to be stored with their article."""
    return b"".join(number.to_bytes(_SIZE) for number in numbers)


def unpacked(stored: bytes) -> list[int]:
    """The numbers again."""
    return [int.from_bytes(stored[start : start + _SIZE]) for start in range(0, len(stored), _SIZE)]


def count(size: int) -> int:
    """How many numbers so many bytes hold."""
    return size // _SIZE
