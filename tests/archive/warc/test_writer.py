"""What the writer puts into a file is what came over the wire, and comes back as it was."""

import errno
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import CannotWriteError
from archive.warc.digest import sha256
from archive.warc.exchange import Exchange
from archive.warc.layout import read_context
from archive.warc.reader import read_record, read_warc
from archive.warc.record import Record
from archive.warc.writer import Original, WarcWriter
from tests.archive.warc.exchanges import KINDS, PAGE, REQUEST, START, Kind, chunked, head, sized

TEXT = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1
)


def written(folder: Path, *exchanges: Exchange, **options) -> list[Record]:
    """The records of the exchanges, read back in order, without the warcinfo."""
    with WarcWriter(folder, **options) as writer:
        for exchange in exchanges:
            writer.write(exchange)
    found = [each for path in sorted(folder.glob("*.warc.gz")) for each in read_warc(path)]
    assert all(isinstance(each, Record) for each in found), found
    return [each for each in found if each.type != "warcinfo"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_bytes_are_kept(kind: Kind, tmp_path: Path):
    records = written(tmp_path, kind.exchange())
    answer = records[0]
    assert answer.type == kind.type
    assert not answer.notes
    assert all(not record.faults() for record in records)
    if kind.type in {"response", "resource"}:
        assert answer.block == (kind.response if kind.same_block else kind.block)
        assert answer.fields.get("WARC-Truncated") == kind.truncated
    if kind.status:
        assert answer.http is not None
        assert answer.http.status == kind.status
        if kind.body is not None:
            assert answer.payload().body == kind.body
    if kind.request:
        request = next(record for record in records if record.type == "request")
        assert request.block == kind.request
        if kind.response:
            assert request.fields["WARC-Concurrent-To"] == f"<{answer.record_id}>"
    dates = {record.date for record in records}
    assert dates == {START}


def test_a_single_offset_is_enough(tmp_path: Path):
    with WarcWriter(tmp_path) as writer:
        places = [writer.write(kind.exchange(n)) for n, kind in enumerate(KINDS)]
        for place, kind in zip(places, KINDS, strict=True):  # while the file is still open
            assert read_record(tmp_path / place.file, place.offset).type == kind.type
    for place, kind in zip(places, KINDS, strict=True):
        record = read_record(tmp_path / place.file, place.offset, place.length)
        assert record.record_id == place.record_id
        assert record.length == place.length
        assert (record.http.status if record.http and place.status else None) == kind.status
        metadata = read_record(tmp_path / place.file, place.metadata_offset)
        assert read_context(metadata.block)["via"] == "http://gazette.example/"
        if place.request_offset is not None:
            request = read_record(tmp_path / place.file, place.request_offset, place.request_length)
            assert request.block == kind.request


@given(
    body=st.binary(max_size=3000),
    reason=st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=20),
    fields=st.lists(
        st.tuples(st.from_regex(r"X-[A-Za-z0-9-]{1,12}", fullmatch=True), TEXT), max_size=5
    ),
    size=st.integers(1, 900),
    framed=st.booleans(),
)
def test_written_is_read_back(tmp_path_factory, *, body, reason, fields, size, framed):
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields).encode()
    start = b"HTTP/1.1 200 " + reason.encode("latin-1") + b"\r\n" + lines
    if framed:
        response = start + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(body, size)
        length = b"X-Orig-Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n" % len(body)
        block = start + length + body
    else:
        block = response = start + b"Content-Length: %d\r\n\r\n" % len(body) + body
    exchange = Exchange("http://a.example/", START, REQUEST, response)
    answer, request, _metadata = written(tmp_path_factory.mktemp("warc"), exchange)
    assert answer.block == block
    assert request.block == REQUEST
    assert answer.fields["WARC-Payload-Digest"] == sha256(body)
    assert answer.fields["WARC-Block-Digest"] == sha256(block)


@given(st.dictionaries(st.sampled_from(["crawl", "source", "seed", "via", "depth", "kind"]), TEXT))
def test_context_comes_back(tmp_path_factory, context):
    exchange = replace(KINDS[0].exchange(), context=context)
    metadata = written(tmp_path_factory.mktemp("warc"), exchange)[-1]
    assert read_context(metadata.block) == context


