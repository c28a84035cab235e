"""What trafilatura is given of a page that is in doubt."""

import pytest

from cleaners.about.metadata import Metadata
from cleaners.judging.boxes import Setting
from cleaners.judging.judgement import measured
from cleaners.judging.trimming import trimmed
from cleaners.page import opinion, read
from cleaners.reading.lines import lines as lines_of
from cleaners.reading.parsing import parse

PAGE = """<html><head><script type="application/ld+json">{"@type": "Thing"}</script>
<script>var menu = 1;</script><style>p { color: red }</style></head><body>
<nav class="menu"><ul><li><a href="/a">Harbor</a></li><li><a href="/b">Council</a></li></ul></nav>
<article><p>The ferry to the island runs again from Monday, the harbor office says in a letter.</p>
<button>Play</button> at noon <svg><path d="M0"/></svg></article>
<footer><div><ul><li><a href="/imprint">Imprint</a></li></ul></div></footer></body></html>"""


def seen(page: str) -> tuple[str, Setting]:
    """The words that are left of a page, and what was known of it."""
    tree = parse(page.encode())
    lines, frames = lines_of(tree.body)
    setting = measured(lines, frames, Metadata())
    left = trimmed(tree, setting)
    return parse(left.encode()).root.text(separator=" ", strip=True), setting


def test_menus_and_footers_go_text_stays() -> None:
    text, setting = seen(PAGE)
    assert "ferry" in text
    assert "Harbor" not in text
    assert "Imprint" not in text
    # The lines themselves are untouched: they are judged, and told as removals.
    assert [line.text for line in setting.lines][:2] == ["Harbor", "Council"]


def test_text_behind_an_element_without_text_stays() -> None:
    text, _setting = seen(PAGE)
    assert "at noon" in text
    assert "color" not in text


def test_only_scripts_that_are_json_ld_stay() -> None:
    text, _setting = seen(PAGE)
    assert '"Thing"' in text
    assert "menu" not in text


def test_cells_of_a_table_stay() -> None:
    row = "<tr><td>Tonnes</td><td>1,900 on the roads of the island in the winter</td></tr>"
    text, _setting = seen(f"<body><p>Salt is dear.</p><table>{row}{row}</table></body>")
    assert "Tonnes 1,900" in text


def test_a_page_of_nothing_but_furniture_keeps_its_body() -> None:
    text, _setting = seen('<body><nav><a href="/a">Harbor</a></nav></body>')
    assert text == ""


def test_boxes_whose_lines_have_no_chance_go() -> None:
    assert read_with(0.9, 0.05) == "The ferry runs from Monday. Tickets: on board"
    assert "On sale: lamps" in read_with(0.9, 0.2)
    assert "On sale: lamps" not in read_with(0.9, 0.2, quick=True)


def read_with(text: float, rest: float, *, quick: bool = False) -> str:
    """What trafilatura reads of a page whose lines the first trees think so likely."""
    tree = parse(
        b"<body><div><p>The ferry runs from Monday.<br>Tickets: on board</p></div>"
        b"<div><p>On sale: lamps</p></div></body>"
    )
    lines, frames = lines_of(tree.body)
    setting = measured(lines, frames, Metadata())
    setting.first = [text if "ferry" in line.text else rest for line in lines]
    left = trimmed(tree, setting, quick=quick)
    return parse(left.encode()).root.text(separator=" ", strip=True)


@pytest.mark.parametrize(("paragraphs", "asked"), [(10, [False]), (600, [True]), (4000, [])])
def test_a_large_page_gets_a_quick_text_and_a_huge_one_none(
    paragraphs: int, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr("cleaners.page.extracted", lambda _page, *, quick: told.append(quick) or "")
    text = "<p>The ferry to the island runs again from Monday, says the harbor office.</p>"
    page = read(f"<body>{text * paragraphs}".encode(), None)
    opinion(page, measured(page.lines, page.frames, page.known))
    assert told == asked
