"""Exchanges into the archive: WARC bytes first, synced, then their rows in one transaction."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.captures.capture import SKIPPED, Capture, first_state, moment
from archive.captures.crawls import ENDED, crawl_fields
from archive.captures.files import close_file, open_file
from archive.captures.rows import find_original, insert_captures, select_captures, settle_revisit
from archive.warc.answer import Answer
from archive.warc.exchange import Exchange
from archive.warc.layout import uri
from archive.warc.writer import REDACTED, Original, WarcWriter, Written

SMALLEST_REPEAT = 1000  # bytes of a body that is worth a revisit record
VALIDATORS = (b"\r\nif-none-match:", b"\r\nif-modified-since:")


class Recorder:
    """Writes what a crawl fetched. For the one thread that owns the archive."""

    def __init__(self, conn: sqlite3.Connection, warcs: Path) -> None:
        self._conn = conn
        self._warcs = warcs
        self._writer: WarcWriter | None = None
        self._file: str | None = None  # the WARC file that is being written
        self._crawl_id: int | None = None
        self._rowless = False  # the WARC file holds records that have no row yet

    def begin(self, crawl_id: int) -> None:
        """Write a new WARC file from now on, which says that it belongs to this crawl."""
        self.close()
        self._crawl_id = crawl_id

    def write(self, exchanges: Sequence[Exchange]) -> list[Capture]:
        """Captures without rows yet; their records are on the disk when this returns."""
        if self._writer is None:
            about = crawl_fields(self._conn, self._crawl_id) if self._crawl_id else None
            self._writer = WarcWriter(self._warcs, about=about, **self._options())
        captures = []
        ids: dict[int, str] = {}  # of the records of this batch, by exchange
        self._rowless = True
        for exchange in exchanges:
            asked = _Asked(self._conn, exchange)
            origin = ids.get(id(exchange.made_from)) if exchange.made_from else None
            written = self._writer.write(exchange, revisit_of=asked, refers_to=origin)
            ids[id(exchange)] = written.record_id
            captures.append(_capture(exchange, written, asked.found, self._crawl_id))
        self._writer.sync()
        return captures

    def _options(self) -> dict[str, Any]:
        """What the crawl's settings say under "warc": `redact`, `transfer_encoding`."""
        row = self._conn.execute(
            "select settings from crawls where id = ?", (self._crawl_id,)
        ).fetchone()
        told = json.loads(row[0] or "{}").get("warc") if row else None
        return {**told, "redact": tuple(told.get("redact", REDACTED))} if told else {}

    def insert(self, captures: Sequence[Capture]) -> list[Capture]:
        """The captures with their rows; inside the caller's transaction, then call `settled`."""
        for capture in captures:
            self._follow(capture.file)
        return insert_captures(self._conn, captures)

    def _follow(self, file: str) -> None:
        """The rows of the files say which one is being written."""
        if file != self._file:
            if self._file is not None:
                close_file(self._conn, self._warcs, self._file)
            open_file(self._conn, file)
            self._file = file

    def settled(self) -> None:
        """The transaction of the last `insert` is committed."""
        self._rowless = False

    def end(self, fields: Mapping[str, str]) -> None:
        """Note how the crawl ended, behind what it fetched, and close its file.

        Inside the caller's transaction. A crawl that fetched nothing has no file and leaves none.
        """
        if self._writer is not None:
            self._follow(self._writer.note(ENDED, fields).file)
        self.close()

    def close(self) -> None:
        """Give the WARC file its final name; its row says so, unless the last append failed:
        then the file is looked through when the archive is opened again.
        """
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()
        if self._file is not None and not self._rowless:
            close_file(self._conn, self._warcs, self._file)
        self._file = None


class _Asked:
    """Asked by the writer which capture an answer repeats; remembers the row."""

    def __init__(self, conn: sqlite3.Connection, exchange: Exchange) -> None:
        self._conn = conn
        self._exchange = exchange
        self.found: int | None = None

    def __call__(self, answer: Answer) -> Original | None:
        status = answer.http.status if answer.http else None
        if status == 304 and _conditional(self._exchange.request):
            self.found = _last_full(self._conn, uri(self._exchange.url))
        elif status == 200 and not answer.truncated and len(answer.entity) >= SMALLEST_REPEAT:
            self.found = find_original(self._conn, payload_digest=answer.payload_digest)
        if self.found is None:
            return None
        original = select_captures(self._conn, "c.id = ?", [self.found])[0]
        return Original(
            target_uri=original.url,
            date=datetime.fromisoformat(original.fetched_at),
            record_id=original.record_id,
            payload_digest=original.payload_digest,
        )


def _conditional(request: bytes) -> bool:
    head = request.partition(b"\r\n\r\n")[0].lower()
    return any(name in head for name in VALIDATORS)


def _last_full(conn: sqlite3.Connection, url: str) -> int | None:
    """The capture whose body a 304 of this URL confirms: the last that gave or repeated one."""
    row = conn.execute(
        "select coalesce(revisit_of, id) from captures"
        " where url_id = (select id from urls where url = ?)"
        " and (status = 200 or revisit_of is not null) order by fetched_at desc, id desc limit 1",
        (url,),
    ).fetchone()
    return row[0] if row else None


def _capture(
    exchange: Exchange, written: Written, original: int | None, crawl_id: int | None
) -> Capture:
    context = exchange.context
    record_type = "bytes" if written.record_type == "resource" else written.record_type
    revisit = record_type == "revisit"
    size = None if revisit else written.entity_size
    kind = context.get("kind")
    state, reason = first_state(
        record_type, written.status, kind, exchange.url, size, rendered="rendered" in context
    )
    depth = context.get("depth", "")
    capture = Capture(
        url=uri(exchange.url),
        fetched_at=moment(written.date),
        record_type=record_type,
        file=written.file,
        offset=written.offset,
        length=written.length,
        status=written.status,
        mime=written.mime,
        charset=written.charset,
        kind=kind,
        source=context.get("source"),
        crawl_id=crawl_id,
        via=context.get("via"),
        depth=int(depth) if depth.isdecimal() else None,
        location=written.location,
        etag=written.etag,
        last_modified=written.last_modified,
        content_encoding=written.content_encoding,
        entity_size=size,
        truncated=written.truncated,
        payload_digest=written.payload_digest,
        record_id=written.record_id,
        ip=None if record_type == "metadata" else exchange.ip,
        request_offset=written.request_offset,
        request_length=written.request_length,
        metadata_offset=written.metadata_offset,
        metadata_length=written.metadata_length,
        state=state,
        reason=exchange.error or reason if state == SKIPPED else reason,
    )
    return settle_revisit(capture, original) if revisit else capture
