"""The five documents this project started from: the verdict on each line against its label.

Prints a table and ends with 0 when every line comes out as labeled, with 1 when not. The labels
are line numbers (of non-blank lines); the texts stay where they are.
"""

import sys

from figures import tell
from rich.console import Console
from rich.table import Table
from shared import shared

from cleaners import Article, clean_text

# Document: line number -> "drop" or "title". Every other line is to be kept.
LABELS: dict[str, dict[int, str]] = {
    "000": {1: "drop", 2: "title", 4: "drop", 5: "drop", 9: "drop", 10: "drop", 27: "drop"},
    "001": {6: "drop"},
    "002": {5: "drop", 12: "drop", 13: "drop", 14: "drop"},
    "003": {1: "title", 6: "drop", 13: "drop"},
    "004": {5: "drop", 12: "drop", 13: "drop", 14: "drop"},
}


def verdicts(article: Article) -> dict[int, tuple[str, str]]:
    """Line number -> (verdict, rule) of all lines of a cleaned text."""
    kept = {block.position + 1: ("keep", "") for block in article.blocks}
    gone = {
        removal.position + 1: ("title" if removal.reason == "title" else "drop", removal.rule)
        for removal in article.removals
    }
    return dict(sorted((kept | gone).items()))


def main() -> int:
    table = Table("document", "line", "label", "verdict", "rule", "right", box=None)
    wrong = total = 0
    for path in sorted(shared("seed-documents").glob("*.txt")):
        labels = LABELS[path.name[:3]]
        found = verdicts(clean_text(path.read_text(encoding="utf-8")))
        for line, (verdict, rule) in found.items():
            label = labels.get(line, "keep")
            total += 1
            wrong += verdict != label
            right = "yes" if verdict == label else "NO"
            table.add_row(path.name[:3], str(line), label, verdict, rule, right)
    Console(width=100).print(table)
    good = tell("seed lines not as labeled", wrong, limit=0)
    print(f"{total} lines, {total - wrong} as labeled, {wrong} not")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
