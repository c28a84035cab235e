"""Named header fields in their order: those of a WARC record and those of an HTTP head."""

from collections.abc import Iterable, Iterator


class Fields:
    """Name and value pairs in file order; names compare without case, as both standards ask.

    Of many heads only the size is wanted: one that was not parsed yet is when it is looked at.
    """

    __slots__ = ("_first", "_head", "pairs")
    pairs: list[tuple[str, str]]
    _first: dict[str, str]

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), head: bytes = b"") -> None:
        self._head = head
        if not head:
            self._take(list(pairs))

    def _take(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs
        self._first = {name.lower(): value for name, value in reversed(pairs)}

    def __getattr__(self, name: str) -> object:
        if name not in {"pairs", "_first"}:
            raise AttributeError(name)
        self._take(_pairs(self._head))
        return getattr(self, name)

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
    return Fields(head=head)


def _pairs(head: bytes) -> list[tuple[str, str]]:
    try:
        lines = head.decode().split("\n")
    except UnicodeDecodeError:
        lines = [_text(line) for line in head.split(b"\n")]
    if b"\n " in head or b"\n\t" in head or head[:1] in {b" ", b"\t"}:
        lines = _unfolded(lines)
    parts = [line.partition(":") for line in lines]
    return [(name.rstrip(), value.strip()) for name, colon, value in parts if colon and name]


def _unfolded(lines: Iterable[str]) -> list[str]:
    """The lines that are fields, each with those behind it that begin with a blank."""
    whole: list[str] = []
    for line in lines:
        if line[:1] in {" ", "\t"}:
            if whole and line.strip():
                whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
        elif line.find(":") > 0:
            whole.append(line)
    return whole


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
