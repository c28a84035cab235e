"""A small archive of cleaned pages, for tests of what befalls an archive."""

from pathlib import Path

from archive import open_archive
from archive.indexing import Indexing
from archive.warc.exchange import Exchange
from tests.archive.exchanges import exchange, page, story


def stocked(folder: Path, count: int) -> Path:
    """The folder, now an archive of so many articles: http://gazette.example/0 and so on."""
    pages = (exchange(f"/{n}", page(f"{n}", story(f"{n}"))) for n in range(count))
    return indexed(folder, *pages)


def indexed(folder: Path, *exchanges: Exchange) -> Path:
    """The folder, now an archive of these exchanges, cleaned."""
    with open_archive(folder, write=True, create=True) as archive:
        with archive.append(list(exchanges)):
            pass
        with Indexing(archive) as indexing:
            indexing.drain()
    return folder
