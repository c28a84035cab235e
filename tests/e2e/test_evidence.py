"""The WARC files of a crawl hold what went over the wire, byte for byte, and others agree."""

import http.client
import io
from collections import defaultdict
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from tests.command import output
from tests.e2e.road import contents, copied, rows


def warcs(archive: Path) -> list[Path]:
    found = sorted((archive / "warcs").rglob("*.warc.gz"))
    assert found
    return found


def records(archive: Path) -> list[tuple[dict[str, str], bytes]]:
    """Header fields and block of every record, read by warcio without touching the HTTP part."""
    out = []
    for path in warcs(archive):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, no_record_parse=True):
                fields = dict(record.rec_headers.headers)
                out.append((fields, record.raw_stream.read()))
    return out


class Socket:
    """Bytes where http.client expects a socket: a second opinion about chunks."""

    def __init__(self, content: bytes):
        self.content = content

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.content)


def as_archived(sent: bytes) -> bytes:
    """The server's answer as the archive may hold it: only chunk framing undone, and marked."""
    head, _, body = sent.partition(b"\r\n\r\n")
    chunked = b"\r\nTransfer-Encoding: chunked"
    if chunked not in head:
        return sent
    answer = http.client.HTTPResponse(Socket(sent))
    answer.begin()
    body = answer.read()
    head = head.replace(chunked, b"\r\nX-Orig-Transfer-Encoding: chunked")
    return head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def test_records_equal_what_the_server_received_and_sent(demo):
    requests: dict[bytes, list[str]] = defaultdict(list)
    answers: dict[str, bytes] = {}
    for fields, block in records(demo.archive):
        if fields["WARC-Type"] == "request":
            requests[block].append(fields["WARC-Concurrent-To"])
        elif fields["WARC-Type"] in {"response", "revisit"}:
            answers[fields["WARC-Record-ID"]] = block
    plain = framed = 0
    for wire in demo.outlet.exchanges:
        archived = as_archived(wire.response)
        head = archived.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        same = [key for key in requests[wire.request] if answers.get(key) in {archived, head}]
        assert same, f"{wire.path}: no record holds these bytes"
        del answers[same[0]]
        plain += archived == wire.response
        framed += archived != wire.response
    assert answers == {}, "records of exchanges that never took place"
    print(f"{plain} answers as sent, {framed} with the chunk framing undone")
    assert framed >= 5


def test_importing_the_warcs_gives_the_same_archive(demo, tmp_path):
    imported = tmp_path / "imported"
    output(imported, "import", demo.archive / "warcs")
    assert_equal(contents(imported), contents(demo.archive))
    before = contents(imported)
    output(imported, "import", demo.archive / "warcs")
    assert contents(imported) == before, "the second import of a file adds nothing"
    output(imported, "verify")


def test_rebuild_gives_the_same_archive(demo, tmp_path):
    copy = copied(demo.archive, tmp_path / "copy")
    before = contents(copy)
    output(copy, "rebuild")
    assert_equal(contents(copy), before)
    output(copy, "verify")


def test_rebuild_needs_no_database(demo, tmp_path):
    copy = copied(demo.archive, tmp_path / "copy")
    before = contents(copy)
    for path in copy.glob("archive.db*"):
        path.unlink()
    output(copy, "rebuild")
    assert_equal(contents(copy), before)


def assert_equal(got: dict[str, list[tuple]], wanted: dict[str, list[tuple]]) -> None:
    for name, expected in wanted.items():
        for row, other in zip(got[name], expected, strict=False):
            assert row == other, name
        assert len(got[name]) == len(expected), name
        print(f"{name}: {len(expected)} rows equal")


def test_a_second_crawl_adds_captures_and_no_text(twice):
    before, after = twice.before, contents(twice.archive)
    assert after["versions"] == before["versions"]
    assert len(after["captures"]) > len(before["captures"])
    assert any(wire.response.startswith(b"HTTP/1.1 304") for wire in twice.second)
    unchanged = rows(twice.archive, "select * from captures where record_type = 'revisit'")
    assert all(row["revisit_of"] for row in unchanged)


def test_the_second_crawl_rebuilds_too(twice, tmp_path):
    copy = copied(twice.archive, tmp_path / "copy")
    after = contents(copy)
    output(copy, "rebuild")
    assert_equal(contents(copy), after)
    output(copy, "verify")
