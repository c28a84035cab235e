"""Pages that are made from the code say what the code says."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import winnow

ROOT = Path(__file__).parents[1]
MADE = [page for page in sorted(ROOT.glob("docs/*.md")) if "[[[cog" in page.read_text("utf-8")]


@pytest.mark.parametrize("page", MADE, ids=lambda page: page.name)
def test_a_generated_page_is_current(page, tmp_path):
    copy = tmp_path / page.name
    shutil.copy(page, copy)
    cog = [sys.executable, "-m", "cogapp", "--check", "-I", str(ROOT), str(copy)]
    ran = subprocess.run(cog, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert ran.returncode == 0, f"run `make docs`\n{ran.stdout}{ran.stderr}"


def test_every_command_is_documented():
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    assert "\\b" not in page  # click's mark for lines that stay as they are, not taken as one
    assert [name for name in winnow.COMMANDS if f"## {name}\n" not in page] == []
