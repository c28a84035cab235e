"""The WARC files of an archive as they are written: one exchange, one write, never half of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.warc.answer import Answer
from archive.warc.exchange import Exchange

REDACTED = ("authorization", "proxy-authorization", "cookie")


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier capture that a revisit points at; never itself a revisit."""

    target_uri: str
    date: datetime
    record_id: str | None = None
    payload_digest: str | None = None  # of the original: for a 304, whose own entity is empty


@dataclass(frozen=True, slots=True)
class Written:
    """Where an exchange lies in its WARC file and what its records say."""

    file: str  # final name, relative to the folder; the file is called *.open until it is closed
    offset: int  # of the first record of the exchange that answers for it: response, revisit, ...
    length: int  # bytes of that record's gzip member
    record_id: str
    record_type: str  # response | revisit | resource (not HTTP) | request (no byte came back)
    date: datetime  # WARC-Date of all records of the exchange
    request_offset: int | None  # None when nothing was sent
    request_length: int | None
    metadata_offset: int
    metadata_length: int
    status: int | None = None
    reason: str = ""
    mime: str | None = None  # of Content-Type, lower case
    charset: str | None = None
    content_encoding: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    payload_digest: str | None = None  # sha256 of the entity: chunk framing removed, still coded
    block_digest: str | None = None
    content_digest: str | None = None  # of the decoded body; None when it is coded: a worker's job
    entity_size: int = 0
    truncated: str | None = None
    te_decoded: bool = False  # chunk framing was removed


class WarcWriter:
    """Writes exchanges into WARC files of one folder. For one thread; a file opens when needed."""

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str = "winnow",
        about: Mapping[str, str] | None = None,
        max_bytes: int = 1_000_000_000,
        max_seconds: float = 6 * 3600.0,
        transfer_encoding: str = "decode",
        redact: tuple[str, ...] = REDACTED,
    ) -> None:
        """`about`: fields of the warcinfo record. `transfer_encoding`: "decode" or "keep"."""
        raise NotImplementedError

    def write(
        self,
        exchange: Exchange,
        *,
        revisit_of: Callable[[Answer], Original | None] | None = None,
    ) -> Written:
        """Where the exchange was written: answer, request and metadata record in one write.

        `revisit_of` is asked with the parsed answer (payload digest, status, size) and returns the
        capture that it repeats, or None. Raises CannotWriteError when there is no room; the file
        then ends where it ended before.
        """
        raise NotImplementedError

    def sync(self) -> None:
        """Everything written so far is on the disk when this returns."""

    def close(self) -> None:
        """Sync, give the file its final name; the next write opens a new file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
