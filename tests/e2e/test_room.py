"""No room, no leave to write, no handles: exit code 5, one plain line; then all is completed.

On a machine that lets us mount, the disk is a real one of a few hundred kilobytes in memory;
elsewhere a limit on the size of files stands in for it. Both are asserted alike.
"""

import gzip
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command import ROOT, winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding

PAGES = 20
KB = 1024


@dataclass
class Disk:
    """A place for an archive, and what keeps a command from writing there."""

    archive: Path
    limits: dict[int, int] = field(default_factory=dict)  # of the command, by resource
    prefix: list[str] = field(default_factory=list)  # of the command
    clear: Callable[[], object] = lambda: None  # makes room


def limited(disk: Disk, archive: Path, *args: object) -> subprocess.CompletedProcess[str]:
    """A command with all that keeps it from writing."""

    def limit() -> None:
        for which, most in disk.limits.items():
            resource.setrlimit(which, (most, most))

    command = [*disk.prefix, sys.executable, "-m", "winnow", "--archive", str(archive)]
    return subprocess.run(
        [*command, *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        preexec_fn=limit,
    )


def mount(*arguments: str) -> bool:
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Disk]:
    """A disk of so many bytes."""
    folder.mkdir()
    home = str(folder)
    options = f"size={size},mode=755"
    if (
        os.geteuid()
        or not shutil.which("mount")
        or not mount("-t", "tmpfs", "-o", options, "none", home)
    ):
        yield Disk(folder / "archive", {resource.RLIMIT_FSIZE: size})
        return
    try:
        larger = ["-o", "remount,size=64m", home]
        yield Disk(folder / "archive", clear=lambda: mount(*larger))
    finally:
        subprocess.run(["umount", "--lazy", home], check=True)


@pytest.fixture(scope="module")
def site() -> Iterator[Mill]:
    with grinding(Mill(PAGES, length=20)) as mill:
        yield mill


@pytest.fixture(scope="module")
def crawled(site, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("crawled")
    assert winnow(home / "archive", "crawl", seed(home, site.url)).returncode == 0
    return home / "archive"


def assert_one_line(refused: subprocess.CompletedProcess[str]) -> None:
    assert refused.returncode == 5, refused.stderr
    assert refused.stderr.startswith("winnow: "), refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr


def assert_refused_then_done(
    folder: Path, size: int, command: str, archive: Path, name: str
) -> None:
    """What does not fit leaves nothing behind; the same command writes it all when it does."""
    with small_disk(folder, size) as disk:
        target = folder / name
        assert_one_line(limited(disk, archive, command, target))
        assert list(folder.iterdir()) == []
        disk.clear()
        done = winnow(archive, command, target)
        assert done.returncode == 0, done.stderr
        assert target.stat().st_size > size


def assert_refused_then_completed(disk: Disk, site: Mill, folder: Path) -> str:
    """The one line that was told; afterward the same command has stored every page."""
    source = seed(folder, site.url)
    refused = limited(disk, disk.archive, "crawl", source)
    assert_one_line(refused)
    disk.clear()
    again = winnow(disk.archive, "crawl", source)
    assert again.returncode == 0, again.stderr
    with closing(sqlite3.connect(disk.archive / "archive.db")) as conn:
        urls = [url for (url,) in conn.execute("select url from articles")]
        twice = conn.execute(
            "select url_id from captures where kind = 'article' group by 1 having count(*) > 1"
        ).fetchall()
    assert sorted(urls) == sorted(f"{site.url}story/{n}" for n in range(PAGES))
    assert twice == []
    checked = winnow(disk.archive, "verify")
    assert checked.returncode == 0, checked.stdout
    return refused.stderr


@pytest.mark.parametrize("size", [100 * KB, 1000 * KB])
def test_a_full_disk(site, tmp_path, size):
    """Full while the database is made, and while records and texts are stored."""
    with small_disk(tmp_path / "disk", size) as disk:
        assert_refused_then_completed(disk, site, tmp_path)


def test_files_that_may_not_grow(site, tmp_path):
    disk = Disk(tmp_path / "archive", {resource.RLIMIT_FSIZE: 600 * KB})
    assert_refused_then_completed(disk, site, tmp_path)


def test_a_folder_that_may_not_be_written(site, tmp_path):
    archive = tmp_path / "archive"
    assert winnow(archive, "crawl", seed(tmp_path, site.url), "--max-pages", 5).returncode == 3
    paths = [archive, archive / "warcs", archive / "lock", archive / "archive.db"]
    modes = {path: path.stat().st_mode for path in paths}

    def clear() -> None:
        for path, mode in modes.items():
            path.chmod(mode)

    for path in paths:
        path.chmod(modes[path] & ~0o222)
    # root may write whatever a file's mode says, unless that power is taken away
    powerless = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    disk = Disk(archive, prefix=[] if os.geteuid() else powerless, clear=clear)
    assert "cannot write" in assert_refused_then_completed(disk, site, tmp_path)


def test_too_few_handles(site, tmp_path):
    disk = Disk(tmp_path / "archive", {resource.RLIMIT_NOFILE: 24})
    assert "file handles" in assert_refused_then_completed(disk, site, tmp_path)


def test_more_handles_are_taken_where_the_system_gives_them(site, tmp_path):
    source = seed(tmp_path, site.url)
    shell = f'ulimit -S -n 24; exec "{sys.executable}" -m winnow "$@"'
    command = ["bash", "-c", shell, "winnow", "--archive", tmp_path / "a", "crawl", source]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_room_for_an_import_or_a_rebuild(crawled, tmp_path):
    """Neither leaves half a file that takes room, or that a check would call damage."""
    exported = tmp_path / "a.warc.gz"
    assert winnow(crawled, "export", exported).returncode == 0
    archive = tmp_path / "archive"
    assert winnow(archive, "import", exported).returncode == 0
    larger = tmp_path / "b.warc"
    larger.write_bytes(gzip.decompress(exported.read_bytes()))
    for command, most in (["import", larger], 150 * KB), (["rebuild"], 100 * KB):
        assert_one_line(limited(Disk(archive, {resource.RLIMIT_FSIZE: most}), archive, *command))
        assert not (archive / "rebuild").exists()
        assert winnow(archive, "verify").returncode == 0, command


@pytest.mark.parametrize("kind", ["warc", "wacz", "csv", "parquet"])
def test_no_room_for_an_export(crawled, tmp_path, kind):
    assert_refused_then_done(tmp_path / "disk", 8 * KB, "export", crawled, f"out.{kind}")


def test_no_room_for_a_packed_archive(crawled, tmp_path):
    assert_refused_then_done(tmp_path / "disk", 200 * KB, "pack", crawled, "out.db")


def test_no_room_to_unpack(crawled, tmp_path):
    packed = tmp_path / "packed.db"
    assert winnow(crawled, "pack", packed).returncode == 0
    with small_disk(tmp_path / "disk", 100 * KB) as disk:
        assert_one_line(limited(disk, disk.archive, "unpack", packed))
        assert list(disk.archive.iterdir()) == [], "what is left of it takes room"
        disk.clear()
        assert winnow(disk.archive, "unpack", packed).returncode == 0
        assert winnow(disk.archive, "verify").returncode == 0
