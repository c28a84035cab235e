"""What the marks of a plain text say of its lines."""

import pytest

from cleaners import clean_text
from cleaners.plain.marks import as_line, as_lines, is_picture


@pytest.mark.parametrize(
    ("text", "read", "kind"),
    [
        ("## Related articles ##", "Related articles", "heading"),
        ("**Sign up** for __nothing__", "Sign up for nothing", "paragraph"),
        ("> > She said so.", "She said so.", "paragraph"),
        ("Read more &raquo; &nope", "Read more » &nope", "paragraph"),
        ("<b>Related</b> if a < b", "Related if a < b", "paragraph"),
        ("- Who is there?", "- Who is there?", "paragraph"),
        ("| Box | 40 kg |", "| Box | 40 kg |", "row"),
        ("Monday\t06:12", "Monday\t06:12", "row"),
        ("share = comments(home);", "share = comments(home);", "code"),
        ("00:00:01,000 --> 00:00:04,000", "00:00:01,000 --> 00:00:04,000", "code"),
    ],
)
def test_a_line_is_read_without_its_marks(text, read, kind):
    line = as_line(text)
    assert (line.text, line.kind) == (read, kind)


def test_links_count_as_links():
    assert as_line("* [How to mend a sail](/sail)").link_share == 1
    assert as_line('<a href="/x">Sails</a>').link_share == 1
    assert 0 < as_line("He met [Ann](/ann) at the pier.").link_share < 0.2


def test_pictures_alone():
    assert is_picture("[![Share](/s.png)](https://share.example)")
    assert not is_picture("![A sail](/s.png) The sail was red.")


def test_code_stands_between_fences():
    kinds = [line.kind for line in as_lines(["Text", "```", "print", "```", "Text", "~~~"])]
    assert kinds == ["paragraph", "code", "code", "code", "paragraph", "code"]


def test_what_is_kept_keeps_its_marks():
    text = "## The net\nIt is [mended](/m) &amp; dry, she **said** to the men.\n![A net](/n.jpg)"
    cleaned = clean_text(text)
    assert cleaned.text == "## The net\n\nIt is [mended](/m) &amp; dry, she **said** to the men."
    assert [removal.reason for removal in cleaned.removals] == ["caption"]
