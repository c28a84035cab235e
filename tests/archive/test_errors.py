"""What went wrong is told of the file that it happened to."""

from pathlib import Path

import pytest

from archive.errors import CannotWriteError, writing


@pytest.mark.parametrize("place", ["out", "out.part", "out/warcs/a.warc.gz"])
def test_what_cannot_be_written(tmp_path, place):
    target = tmp_path / "out"
    (tmp_path / place).mkdir(parents=True)  # where a file should come
    with pytest.raises(CannotWriteError, match=f"cannot write {target}: "), writing(target):
        (tmp_path / place).write_bytes(b"")


def test_what_cannot_be_read_for_it(tmp_path):
    missing = tmp_path / "warcs/a.warc.gz"
    with pytest.raises(FileNotFoundError, match=r"a\.warc\.gz"), writing(Path("out.warc")):
        missing.read_bytes()
