"""WACZ files written: chosen records with their index and their pages in one ZIP."""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from archive.errors import writing
from archive.warc.cdxj import cdxj_line, sorted_lines
from archive.warc.export import Page, Piece, Sink, write_warc
from archive.warc.volume import sync_folder

VERSION = "1.1.1"
WARC = "data.warc.gz"
STAMP, STAMP_ID = struct.Struct("<HHBL"), 0x5455  # extended timestamp (Info-ZIP, extrafld.txt)
LINES = 300  # index lines in one compressed block, as cdxj-indexer has them
PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}


def write_wacz(
    path: Path,
    pieces: Iterable[Piece],
    pages: Iterable[Page],
    *,
    title: str = "",
    about: Mapping[str, str] | None = None,
    lost: list[str] | None = None,
) -> int:
    """How many records are in the new WACZ 1.1.1 file (https://specs.webrecorder.net/wacz/1.1.1/).

    `pieces` must hold the originals of the revisits among them, or those will not replay. Memory
    stays flat. The file appears under its name when it is complete. `lost` is as in write_warc.
    Raises CannotWriteError.
    """
    part = path.with_name(path.name + ".part")
    with writing(path):
        try:
            with zipfile.ZipFile(part, "w") as package:
                contents = _Package(package)
                count = _fill(contents, pieces, pages, about or {}, lost)
                contents.finish(title)
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    return count


def _fill(
    package: "_Package",
    pieces: Iterable[Piece],
    pages: Iterable[Page],
    about: Mapping[str, str],
    lost: list[str] | None,
) -> int:
    count = 0

    def lines() -> Iterator[str]:
        """Index lines, made while the records are written."""
        nonlocal count
        with package.entry(f"archive/{WARC}") as out:
            for record in write_warc(out, pieces, name=WARC, about=about, lost=lost):
                count += 1
                line = cdxj_line(record, WARC)
                if line:
                    yield line

    blocks = []
    order = sorted_lines(lines())
    first = next(order, None)  # the records are in the ZIP before the next entry begins
    with package.entry("indexes/index.cdx.gz") as out:
        for block in _blocks(first, order):
            content = zlib.compress("".join(block).encode(), 6, 31)
            blocks.append((block[0].partition(" {")[0], len(content)))
            out.write(content)
    with package.entry("indexes/index.idx", packed=True) as out:
        meta = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
        out.write(f"!meta 0 {json.dumps(meta)}\n".encode())
        offset = 0
        for key, length in blocks:
            out.write(f"{key} {json.dumps({'offset': offset, 'length': length})}\n".encode())
            offset += length
    with package.entry("pages/pages.jsonl", packed=True) as out:
        out.write(f"{json.dumps(PAGES)}\n".encode())
        for number, page in enumerate(pages, start=1):
            out.write(f"{json.dumps(_page(number, page), ensure_ascii=False)}\n".encode())
    return count


def _blocks(first: str | None, rest: Iterable[str]) -> Iterator[list[str]]:
    block = [] if first is None else [first]
    for line in rest:
        if len(block) == LINES:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _page(number: int, page: Page) -> dict[str, str]:
    stamp = page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {"id": str(number), "url": page.url, "ts": stamp, "title": page.title or page.url}
    return {**entry, "text": page.text} if page.text else entry


class _Package:
    """A ZIP file that remembers size and digest of each entry, for its datapackage.json."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._zip = package
        self._resources: list[dict[str, object]] = []
        self._created = datetime.now(UTC)

    @contextmanager
    def entry(self, name: str, *, packed: bool = False) -> Iterator[Sink]:
        """A new entry to write to. Records are stored as they are, so that tools can seek."""
        entry = zipfile.ZipInfo(name, self._created.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        # ReplayWeb.page looks for the content right behind the name when the directory of the ZIP
        # has no extra field for an entry, and ZIP64 puts one before the content (wabac 2.27,
        # src/wacz/ziprangereader.ts). So each entry has one in both places: its time, in UTC.
        entry.extra = STAMP.pack(STAMP_ID, STAMP.size - 4, 1, int(self._created.timestamp()))
        with self._zip.open(entry, "w", force_zip64=True) as out:
            counted = _Counted(out)
            yield counted
        resource = {"name": name.rpartition("/")[2], "path": name, "hash": counted.digest()}
        self._resources.append({**resource, "bytes": counted.size})

    def finish(self, title: str) -> None:
        """Writes what the package says about itself, and the digest of that."""
        about = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "software": "winnow",
            "created": self._created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "title": title,
            "resources": self._resources,
        }
        content = json.dumps({name: value for name, value in about.items() if value}, indent=2)
        self._zip.writestr("datapackage.json", content, zipfile.ZIP_DEFLATED)
        digest = "sha256:" + hashlib.sha256(content.encode()).hexdigest()
        signed = json.dumps({"path": "datapackage.json", "hash": digest})
        self._zip.writestr("datapackage-digest.json", signed, zipfile.ZIP_DEFLATED)


class _Counted:
    """Counts and digests what is written through it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes, /) -> int:
        self._digest.update(content)
        self.size += len(content)
        return self._out.write(content)

    def digest(self) -> str:
        return "sha256:" + self._digest.hexdigest()
