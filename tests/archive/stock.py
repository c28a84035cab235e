"""A small archive of cleaned pages, for tests of what befalls an archive."""

from pathlib import Path

from archive import open_archive
from archive.indexing import Indexing
from tests.archive.exchanges import exchange, page, story


def stocked(folder: Path, count: int) -> Path:
    """The folder, now an archive of so many articles: http://gazette.example/0 and so on."""
    with open_archive(folder, write=True, create=True) as archive:
        with archive.append([exchange(f"/{n}", page(f"{n}", story(f"{n}"))) for n in range(count)]):
            pass
        with Indexing(archive) as indexing:
            indexing.drain()
    return folder
