"""What is counted of a line's text is the same by bytes as by patterns."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.judging.signs import _counted, _found

ASCII = st.text(st.characters(codec="ascii"), min_size=1)


@given(ASCII)
def test_a_line_in_ascii_is_counted_as_any_other(text: str):
    assert _counted(text, text[:200]) == _found(text, text[:200])


def test_what_is_counted():
    text = "On 12 May, Mara_x wrote: <A> costs $5. I wait"
    assert _counted(text, text) == (0, 3, 2, 5, 4)
