"""What a body is, by its first bytes."""

import pytest

from cleaners.reading.sniff import foreign, sniff

PAGE = "<html><title>Почта</title><p>Почтальон приходит рано утром, говорят в селе."


@pytest.mark.parametrize("mime", ["text/html", None])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_in_any_unicode_is_one(coding, mime):
    assert sniff(PAGE.encode(coding), mime).form == "html"
    assert foreign(PAGE.encode(coding)) == ""


def test_zeros_make_no_page():
    assert sniff(b"\x00\x01\x00\x02" * 200, None).form == "other"
    assert foreign(b"\x00\x01\x00\x02" * 200) == "binary"
