"""Revisits that come in without the file that holds their original."""

import io
import json

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import open_archive
from tests.archive.exchanges import page, story
from tests.command import winnow


def test_revisits_whose_original_is_elsewhere_are_told(tmp_path):
    body = page("Twice", story("twice"))
    first, again = tmp_path / "first.warc.gz", tmp_path / "again.warc.gz"
    url, date = "http://gazette.example/twice", "2026-03-01T12:00:00Z"
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    with first.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        told = {"WARC-Date": date}
        whole = writer.create_warc_record(
            url,
            "response",
            io.BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=told,
        )
        writer.write_record(whole)
    digest = whole.rec_headers.get_header("WARC-Payload-Digest")
    with again.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        told = {"WARC-Date": "2026-03-02T12:00:00Z"}
        revisit = writer.create_revisit_record(
            url, digest, url, date, http_headers=http, warc_headers_dict=told
        )
        writer.write_record(revisit)
    run = winnow(tmp_path / "data", "import", again)
    assert run.returncode == 0, run.stderr
    assert "1 revisit without a text: original not in this archive" in run.stdout
    run = winnow(tmp_path / "data", "import", first, "--json")
    assert json.loads(run.stdout)["without_original"] == 0
    with open_archive(tmp_path / "data") as archive:
        texts = archive.conn.execute("select version_id from captures").fetchall()
    assert [version for (version,) in texts] == [1, 1]
