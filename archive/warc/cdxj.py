"""CDXJ: index lines of WARC records as replay tools read them, the same as cdxj-indexer's."""

import base64
import hashlib
import heapq
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from archive.addresses.surt import surt
from archive.warc.dates import timestamp
from archive.warc.export import Home, Piece, Sink, read_piece
from archive.warc.packed import name_in
from archive.warc.record import Record

INDEXED = {"response", "revisit", "resource", "metadata"}
OWN_FIELDS = "application/warc-fields"
RUN = 100_000  # lines sorted in memory at once
END_OF_MIME = re.compile(r"[;\s]")


def cdxj_line(record: Record, file: str) -> str | None:
    """The index line of a record, with its line end; None for records that replay does not need.

    "SURT timestamp {json}"; lines sort as bytes.
    """
    target, moment = record.target_uri, record.date
    if record.type not in INDEXED or target is None or moment is None:
        return None
    if record.type in {"resource", "metadata"} and record.content_type == OWN_FIELDS:
        return None
    entry = {"url": target, "mime": _mime(record)}
    if record.http is not None and record.http.status is not None:
        entry["status"] = str(record.http.status)
    entry["digest"] = record.fields.get("WARC-Payload-Digest") or _sha1(record.body_pieces())
    entry |= {"length": str(record.length), "offset": str(record.offset), "filename": file}
    known = {name: value for name, value in entry.items() if value}
    return f"{surt(target)} {timestamp(moment)} {json.dumps(known)}\n"


def _mime(record: Record) -> str | None:
    if record.type == "revisit":
        return "warc/revisit"
    if record.type == "response":
        declared = record.http.fields.get("Content-Type") if record.http else None
    else:
        declared = record.content_type
    return END_OF_MIME.split(declared, maxsplit=1)[0] if declared else None


def _sha1(pieces: Iterable[bytes]) -> str:
    """The digest that indexers make up where a record has none."""
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return "sha1:" + base64.b32encode(digest.digest()).decode()


def write_index(
    out: Sink, pieces: Iterable[Piece], home: Home, *, lost: list[str] | None = None
) -> int:
    """How many lines of a sorted index were written; file names are relative to `home`.

    `lost` is told where no good record lies; without it DamageError is raised.
    """

    def lines() -> Iterator[str]:
        for piece in pieces:
            record = read_piece(piece, lost)
            if record and (line := cdxj_line(record, name_in(home, piece.path))):
                yield line

    count = 0
    for line in sorted_lines(lines()):
        out.write(line.encode())
        count += 1
    return count


def sorted_lines(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """The lines in order; those that do not fit into memory wait in temporary files."""
    source = iter(lines)
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        while chunk := sorted(islice(source, run)):
            if len(chunk) < run and not runs:
                yield from chunk
                return
            new = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - below
            file = stack.enter_context(new)
            runs.append(file)
            file.writelines(chunk)
            file.seek(0)
        yield from heapq.merge(*runs)
