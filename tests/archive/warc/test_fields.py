"""Header fields: what is looked up is what stands first among all of them."""

from hypothesis import given
from hypothesis import strategies as st

from archive.warc.fields import Fields, parse_fields

NAMES = ("Content-Length", "WARC-Type", "X.Odd")
LINES = st.sampled_from(
    [
        b"Content-Length: 12",
        b"content-length:13",
        b"CONTENT-LENGTH \t:  14 ",
        b"WARC-Type: \xc3\xa9t\xc3\xa9",
        b"WARC-Type: \xe9t\xe9",
        b"X.Odd: a:b",
        b"X-Odd: other",
        b"X.Odd-Er: longer",
        b"X.Odd:",
        b" folded on",
        b"\tand on",
        b" ",
        b"",
        b"no colon",
        b": no name",
    ]
)


def test_names_compare_without_case_and_the_first_wins():
    fields = parse_fields(b"Vary: a\r\nwarc-type:  response \r\nVARY: b\r\nno field\r\n")
    assert fields.get("WARC-Type") == "response" == fields["Warc-Type"]
    assert fields.all("vary") == ["a", "b"]
    assert list(fields) == [("Vary", "a"), ("warc-type", "response"), ("VARY", "b")]
    assert "Age" not in fields


def test_folded_lines_are_one_value():
    fields = parse_fields(b"Link: <a>,\r\n\t<b>,\r\n   \r\n  <c>\r\nAge: 1")
    assert fields["Link"] == "<a>, <b>, <c>"
    assert list(fields) == [("Link", "<a>, <b>, <c>"), ("Age", "1")]


def test_a_line_that_is_no_utf8_is_latin1():
    fields = parse_fields(b"A: \xc3\xa9\r\nB: \xe9\r\n")
    assert (fields["A"], fields["B"]) == ("é", "é")


@given(st.lists(LINES), st.sampled_from([b"\n", b"\r\n"]))
def test_looking_up_is_the_same_as_reading_all(lines, end):
    fields = parse_fields(end.join(lines))
    read = Fields(list(fields))
    for name in NAMES:
        assert fields.all(name) == read.all(name)
        assert fields.get(name) == read.get(name) == next(iter(read.all(name)), None)
        assert (name in fields) == (name in read)
