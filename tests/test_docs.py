"""Pages that are made from the code say what the code says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import winnow

ROOT = Path(__file__).parents[1]
MADE = [page for page in sorted(ROOT.glob("docs/*.md")) if "[[[cog" in page.read_text("utf-8")]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:)([^()#\s]*)(?:#([^()\s]+))?\)")


@pytest.mark.parametrize("page", MADE, ids=lambda page: page.name)
def test_a_generated_page_is_current(page, tmp_path):
    copy = tmp_path / page.name
    shutil.copy(page, copy)
    cog = [sys.executable, "-m", "cogapp", "--check", "-I", str(ROOT), str(copy)]
    ran = subprocess.run(cog, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert ran.returncode == 0, f"run `make docs`\n{ran.stdout}{ran.stderr}"


def test_every_link_leads_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {target}#{part}"
        for page in PAGES
        for target, part in LINK.findall(page.read_text("utf-8"))
        if not (there := (page.parent / target) if target else page).exists()
        or (part and part not in anchors(there))
    ]
    assert dead == []


def anchors(page):
    """The names by which GitHub leads to the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_command_is_documented():
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    assert "\\b" not in page  # click's mark for lines that stay as they are, not taken as one
    assert [name for name in winnow.COMMANDS if f"## {name}\n" not in page] == []
