"""Named header fields in their order: those of a WARC record and those of an HTTP head."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

VALUE = rb"[ \t\r]*:([^\n]*(?:\n[ \t][^\n]*)*)"  # folded lines go on with a blank
FIELD = re.compile(rb"\n([^\s:][^:\n]*)" + VALUE)


class Fields:
    """Name and value pairs in file order; names compare without case, as both standards ask.

    Of most heads a few fields are wanted, of many none: they are looked up in its lines, which
    are taken apart only for who wants them all.
    """

    __slots__ = ("_lines", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), lines: bytes = b"") -> None:
        """`lines`: a head with a line end before each line; it stands for the pairs."""
        self._lines = lines
        self._pairs = None if lines else list(pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All fields, in order."""
        if self._pairs is None:
            found = FIELD.findall(self._lines)
            self._pairs = [(_text(name).rstrip(), _value(value)) for name, value in found]
        return self._pairs

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of a field."""
        if self._lines:
            found = _named(name).search(self._lines)
            return _value(found[1]) if found else default
        return next(iter(self.all(name)), default)

    def all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        if self._lines:
            return [_value(found) for found in _named(name).findall(self._lines)]
        wanted = name.lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def __getitem__(self, name: str) -> str:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fields) and self.pairs == other.pairs

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Fields({self.pairs!r})"


def parse_fields(head: bytes) -> Fields:
    """The fields of header lines; folded lines joined, lines without a colon left out.

    UTF-8 as WARC asks; a line that is not UTF-8 is read as Latin-1, so that nothing is unreadable.
    """
    return Fields(lines=b"\n" + head)


@lru_cache(maxsize=256)
def _named(name: str) -> re.Pattern[bytes]:
    """Finds the first field of that name."""
    return re.compile(rb"\n" + re.escape(name.encode()) + VALUE, re.IGNORECASE)


def _value(found: bytes) -> str:
    """A value as it stands in a head, without the blanks around it, in one line."""
    text = _text(found).strip()
    if "\n" not in text:
        return text
    lines = (line.strip() for line in text.split("\n"))
    return " ".join(line for line in lines if line)


def _text(found: bytes) -> str:
    try:
        return found.decode()
    except UnicodeDecodeError:
        return found.decode("latin-1")
