"""Named header fields in their order: those of a WARC record and those of an HTTP head."""

from collections.abc import Iterable, Iterator

FOLD = " \t"


class Fields:
    """Name and value pairs in file order; names compare without case, as both standards ask."""

    __slots__ = ("_first", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs: list[tuple[str, str]] = list(pairs)
        self._first = {name.lower(): value for name, value in reversed(self.pairs)}

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of a field."""
        return self._first.get(name.lower(), default)

    def all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        wanted = name.lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def __getitem__(self, name: str) -> str:
        return self._first[name.lower()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._first

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
    try:
        lines = head.decode().split("\n")
    except UnicodeDecodeError:
        lines = [_text(line) for line in head.split(b"\n")]
    pairs: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in FOLD and line:
            if pairs and line.strip():
                name, value = pairs[-1]
                pairs[-1] = (name, f"{value} {line.strip()}")
        elif colon and name:
            pairs.append((name.rstrip(), value.strip()))
    return Fields(pairs)


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
