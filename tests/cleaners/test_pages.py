"""Pages we wrote: what stays of them and what goes, word for word (`make accept`)."""

from pathlib import Path

import pytest

from cleaners import clean

PAGES = Path(__file__).parents[1] / "pages"


@pytest.mark.parametrize("folder", sorted(PAGES.iterdir()), ids=lambda folder: folder.name)
def test_page_as_accepted(folder: Path):
    article = clean((folder / "page.html").read_bytes(), url=f"https://{folder.name}.example/story")
    kept = [f"{block.kind}{block.level or ''}: {block.text}" for block in article.blocks]
    removed = [one.text for one in article.removals]
    assert "\n\n".join(kept) + "\n" == (folder / "kept.txt").read_text("utf-8")
    assert "\n\n".join(removed) + "\n" == (folder / "removed.txt").read_text("utf-8")
