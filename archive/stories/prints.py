"""The fingerprint of a text: a sample of its groups of three words, as numbers."""

from collections.abc import Sequence
from hashlib import blake2b

GROUP = 3  # words
RATE = 8  # of so many groups one is in the sample: always the same one, whichever text it is in
FEWEST = 128  # ... and of a short text more: reworded, twelve sentences keep twenty groups of 180
LEAST = 50  # words of a text that is compared: stock lines and notes are nobody's report

_SIZE = 6  # bytes of a number: two groups of a million articles share one by chance in 10^6 cases
_BOUND = ((1 << 8 * _SIZE) // RATE).to_bytes(_SIZE)


def fingerprint(words: Sequence[str]) -> bytes:
    """The numbers of a text, packed; none of a text that is too short to be compared.

    The smallest come first into the sample, so that what stands in two texts has the same numbers
    in both, and a part is found in the whole.
    """
    if len(words) < LEAST:
        return b""
    groups = set(zip(*(words[start:] for start in range(GROUP)), strict=False))
    numbers = [blake2b(" ".join(group).encode(), digest_size=_SIZE).digest() for group in groups]
    sample = [number for number in numbers if number < _BOUND]
    return b"".join(sorted(sample) if len(sample) >= FEWEST else sorted(numbers)[:FEWEST])


def unpacked(stored: bytes) -> list[int]:
    """The numbers as the database compares them."""
    return [int.from_bytes(stored[start : start + _SIZE]) for start in range(0, len(stored), _SIZE)]


def count(size: int) -> int:
    """How many numbers so many bytes hold."""
    return size // _SIZE
