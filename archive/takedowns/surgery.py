"""What is cut out of WARC files when a page is taken down, and what takes its place."""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from archive.captures.capture import Capture
from archive.folder import Archive
from archive.takedowns.mentions import Mentions
from archive.takedowns.rewriting import Edit, Place, Rows
from archive.warc.dates import format_date, parse_date
from archive.warc.digest import sha256
from archive.warc.fields import Fields
from archive.warc.layout import NOTE, RESPONSE, uri
from archive.warc.reader import read_record
from archive.warc.record import Record

TAKEN = "its original was taken down"
POINTERS = {"warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date", "warc-profile"}
MEASURED = {"warc-block-digest", "content-length"}
REPLACED = {*MEASURED, "warc-truncated", "content-type", "warc-type"}


class Surgery:
    """The edits that one takedown makes, a file each.

    Captures of other addresses that repeat a body of the page keep it: the first of them becomes
    a response with that body, and the others point at it. Without `drops` only bodies that go to
    another file are seen to, and nothing else changes.
    """

    def __init__(self, archive: Archive, page: Mentions, *, drops: bool) -> None:
        self._archive = archive
        self._page = page
        self._drops = drops
        self._originals = {capture.id: capture for capture in page.gone}
        self._heirs = _heirs(page.twins)
        self._twins: dict[str, list[Capture]] = defaultdict(list)
        for twin in page.twins:
            original = self._originals[twin.revisit_of or 0]
            heir = self._heirs.get(original.id)
            if drops or (heir is not None and heir.file != original.file):
                self._twins[twin.file].append(twin)
        touched = {capture.file for capture in (*page.gone, *page.led)} | set(page.told)
        self.files = sorted(touched | set(self._twins) if drops else self._twins)

    def edit_of(self, file: str) -> Edit:
        """What becomes of each record of a file."""
        gone: set[Place] = set()
        for c in self._page.gone if self._drops else ():
            if c.file == file:
                gone.add((c.offset, c.inner))
                gone |= {(at, 0) for at in (c.request_offset, c.metadata_offset) if at is not None}
        ids = {c.record_id for c in self._page.gone if c.record_id} if self._drops else set()
        twins = {(c.offset, c.inner): c for c in self._twins.get(file, ())}

        def edit(record: Record) -> Record | None:
            place = (record.offset, record.inner)
            if place in gone or (self._drops and self._belongs(record, ids)):
                return None
            if place in twins:
                return self._settled(record, twins[place])
            return self._silent(record) if self._drops else record

        return edit

    def rows_of(self, file: str) -> Rows:
        """The rows of those captures that lose their original in a file."""

        def rows(conn: sqlite3.Connection) -> None:
            for twin in self._twins.get(file, ()):
                original = self._originals[twin.revisit_of or 0]
                heir = self._heirs.get(original.id)
                if heir is None:
                    conn.execute(
                        "update captures set revisit_of = null, reason = ? where id = ?",
                        (TAKEN, twin.id),
                    )
                elif heir.id == twin.id:
                    conn.execute(
                        "update captures set revisit_of = null, record_type = 'response',"
                        " entity_size = ? where id = ?",
                        (original.entity_size, twin.id),
                    )
                elif self._page.key(heir.url) == self._page.key(
                    twin.url
                ):  # no other page's body any more
                    conn.execute(
                        "update captures set revisit_of = ?, reason = 'unchanged',"
                        " content_digest = null where id = ?",
                        (heir.id, twin.id),
                    )
                else:
                    conn.execute(
                        "update captures set revisit_of = ? where id = ?", (heir.id, twin.id)
                    )

        return rows

    def _belongs(self, record: Record, ids: set[str]) -> bool:
        """Whether a record that no row names is of the page all the same."""
        if record.type == "warcinfo" or (record.target_uri or "").startswith(NOTE):
            return False
        others = record.fields.all("WARC-Concurrent-To")
        if record.type != "revisit":
            others += record.fields.all("WARC-Refers-To")
        return self._page.is_about(record) or any(other.strip("<> ") in ids for other in others)

    def _settled(self, record: Record, twin: Capture) -> Record:
        """A revisit that has the body now, or points at the one that has it."""
        original = self._originals[twin.revisit_of or 0]
        heir = self._heirs.get(original.id)
        kept = [(name, value) for name, value in record.fields if name.lower() not in POINTERS]
        if heir is None:
            return replace(record, fields=Fields(kept), again=None)
        if heir.id == twin.id:
            return _with_body(record, kept, self._record(original))
        moment = parse_date(heir.fetched_at)
        kept += [("WARC-Profile", record.fields.get("WARC-Profile") or "")]
        kept += [("WARC-Refers-To-Target-URI", uri(heir.url))]
        kept += [("WARC-Refers-To-Date", format_date(moment))] if moment else []
        kept += [("WARC-Refers-To", f"<{heir.record_id}>")] if heir.record_id else []
        return replace(record, fields=Fields(kept))

    def _record(self, capture: Capture) -> Record:
        path = self._archive.warcs / capture.file
        return read_record(path, capture.offset, capture.length, inner=capture.inner)

    def _silent(self, record: Record) -> Record:
        """The record without the page's address where it stands in fields of our own."""
        if self._page.key(record.fields.get("WARC-Refers-To-Target-URI") or "") in self._page.keys:
            kept = [pair for pair in record.fields if pair[0].lower() not in POINTERS]
            return replace(record, fields=Fields(kept))
        note = (record.target_uri or "").startswith(NOTE)
        if record.cut or not (record.type == "warcinfo" or "warc-fields" in record.content_type):
            return record
        text = record.block.decode("utf-8", "surrogateescape")
        if note or record.type == "warcinfo":
            told = self._page.without(text) or ""
        else:
            lines = text.splitlines(keepends=True)
            told = "".join(line for line in lines if not self._names(line))
        if told == text:
            return record
        block = told.encode("utf-8", "surrogateescape")
        kept = [pair for pair in record.fields if pair[0].lower() not in MEASURED]
        fields = Fields([*kept, ("WARC-Block-Digest", sha256(block))])
        return replace(record, fields=fields, block=block, size=len(block))

    def _names(self, line: str) -> bool:
        _name, _colon, value = line.partition(":")
        return self._page.key(value.strip()) in self._page.keys or self._page.without(line) != line


def _heirs(twins: Iterable[Capture]) -> dict[int, Capture]:
    """For each original the first capture that can take its body over: one with a head."""
    heirs: dict[int, Capture] = {}
    for twin in twins:
        if twin.status == 200 and twin.record_type == "revisit":
            heirs.setdefault(twin.revisit_of or 0, twin)
    return heirs


def _with_body(record: Record, kept: list[tuple[str, str]], original: Record) -> Record:
    """A revisit as the response that it was: its own head, the body that it repeated."""
    head = record.block

    def again() -> Iterator[bytes]:
        return chain([head], original.body_pieces())

    digest = hashlib.sha256()
    size = 0
    for piece in again():
        digest.update(piece)
        size += len(piece)
    fields = [pair for pair in kept if pair[0].lower() not in REPLACED]
    fields = [("WARC-Type", "response"), *fields]
    fields += [("WARC-Block-Digest", f"sha256:{digest.hexdigest()}"), ("Content-Type", RESPONSE)]
    return replace(record, fields=Fields(fields), cut=True, size=size, again=again)
