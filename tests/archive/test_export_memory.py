"""Memory stays flat whatever the size of the archive that is exported, packed and unpacked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive import open_archive
from tests.archive.exchanges import exchange

ROOT = Path(__file__).parents[2]
BODY = 4 << 20
CAPTURES = 40  # 160 MB of them
MORE = 60  # MB that the large archive may take beyond the small one: pages of SQLite's cache
WINNOW = (
    "import resource, sys; from winnow import cli;"
    " cli.main(sys.argv[1:], standalone_mode=False);"
    " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


def peak(*arguments) -> int:
    """Megabytes that a command takes at most."""
    command = [sys.executable, "-c", WINNOW, *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return int(run.stdout.split()[-1])


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """A small archive and a large one, of bodies that cannot be compressed."""
    home = tmp_path_factory.mktemp("sizes")
    for name, count in (("small", 1), ("large", CAPTURES)):
        with open_archive(home / name, write=True, create=True) as archive:
            for number in range(count):
                kind = ["Content-Type: application/octet-stream"]
                each = exchange(f"/{number}.bin", os.urandom(BODY), headers=kind)
                with archive.append([each]):
                    pass
    return home


@pytest.mark.parametrize("kind", ["warc", "wacz", "cdxj"])
def test_exporting(archives, kind, tmp_path):
    small, large = (
        peak("--archive", archives / name, "export", tmp_path / f"{name}.{kind}")
        for name in ("small", "large")
    )
    assert large < small + MORE


def test_packing_and_unpacking(archives, tmp_path):
    taken = {}
    for name in ("small", "large"):
        packed = tmp_path / f"{name}.db"
        taken["pack", name] = peak("--archive", archives / name, "pack", packed)
        taken["unpack", name] = peak("--archive", tmp_path / name, "unpack", packed)
    for command in ("pack", "unpack"):
        # A writer's cache is 64 MB; the archive is two and a half times as large.
        assert taken[command, "large"] < taken[command, "small"] + 64 + MORE
