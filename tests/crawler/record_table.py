"""What the WARC records of a crawl are, beside the bytes that the server sent and received.

`python -m tests.crawler.record_table > docs/exact-records.md` prints the table.
"""

import http.client
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.warc.exchange import Exchange
from archive.warc.reader import read_record
from archive.warc.record import Record
from archive.warc.writer import WarcWriter, Written
from tests.crawler.answers import BROKEN, SURPLUS, WHOLE
from tests.crawler.fetcher import fetch
from tests.crawler.wire import Talk, serve

HEAD = """# Records beside the wire

A local server gives each of these answers and logs every byte that it sends and receives; Winnow's
crawler fetches them, and the records of its WARC file are compared with the log. "Identical" is
meant byte for byte. What is taken away (chunk framing, interim heads, bytes after the answer) is
named in the record or its metadata record. Made by `python -m tests.crawler.record_table`.

| answer | request record | answer record |
| --- | --- | --- |
"""
SAME = "identical"
NO_FRAMING = "identical, chunk framing removed"
RENAMED = "identical, false Content-Length renamed"
NO_INTERIM = "identical, interim heads noted"
NO_SURPLUS = "identical, bytes after the answer left out"
NOT_HTTP = "identical, as a resource record: it is no HTTP message"
NOTHING = "none: no byte came"
DIFFERS = "DIFFERS"


class Wire(io.BytesIO):
    """Bytes as http.client wants to be given them."""

    def makefile(self, _mode: str) -> io.BytesIO:
        return self


def rows() -> Iterator[tuple[str, str, str]]:
    """Name, request and answer of every kind."""
    whole = {path.partition("#")[0]: answer for path, (answer, _) in WHOLE.items()}
    broken = {path: answer for path, (answer, _, _) in BROKEN.items()}
    surplus = {path: [good + rest] for path, (good, rest) in SURPLUS.items()}
    with serve({**whole, **broken, **surplus}) as wire, tempfile.TemporaryDirectory() as name:
        paths = [*whole, *broken, *surplus]
        settings = {"DOWNLOAD_TIMEOUT": 3, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
        report = fetch([wire.url + path for path in paths], settings)
        with WarcWriter(Path(name)) as writer:
            for path in paths:
                exchange = report.exchange(wire.url + path)
                written = writer.write(exchange)
                yield path, *compared(Path(name), written, exchange, wire.talk(path))


def compared(folder: Path, written: Written, exchange: Exchange, talk: Talk) -> tuple[str, str]:
    """What the request record and the answer record are, beside the server's log."""
    request = "none"
    if written.request_offset is not None:
        found = read_record(folder / written.file, written.request_offset)
        request = SAME if found.block == talk.request else DIFFERS
    if written.record_type in {"request", "metadata"}:
        return request, NOTHING if not exchange.response else DIFFERS
    record = read_record(folder / written.file, written.offset, written.length)
    if record.type == "resource":
        return request, NOT_HTTP if record.block == talk.answer else DIFFERS
    return request, _answer(record, talk.answer)


def _answer(record: Record, sent: bytes) -> str:
    if record.block == sent:
        return SAME
    head, _, body = undone(record.block).partition(b"\r\n\r\n")
    at = sent.find(head + b"\r\n\r\n")
    if at < 0:
        return DIFFERS
    said = NO_INTERIM if at else SAME
    rest = sent[at + len(head) + 4 :]
    if b"x-orig-transfer-encoding" in record.block.lower():
        came = dechunked(sent[at:])  # without the last chunk, if that is cut off
        same = body == came or (body.startswith(came) and rest.endswith(body[len(came) :]))
        return NO_FRAMING if same else DIFFERS
    if body == rest:
        return RENAMED if said == SAME else said
    return NO_SURPLUS if rest.startswith(body) else DIFFERS


def undone(block: bytes) -> bytes:
    """The block with its renamed fields as they came, without the length that was added."""
    head, end, body = block.partition(b"\r\n\r\n")
    if b"\r\nX-Orig-" not in head:
        return block
    lines = head.split(b"\r\n")[:-1]  # the added Content-Length is the last line
    return b"\r\n".join(line.removeprefix(b"X-Orig-") for line in lines) + end + body


def dechunked(answer: bytes) -> bytes:
    """The body as Python's own HTTP client reads it, as far as it came."""
    response = http.client.HTTPResponse(Wire(answer))  # type: ignore[arg-type]
    response.begin()
    try:
        return response.read()
    except http.client.IncompleteRead as error:
        return error.partial


if __name__ == "__main__":
    print(HEAD + "\n".join(f"| {' | '.join(row)} |" for row in rows()))
