"""Write kept.txt and removed.txt of all tests/pages anew: `make accept`, then read the diff."""

from pathlib import Path

from cleaners import Article, clean

PAGES = Path(__file__).parents[1] / "pages"


def told(article: Article) -> tuple[str, str]:
    """The kept blocks with their kinds, and the removals, one a paragraph."""
    kept = [f"{block.kind}{block.level or ''}: {block.text}" for block in article.blocks]
    removed = [one.text for one in article.removals]  # reasons change with the rules
    return "\n\n".join(kept) + "\n", "\n\n".join(removed) + "\n"


def cleaned(folder: Path) -> Article:
    return clean((folder / "page.html").read_bytes(), url=f"https://{folder.name}.example/story")


if __name__ == "__main__":
    for folder in sorted(PAGES.iterdir()):
        kept, removed = told(cleaned(folder))
        (folder / "kept.txt").write_text(kept, "utf-8")
        (folder / "removed.txt").write_text(removed, "utf-8")