def test_fields_of_the_standard(tmp_path: Path):
    exchange = replace(
        KINDS[0].exchange(),
        protocols=("http/1.1", "tls/1.3"),
        cipher="TLS_AES_128_GCM_SHA256",
        ip="2001:db8::1",
        truncated="time",
        elapsed=1.25,
        error="timeout",
    )
    answer, request, metadata = written(
        tmp_path, exchange, about={"operator": "Ada <ada@a.example>"}
    )
    for record in (answer, request):
        assert record.fields.all("WARC-Protocol") == ["http/1.1", "tls/1.3"]
        assert record.fields["WARC-Cipher-Suite"] == "TLS_AES_128_GCM_SHA256"
        assert record.fields["WARC-IP-Address"] == "2001:db8::1"
    assert answer.fields["WARC-Truncated"] == "time"
    assert answer.version == "WARC/1.1"
    found = read_context(metadata.block)
    assert (found["fetchTimeMs"], found["error"]) == ("1250", "timeout")
    about = next(iter(read_warc(next(tmp_path.glob("*.gz")))))
    assert isinstance(about, Record)
    assert about.target_uri is None
    assert b"operator: Ada <ada@a.example>" in about.block
    assert answer.fields["WARC-Warcinfo-ID"] == f"<{about.record_id}>"


def test_secrets_are_hidden(tmp_path: Path):
    request = REQUEST[:-2] + (
        b"Authorization: Basic c2VjcmV0\r\n more of it\r\ncookie:sid=secret\r\n"
        b"Proxy-Authorization: secret\r\nX-Cookie: kept\r\n\r\nCookie: in the body"
    )
    _answer, stored, metadata = written(tmp_path, replace(KINDS[0].exchange(), request=request))
    assert b"secret" not in stored.block
    assert b"c2Vjc" not in stored.block
    assert b"more of it" not in stored.block
    assert stored.block.endswith(b"X-Cookie: kept\r\n\r\nCookie: in the body")
    for name in ("Authorization", "cookie", "Proxy-Authorization"):
        assert f"redacted: {name}".encode() in metadata.block
    (tmp_path / "open").mkdir()
    kept = written(tmp_path / "open", replace(KINDS[0].exchange(), request=request), redact=())
    assert kept[1].block == request


def test_what_was_left_out_is_told(tmp_path: Path):
    response = head("Link: </a>", status="103 Early Hints") + head("Transfer-Encoding: chunked")
    response += chunked(PAGE, trailer=b"X-Sum: 77\r\n") + b"surplus"
    metadata = written(tmp_path, Exchange("http://a.example/", START, REQUEST, response))[-1]
    assert b"http-interim: HTTP/1.1 103 Early Hints\r\nhttp-interim: Link: </a>" in metadata.block
    assert b"http-trailer: X-Sum: 77" in metadata.block
    assert b"surplus-bytes: 7" in metadata.block


def test_keep_leaves_the_chunks(tmp_path: Path):
    kind = next(kind for kind in KINDS if kind.name == "chunked")
    answer = written(tmp_path, kind.exchange(), transfer_encoding="keep")[0]
    assert answer.block == kind.response
    assert answer.fields["WARC-Payload-Digest"] == sha256(PAGE)
    assert answer.payload().body == PAGE
    assert not answer.faults()


def test_target_is_a_uri(tmp_path: Path):
    exchange = replace(
        KINDS[0].exchange(), url="http://a.example/caf\u00e9 au lait?q=%20a|b#top\r\nX: y"
    )
    assert (
        written(tmp_path, exchange)[0].target_uri
        == "http://a.example/caf%C3%A9%20au%20lait?q=%20a|b"
    )


def test_revisits(tmp_path: Path):
    def first(_answer):
        return Original("http://a.example/0", START, "urn:uuid:1", sha256(PAGE))

    with WarcWriter(tmp_path) as writer:
        same = writer.write(Kind("", sized(PAGE)).exchange(1), revisit_of=first)
        again = Kind("", head('ETag: "x"', status="304 Not Modified"), status=304)
        unchanged = writer.write(again.exchange(2), revisit_of=first)
    record = read_record(tmp_path / same.file, same.offset)
    assert record.type == same.record_type == "revisit"
    assert record.block == sized(PAGE)[: -len(PAGE)]
    assert record.fields["WARC-Truncated"] == "length"
    assert record.fields["WARC-Profile"].endswith("/identical-payload-digest")
    assert record.fields["WARC-Payload-Digest"] == sha256(PAGE) == same.payload_digest
    assert record.fields["WARC-Refers-To-Target-URI"] == "http://a.example/0"
    assert record.fields["WARC-Refers-To-Date"] == "2026-03-01T09:30:00.250000Z"
    assert record.fields["WARC-Refers-To"] == "<urn:uuid:1>"
    record = read_record(tmp_path / unchanged.file, unchanged.offset)
    assert record.block == b""
    assert record.fields["WARC-Profile"].endswith("/server-not-modified")
    assert record.fields["WARC-Payload-Digest"] == sha256(PAGE)
    assert (unchanged.status, unchanged.etag) == (304, '"x"')
    metadata = read_record(tmp_path / unchanged.file, unchanged.metadata_offset)
    assert b'http-head: HTTP/1.1 304 Not Modified\r\nhttp-head: ETag: "x"' in metadata.block


