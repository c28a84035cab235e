"""The other roads to an archive's rows: rebuilt from its WARC files, and imported elsewhere."""

import shutil

from archive import open_archive
from tests.archive.compare import differences
from tests.command import output


def assert_all_roads_agree(folder, tmp_path):
    """A rebuild and an import give what the live archive has; they stay as copy/ and other/."""
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy/archive.db").unlink()
    output(tmp_path / "copy", "rebuild")
    output(tmp_path / "other", "import", folder / "warcs")
    for other in ("copy", "other"):
        with open_archive(folder) as live, open_archive(tmp_path / other) as again:
            assert differences(live, again) == {}
