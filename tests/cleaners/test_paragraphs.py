"""Lines that a program broke come together again; others stay lines."""

import textwrap

from cleaners.plain.paragraphs import paragraphs

LONG = (
    "Every evening at dusk he walks the length of the street with a pole over his shoulder and "
    "lights forty-one lamps, and every morning he walks it back again and puts them out. "
    "The company would like him to stop: the lamps cost four times as much as electric ones."
)


def test_a_broken_text_has_its_paragraphs_again():
    for width in (60, 72, 80):
        assert paragraphs(textwrap.fill(LONG, width) + "\n\nA short one.\n") == [
            LONG,
            "A short one.",
        ]


def test_quoted_mail_keeps_its_mark_once():
    quoted = "\n".join(f"> {line}" for line in textwrap.wrap(LONG, 70))
    assert paragraphs(quoted) == [f"> {LONG}"]


def test_verses_headlines_and_items_stay_lines():
    verses = "He rows across, he rows across,\nthe moon is on the water,\n" * 3
    assert len(paragraphs(verses)) == 6
    heads = [
        f"A headline about the harbour, the ferry and {what}"
        for what in ("gulls", "the council that sold it", "a bell", "nine lost boats", "me")
    ]
    assert paragraphs("\n".join(heads)) == heads
    items = [f"- {line}" for line in textwrap.wrap(LONG, 60)]
    assert paragraphs("\n".join(items)) == items


def test_scripts_without_spaces_get_none():
    line = "港口的渡船已经停了九年，现在又开了，第一班船上坐满了人，" * 2
    assert paragraphs("\n".join([line[:52]] * 4)) == [line[:52] * 4]


def test_one_paragraph_a_line_stays_so():
    assert paragraphs(f"{LONG}\n{LONG}\r\n\x0c{LONG}") == [LONG] * 3
