"""Debris sentences inside of paragraphs."""

from cleaners.plain.joined import pieces
from cleaners.plain.sentences import sentences

SOLD = "The town hall will be sold, the council decided on Tuesday night after six hours."
CLOCK = "Nobody has offered to mend the clock, which is eleven minutes slow."


def cut(text: str) -> list[tuple[str, bool]]:
    return [(piece, verdict is not None) for piece, verdict in pieces(text)]


def test_debris_between_sentences_is_a_piece_of_its_own():
    for debris in ("Read more: Council votes on the pool.", "Advertisement.", "Sign up now!"):
        assert cut(f"{SOLD} {debris} {CLOCK}") == [(SOLD, False), (debris, True), (CLOCK, False)]


def test_what_is_no_debris_wherever_it_stands_stays():
    for text in (
        f"{SOLD} Read more about it in the archive of the county, if you can find the key. {CLOCK}",
        f"{SOLD} Comments came late. {CLOCK}",
        f"{SOLD} “Nobody reads now. Read more: that is my advice. Write less,” she said. {CLOCK}",
        "Read more: that is all he ever said. It was enough.",
    ):
        assert cut(text) == [(text, False)], text


def test_a_line_that_is_debris_stays_one():
    text = "By signing up, you agree to our terms. Sign up now! You can unsubscribe at any time."
    assert cut(text) == [(text, False)]


def test_sentences_end_where_it_is_sure():
    text = (
        "Mr. Smith of St. Ives paid 3.50 to J. Doe on the 5. May. Prof. Ash did not… He never did!"
    )
    text += " 船开了。他没来。"
    assert [text[one].strip() for one in sentences(text)] == [
        "Mr. Smith of St. Ives paid 3.50 to J. Doe on the 5. May.",
        "Prof. Ash did not…",
        "He never did!",
        "船开了。",
        "他没来。",
    ]
