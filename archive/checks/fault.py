"""What a check found, and how far it has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be: where, and what."""

    where: str  # "warcs/winnow-20260304.warc.gz, byte 5120", "article 12"
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Progress:
    """How much was looked at; a check counts it up."""

    files: int = 0
    bytes: int = 0  # of WARC files
    records: int = 0
    captures: int = 0
    versions: int = 0
