"""clean_text on texts that programs scraped: each real line stays, nearly all debris goes."""

import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cleaners import Article, clean_text
from cleaners.plain.marks import as_line

FOLDER = Path(__file__).parents[1] / "scraped"
INSIDE = re.compile(r"\{\{-(.*?)\}\}")
CAUGHT = 0.985  # share of debris lines that go; may only rise


@dataclass
class Scraped:
    """One text: its lines with their labels, and how it was written down."""

    name: str
    options: dict[str, str]
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def loose(self) -> bool:
        """Whether its lines are not the blocks of the article."""
        return "wrap" in self.options or any("{{" in line for _label, line in self.lines)


def scraped() -> list[Scraped]:
    found: list[Scraped] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("=== "):
                name, _language, *options = line[4:].split()
                told = (option.partition("=") for option in options)
                found.append(Scraped(name, {key: value for key, _sign, value in told}))
            elif line:
                found[-1].lines.append((line[0], line[2:]))
    return found


TEXTS = scraped()


def written(one: Scraped) -> str:
    """The text as a program would have left it."""
    lines: list[str] = []
    for label, line in one.lines:
        plain = INSIDE.sub(r"\1", line)
        if "wrap" in one.options:
            lines += [*textwrap.wrap(plain, int(one.options["wrap"])), ""]
        else:
            lines.append("" if label == "|" else plain)
    if "quote" in one.options:
        lines = [f"> {line}".rstrip() for line in lines]
    end = "\r\n" if one.options.get("eol") == "crlf" else "\n"
    return ("\ufeff" if "bom" in one.options else "") + end.join([*lines, ""])


def read(text: str) -> str:
    return " ".join(re.sub(r"(?m)^(?:> ?)+", "", text).split())


def outcome(one: Scraped) -> list[tuple[str, str, bool]]:
    """Label, line and whether it stayed, of all lines and of debris inside of lines ("i")."""
    article = clean_text(written(one))
    blocks = Counter(read(block.text) for block in article.blocks)
    whole = read("\n".join(block.text for block in article.blocks))
    found = []
    for label, line in one.lines:
        if label in "|?":
            continue
        for number, part in enumerate(INSIDE.split(line)):
            if text := read(part):
                stays = text in whole if one.loose else blocks[text] > 0
                blocks[text] -= 1
                found.append(("i" if number % 2 else label, text, stays))
    return found


def is_title(article: Article, line: str) -> bool:
    return article.title == as_line(line).text


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_every_real_line_stays(one):
    article = clean_text(written(one))
    for label, line, stays in outcome(one):
        if label == "+":
            assert stays, line
        elif label == "t":
            assert stays or is_title(article, line), line


def test_nearly_all_debris_goes():
    found = [row for one in TEXTS for row in outcome(one)]
    debris = [stays for label, _line, stays in found if label == "-"]
    assert len(debris) > 600
    assert debris.count(False) >= CAUGHT * len(debris)
    assert not [line for label, line, stays in found if label == "i" and stays]


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.name)
def test_cleaning_twice_changes_nothing(one):
    cleaned = clean_text(written(one))
    again = clean_text(cleaned.text)
    assert again.text == cleaned.text
    assert again.removals == ()
