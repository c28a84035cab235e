"""An archive that may only be read, and one that another process writes to meanwhile."""

import os

import pytest

from archive import open_archive
from tests.archive.exchanges import exchange
from tests.archive.stock import stocked
from tests.command import winnow

# root may write whatever a file's mode says, unless that power is taken away
POWERLESS = [] if os.geteuid() else ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


def powerless(folder, *words):
    return winnow(folder, *words, before=POWERLESS)


@pytest.fixture
def folder(tmp_path):
    """Two articles, cleaned by rules of another day."""
    folder = stocked(tmp_path / "data", 2)
    with open_archive(folder, write=True) as archive, archive.atomic() as conn:
        conn.execute("update cleaners set fingerprint = 'another day'")
    return folder


@pytest.fixture
def closed(folder):
    """The same, without the right to write anywhere in it."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder
    for path in paths:
        if path.exists():
            path.chmod(path.stat().st_mode | 0o200)


def assert_looks_at_both(folder):
    run = powerless(folder, "reclean", "--dry-run")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1] == "2 articles by older rules, 0 would change"


def test_a_dry_run_of_cleaning_again_only_reads(closed):
    before = (closed / "archive.db").read_bytes()
    assert_looks_at_both(closed)
    assert (closed / "archive.db").read_bytes() == before
    both = powerless(closed, "reclean", "--dry-run", "--prune")
    assert (both.returncode, "leave --prune out" in both.stderr) == (2, True)
    refused = powerless(closed, "reclean")
    assert (refused.returncode, refused.stderr.count("\n")) == (5, 1)


def test_a_dry_run_disturbs_no_crawl(folder):
    with open_archive(folder, write=True) as archive:
        assert_looks_at_both(folder)
        with archive.append([exchange("/2")]):
            pass


def test_what_may_only_be_read_is_packed_as_it_stands(closed, tmp_path):
    for lock in (True, False):
        if not lock:  # on a medium where nobody has ever written
            closed.chmod(0o755)
            (closed / "lock").unlink()
            closed.chmod(0o555)
        target = tmp_path / f"{lock}.db"
        run = powerless(closed, "pack", target)
        assert (run.returncode, run.stderr) == (0, "")
        assert powerless(target, "verify").returncode == 0
        assert powerless(tmp_path / f"{lock}", "unpack", target).returncode == 0
        again = tmp_path / f"{lock}" / "warcs"
        assert {path.name: path.read_bytes() for path in again.iterdir()} == {
            path.name: path.read_bytes() for path in (closed / "warcs").iterdir()
        }


def test_nothing_is_packed_while_somebody_writes(folder, tmp_path):
    with open_archive(folder, write=True):
        run = powerless(folder, "pack", tmp_path / "all.db")
        assert (run.returncode, run.stderr.count("\n")) == (4, 1)
        assert f"process {os.getpid()}:" in run.stderr
        (folder / "lock").chmod(0o444)
        folder.chmod(0o555)
        run = powerless(folder, "pack", tmp_path / "all.db")
        folder.chmod(0o755)
        assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert not list(tmp_path.glob("all.db*"))


def test_a_packed_file_is_unpacked_to_be_cleaned_again(folder, tmp_path):
    assert powerless(folder, "pack", tmp_path / "all.db").returncode == 0
    run = powerless(tmp_path / "all.db", "reclean", "--dry-run")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "`winnow unpack` it" in run.stderr
