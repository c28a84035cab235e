"""A text that does not say its language: guessed right, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean, clean_text
from cleaners.about.language import guess
from tests.site import labels, story

OTHERS = {
    "nl": "De brug is weer open, maar niet voor vrachtwagens: die moeten nog om de stad.",
    "sv": "Det är inte första gången som fyren slocknar, men nu är det ingen som vet varför.",
    "uk": "Міст знову відкрили, але не для всіх: вантажівки ще рік їздитимуть навколо міста.",
    "tr": "Köprü yeniden açıldı ama kamyonlar için değil, bir yıl daha böyle olacak.",
    "el": "Η γέφυρα άνοιξε ξανά, αλλά όχι για τα φορτηγά.",
    "ko": "다리가 다시 열렸지만 화물차는 아직 건널 수 없다.",
    "he": "הגשר נפתח שוב, אבל לא למשאיות.",
    "fa": "پل دوباره باز شد اما کامیون ها هنوز باید از این راه به شهر بروند.",
}


@pytest.mark.parametrize("one", story.stories(), ids=lambda one: one.slug)
def test_stories_of_the_outlet(one):
    wanted = labels.labels(one)
    assert guess("\n\n".join(wanted.kept)) == one.language
    for line in wanted.kept:
        assert guess(line) in {one.language, None}, line


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language):
    assert guess(OTHERS[language]) == language


@pytest.mark.parametrize(
    "text", ["", "12:30", "Kilometre 6", "iPhone 15, 128 GB, a b c d", "🙂" * 50]
)
def test_too_little_to_tell(text):
    assert guess(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert guess(text) is None or len(guess(text)) == 2


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("<html lang=eng>", "en"),
        ("<html lang=und><body lang=en_GB>", "en"),
        ("<html lang=iw>", "he"),
        ("<html lang=jp>", "ja"),
        ("<html lang=nb-NO>", "nb"),
        ("<meta http-equiv=content-language content='de, en'>", "de"),
    ],
)
def test_codes_of_languages(told: str, language: str):
    assert clean(f"{told}<p>A few words.").language == language


def test_a_text_in_another_script_is_in_another_language():
    russian = "Совет порта решил, что паром будет ходить каждый час, и никто не был против. " * 5
    found = clean(f"<html lang=en><body><p>{russian}")
    assert (found.language, found.provenance["language"]) == ("ru", "text")
    assert clean(f"<html lang=sr><body><p>{russian}").language == "sr"


def test_what_the_page_says_comes_first():
    text = "<p>" + "The harbour is closed and the ferries stay where they are for the night. " * 5
    assert clean(f"<html lang=fr><body>{text}").language == "fr"
    found = clean(f"<html><body>{text}")
    assert (found.language, found.provenance["language"]) == ("en", "text")
    assert (
        clean_text("Die Brücke ist wieder offen, aber nicht für alle und nicht am Tag.").language
        == "de"
    )
