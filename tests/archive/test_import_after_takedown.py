"""Files from elsewhere with a page that was taken down here: all comes in but the page."""

import shutil

import pytest

from archive import open_archive
from tests.archive.compare import differences
from tests.archive.exchanges import exchange
from tests.archive.removed import (
    PATH,
    PERSON,
    URL,
    assert_gone,
    copy,
    crawl,
    others_hold_it,
    two_crawls,
)
from tests.command import output


def test_what_names_it_comes_back_without_its_address(tmp_path):
    """Into an archive that holds nothing but the tombstone."""
    there, folder = tmp_path / "there", tmp_path / "data"
    two_crawls(there)
    with open_archive(folder, write=True, create=True):
        pass
    output(folder, "takedown", "--yes", URL, code=1)
    told = output(folder, "import", there / "warcs")
    assert "4 captures added, 0 known already\n3 captures of pages that were taken" in told
    assert_gone(folder)
    assert "all as it should be" in output(folder, "verify")
    assert output(folder, "import", there / "warcs").startswith("0 files and ")
    output(folder, "rebuild")
    output(there, "takedown", "--yes", URL)
    with open_archive(there) as one, open_archive(folder) as other:
        for asked in ("select name, stats from crawls", "select url, text from articles"):
            first, second = (list(map(tuple, a.conn.execute(asked))) for a in (one, other))
            assert first == second


@pytest.mark.parametrize("apart", [False, True])
def test_an_import_hands_the_bytes_over_too(tmp_path, apart):
    """The page is taken down here; in what comes in, others repeat its body."""
    there, folder = tmp_path / "there", tmp_path / "data"
    first = [exchange(PATH, PERSON)]
    others = [copy("/twin", 5), copy("/triplet", 6), copy("/twin", 7)]
    for minute, batch in enumerate([first, others] if apart else [first + others]):
        crawl(there, minute, *batch)
    with open_archive(folder, write=True, create=True):
        pass
    output(folder, "takedown", "--yes", URL, code=1)
    told = output(folder, "import", there / "warcs")
    assert "3 captures added, 0 known already\n1 capture of pages that were taken" in told
    others_hold_it(folder)
    rebuilt = shutil.copytree(folder, tmp_path / "rebuilt")
    output(rebuilt, "rebuild")
    with open_archive(folder) as one, open_archive(rebuilt) as other:
        assert differences(one, other) == {}
    assert output(folder, "import", there / "warcs").startswith("0 files and ")
