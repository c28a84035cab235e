"""Texts about what debris is about keep what they say of it."""

from cleaners import clean_text

COOKIES = [
    "Websites must show a button to reject all cookies, the regulator wrote on Monday.",
    "A study found that nine readers in ten accept cookies without a look at what they are.",
    "We use cookies to make this site work.",
    "So begins every notice, and so ends every reader's patience with it.",
]


def test_a_sentence_about_the_subject_of_the_text_stays():
    assert COOKIES[2] in clean_text("\n".join(COOKIES)).text


def test_elsewhere_and_at_the_end_it_goes():
    assert COOKIES[2] not in clean_text("\n".join([COOKIES[3], COOKIES[2], COOKIES[3]])).text
    assert COOKIES[2] not in clean_text("\n".join([*COOKIES[:2], COOKIES[3], COOKIES[2]])).text


def test_what_somebody_says_stays():
    for line in (
        "“We use cookies” was all that it said on the door of the bakery.",
        "Share this, my aunt writes under every picture of a dog.",
        "“Subscribe now.”",
    ):
        assert line in clean_text(f"{COOKIES[3]}\n{line}\n{COOKIES[3]}").text


def test_a_paragraph_is_not_lost_for_one_sentence():
    long = (
        "The page shows fares for three days before and after. There is a calendar, with colors, "
        "for the whole month. You can sign up for our newsletter too."
    )
    assert long.startswith(clean_text(long).text[:60])


def test_the_headline_between_menu_and_byline_is_the_title():
    text = (
        "Home\nLog in\nSwans block ring road for third day\nBy Jane Doe\nPublished 3 May 2024\n"
        "A family of swans stopped the traffic on the ring road on Thursday, police said.\n"
        "The birds walked from the quarry to the sewage works and back again.\nNobody was hurt."
    )
    cleaned = clean_text(text)
    assert cleaned.title == "Swans block ring road for third day"
    assert len(cleaned.blocks) == 3
