"""The decompressed text of a file across its members, and where in the file each byte came from."""

from archive.warc.members import Member, Members, PlainMember

PIECE = 64 << 10


class Stream:
    """A buffer over the members: `text` is what the parser looks at, from the current place on."""

    def __init__(self, members: Members, offset: int = 0) -> None:
        self.members = members
        self.text = bytearray()
        self.member: Member | None = None
        self.next_offset: int | None = offset  # where the next member should begin
        self._total = 0  # decompressed bytes before `text`
        self._starts: list[tuple[int, int]] = [(0, offset)]  # (decompressed, file offset)

    @property
    def place(self) -> tuple[int, int]:
        """File offset of the member that `text` begins in, and the bytes before `text` in it."""
        while len(self._starts) > 1 and self._starts[1][0] <= self._total:
            del self._starts[0]
        start, offset = self._starts[0]
        if isinstance(self.member, PlainMember) and offset == self.member.offset:
            return offset + self._total - start, 0
        return offset, self._total - start

    @property
    def ended(self) -> bool:
        """Whether the member gives nothing more."""
        return self.member is None or self.member.end is not None or self.member.fault is not None

    @property
    def fault(self) -> str | None:
        return self.member.fault if self.member else None

    def fill(self, size: int) -> bool:
        """Whether `text` has at least `size` bytes now, read from the current member alone."""
        while len(self.text) < size and self.member is not None and not self.ended:
            self.text += self.member.read(max(PIECE, min(size - len(self.text), 16 * PIECE)))
        return len(self.text) >= size

    def drop(self, size: int) -> None:
        """Passes over bytes of `text`."""
        size = min(size, len(self.text))
        del self.text[:size]
        self._total += size

    @property
    def ahead(self) -> int | None:
        """Where the next member should begin; None before the present one was read to its end."""
        if self.text:
            return None
        return self.member.end if self.member else self.next_offset

    def pass_by(self, end: int) -> None:
        """Goes on at an offset; what stands before it was read elsewhere."""
        self.member, self.next_offset = None, end
        self._total, self._starts = 0, [(0, end)]

    def skip(self, size: int) -> int:
        """How many of `size` bytes were passed over in the current member, holding none of them."""
        held = min(size, len(self.text))
        self.drop(held)
        left = size - held
        if isinstance(self.member, PlainMember) and not self.ended:
            jumped = self.member.skip(left)
            self._total += jumped
            left -= jumped
        while left and self.member is not None and not self.ended:
            piece = self.member.read(16 * PIECE)
            passed = min(left, len(piece))
            self._total += passed
            self.text += piece[passed:]
            left -= passed
        return size - left

    def open(self, member: Member) -> None:
        """Goes on with this member behind what `text` still holds."""
        self.member = member
        if not self.text:
            self._starts.clear()
        self._starts.append((self._total + len(self.text), member.offset))

    def goes_on(self) -> bool:
        """Whether another member follows right behind the one that was read: now it is open."""
        end = self.member.end if self.member else None
        member = None if end is None or self.members.plain else self.members.at(end)
        if member is not None:
            self.open(member)
        return member is not None and self.fill(1)

    def open_next(self) -> tuple[int, int] | None:
        """The gap, offset and length, before the next member; None when there is no more member.

        After a good end the next member begins there; after a fault, or where none begins, it is
        searched for. (offset, 0) is no gap.
        """
        if self.member is None:
            offset = self.next_offset or 0
        elif self.member.end is not None:
            offset = self.member.end
        else:
            offset = self.member.offset + 1
        start = offset = self.members.after_skippable(offset)
        faulty = self.member is not None and self.member.end is None
        member = None if faulty else self.members.at(offset)
        size = self.members.source.size
        if offset >= size:
            return None
        if member is None:
            found = None if self.members.plain else self.members.find(offset)
            if found is None:
                self.next_offset = None
                self.member = None
                return (start, size - start) if start < size else None
            offset, member = found, self.members.at(found)
        if member is None:
            return None
        self.open(member)
        return start, offset - start