def test_files_turn_over_by_size(tmp_path: Path):
    exchanges = [KINDS[0].exchange(n) for n in range(30)]
    records = written(tmp_path, *exchanges, max_bytes=4000)
    files = sorted(tmp_path.iterdir())
    assert len(files) > 3
    assert all(path.name.endswith(".warc.gz") for path in files)
    by_file: dict[str, list[str]] = {}
    for record in records:
        by_file.setdefault(record.file, []).append(record.type)
    assert all(
        types == ["response", "request", "metadata"] * (len(types) // 3)
        for types in by_file.values()
    )
    assert [record.target_uri for record in records[::3]] == [each.url for each in exchanges]


def test_files_turn_over_by_age(tmp_path: Path):
    assert (
        len(
            {
                record.file
                for record in written(tmp_path, *[KINDS[0].exchange()] * 3, max_seconds=-1)
            }
        )
        == 3
    )


def test_open_until_closed_and_never_reopened(tmp_path: Path):
    for _ in range(3):  # within one second: the same time stamp
        writer = WarcWriter(tmp_path)
        place = writer.write(KINDS[0].exchange())
        assert (tmp_path / f"{place.file}.open").exists()
        assert not (tmp_path / place.file).exists()
        writer.close()
        assert (tmp_path / place.file).exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_nothing_written_makes_no_file(tmp_path: Path):
    with WarcWriter(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


FULL = """
import resource, sys
from pathlib import Path
from archive.errors import CannotWriteError
from archive.warc.writer import WarcWriter
from tests.archive.warc.exchanges import KINDS
folder = Path(sys.argv[1])
writer = WarcWriter(folder)
writer.write(KINDS[0].exchange(0))
size = sum(path.stat().st_size for path in folder.iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500, resource.RLIM_INFINITY))
try:
    writer.write(KINDS[0].exchange(1))
except CannotWriteError as error:
    print(error.exit_code, error)
assert sum(path.stat().st_size for path in folder.iterdir()) == size
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.write(KINDS[0].exchange(2))
writer.close()
"""


def test_a_full_disk_leaves_half_of_nothing(tmp_path: Path):
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("5 cannot write ")
    assert "file size limit" in run.stdout
    (path,) = tmp_path.iterdir()
    found = list(read_warc(path))
    assert [each.target_uri for each in found if each.type == "response"] == [
        "http://gazette.example/0",
        "http://gazette.example/2",
    ]


def test_no_file_handles_left(tmp_path: Path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(CannotWriteError, match="too many files are open"):
            WarcWriter(tmp_path).write(KINDS[0].exchange())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path):
    (tmp_path / "warcs").write_bytes(b"")
    with pytest.raises(CannotWriteError, match="cannot write") as caught:
        WarcWriter(tmp_path / "warcs").write(KINDS[0].exchange())
    assert caught.value.exit_code == 5
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.EEXIST


def test_records_of_others_are_copied(tmp_path: Path):
    records = written(tmp_path / "a", *(kind.exchange(n) for n, kind in enumerate(KINDS)))
    with WarcWriter(tmp_path / "b") as writer:
        places = [writer.copy(record) for record in records]
    for place, record in zip(places, records, strict=True):
        copy = read_record(tmp_path / "b" / place.file, place.offset, place.length)
        assert copy.block == record.block
        assert sorted(copy.fields) == sorted(record.fields)


def test_clock_set_back(tmp_path: Path):
    exchanges = [
        KINDS[0].exchange(),
        replace(KINDS[0].exchange(), started_at=START - timedelta(days=3)),
    ]
    assert [record.date for record in written(tmp_path, *exchanges)[::3]] == [
        START,
        START - timedelta(days=3),
    ]
