"""WARC files that other people's tools wrote of the same outlet come in without loss."""

import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.command import output
from tests.e2e.road import rows
from tests.site import labels
from tests.site.server import serve

EXPECTED = labels.expected()

CAPTURE = """
import sys
from warcio.capture_http import capture_http
import requests  # after capture_http, which hooks the connections that it makes
with capture_http(sys.argv[1]):
    for url in sys.argv[2:]:
        requests.get(url)
"""


@pytest.fixture(scope="module")
def outlet():
    with serve() as running:
        yield running


def kept(path) -> int:
    """Records of a file that an archive keeps as captures: answers, and what wget adds."""
    with path.open("rb") as stream:
        types = [record.rec_type for record in ArchiveIterator(stream, no_record_parse=True)]
    return sum(types.count(one) for one in ("response", "revisit", "resource"))


def texts(archive) -> dict[str, str]:
    found = rows(archive, "select url, title, text from articles")
    return {urlsplit(row["url"]).path: (row["title"], row["text"]) for row in found}


def assert_all_there(archive, demo, warc):
    captured = rows(archive, "select count(*) as n from captures")[0]["n"]
    assert captured == kept(warc)
    crawled, imported = texts(demo.archive), texts(archive)
    for path in EXPECTED:
        assert imported[path] == crawled[path]
    output(archive, "verify")


@pytest.mark.skipif(shutil.which("wget") is None, reason="no wget on this machine")
def test_a_file_by_wget(demo, outlet, tmp_path):
    urls = [outlet.url.rstrip("/") + path for path in [*EXPECTED, "/go/today", "/broken"]]
    (tmp_path / "urls").write_text("\n".join(urls))
    command = ["wget", "--quiet", "--tries=1", "--warc-file=by-wget", "--input-file=urls"]
    subprocess.run([*command, "--output-document=/dev/null"], cwd=tmp_path, check=False)
    warc = tmp_path / "by-wget.warc.gz"
    output(tmp_path / "archive", "import", warc)
    assert_all_there(tmp_path / "archive", demo, warc)


def test_a_file_by_warcio(demo, outlet, tmp_path):
    warc = tmp_path / "by-warcio.warc.gz"
    urls = [outlet.url.rstrip("/") + path for path in [*EXPECTED, "/go/today", "/broken"]]
    subprocess.run([sys.executable, "-c", CAPTURE, warc, *urls], check=True)
    output(tmp_path / "archive", "import", warc)
    assert_all_there(tmp_path / "archive", demo, warc)
