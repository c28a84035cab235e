"""The fingerprint of a text: a sample of its groups of three words, as numbers."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from struct import iter_unpack

GROUP = 3  # words
RATE = 8  # of so many groups one is in the sample: always the same one, whichever text it is in
FEWEST = 128  # ... and of a short text more: reworded, twelve sentences keep twenty groups of 180
LEAST = 50  # words of a text that is compared: stock lines and notes are nobody's report

_SIZE = 6  # bytes of a number: two groups of a million articles share one by chance in 10^6 cases
_BOUND = ((1 << 8 * _SIZE) // RATE).to_bytes(_SIZE)
_KEPT = 1 << 14  # words whose numbers are kept, four megabytes: most words of most texts


def fingerprint(words: Sequence[str]) -> bytes:
    """The numbers of a text, packed; none of a text that is too short to be compared.

    The smallest come first into the sample, so that what stands in two texts has the same numbers
    in both, and a part is found in the whole.
    """
    if len(words) < LEAST:
        return b""
    laid = _laid(words)
    sample = {number for (number,) in _numbers(laid) if number < _BOUND}
    if len(sample) < FEWEST:
        return b"".join(sorted({number for (number,) in _numbers(laid)})[:FEWEST])
    return b"".join(sorted(sample))


def _laid(words: Sequence[str]) -> bytes:
    """The digests of all words in a row, upon which the row lies twice more, further on.

    So the third part of a word's digest meets the second part of that of the word before and the
    first of the one before that: the three, one upon the other (xor), are the number of the group.
    That is tabulation hashing: it serves a sample as well as a digest of each group would, and a
    text has far fewer words than groups.
    """
    row = b"".join(map(_digest, words))
    line, step = int.from_bytes(row), 8 * _SIZE * (GROUP + 1)  # a word and a part
    return (line ^ line >> step ^ line >> 2 * step).to_bytes(len(row))


def _numbers(laid: bytes) -> Iterator[tuple[bytes]]:
    """The number of each group: the third part of a digest, from the third word on."""
    whole = _SIZE * GROUP
    return iter_unpack(f"{whole - _SIZE}x{_SIZE}s", memoryview(laid)[whole * (GROUP - 1) :])


@lru_cache(maxsize=_KEPT)
def _digest(word: str) -> bytes:
    """A number for each place that a word can have in a group, packed."""
    return blake2b(word.encode(), digest_size=_SIZE * GROUP).digest()


def unpacked(stored: bytes) -> list[int]:
    """The numbers as the database compares them."""
    return [int.from_bytes(stored[start : start + _SIZE]) for start in range(0, len(stored), _SIZE)]


def count(size: int) -> int:
    """How many numbers so many bytes hold."""
    return size // _SIZE
