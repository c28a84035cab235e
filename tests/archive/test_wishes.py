"""X-Robots-Tag, and pages that ask not to be kept."""

import pytest

from archive.cleaning.wishes import refusal, wishes
from archive.warc.fields import Fields
from archive.warc.httphead import parse_head


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["noarchive"], {"noarchive"}),
        (["NoIndex, NOFOLLOW"], {"noindex", "nofollow"}),
        (["none"], {"none", "noindex", "nofollow"}),
        (["otherbot: noindex", "winnow: noarchive"], {"noarchive"}),
        (["*: noindex"], {"noindex"}),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"], {"noindex"}),
        (["max-snippet: 20", "all"], set()),
        ([], set()),
    ],
)
def test_words_for_everybody_and_for_us(lines, words):
    head = "".join(f"X-Robots-Tag: {line}\r\n" for line in lines)
    found = parse_head(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode())
    assert found is not None
    assert wishes(found.fields) == words


def test_what_refuses():
    assert refusal(frozenset({"noindex", "noarchive"})) == "noarchive"
    assert refusal(frozenset({"nofollow"})) is None
    assert wishes(Fields()) == frozenset()
