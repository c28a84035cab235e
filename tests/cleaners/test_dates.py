"""Dates as pages write them, and on which of them a page was published and changed."""

import pytest

from cleaners.about.dates import iso
from cleaners.about.digest import digest
from cleaners.about.metadata import metadata
from cleaners.reading.parsing import parse


def read(body: str):
    return metadata(digest(parse(f"<html><head></head><body>{body}".encode())), None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00+00:00"),
        ("2026-03-01T08:30:00.123+0200", "2026-03-01T08:30:00+02:00"),
        ("2026-03-01 08:30", "2026-03-01T08:30:00"),
        ("2026-03-01", "2026-03-01"),
        ("20260301T083000Z", "2026-03-01T08:30:00+00:00"),
        ("Sun, 01 Mar 2026 08:30:00 +0100", "2026-03-01T08:30:00+01:00"),
        # the clock of twelve hours, zones by name, offsets that no place has
        ("March 1, 2026 8:30 PM", "2026-03-01T20:30:00"),
        ("2026-03-01 08:30:05 p.m.", "2026-03-01T20:30:05"),
        ("2026-03-01 12:15 AM", "2026-03-01T00:15:00"),
        ("2026-03-01 20:30 pm", "2026-03-01T20:30:00"),
        ("March 1, 2026 12:30 PM EST", "2026-03-01T12:30:00-05:00"),
        ("2026-03-01T08:30:00CET", "2026-03-01T08:30:00+01:00"),
        ("2026-03-01 08:30 JST", "2026-03-01T08:30:00+09:00"),
        ("Sun Mar 01 20:30:00 CET 2026", "2026-03-01T20:30:00"),
        ("2026-03-01T08:30:00+25:00", "2026-03-01T08:30:00"),
        ("2026-03-01T08:30:00-0399", "2026-03-01T08:30:00"),
        ("1772353800", "2026-03-01T08:30:00+00:00"),
        ("March 1, 2026", "2026-03-01"),
        ("1 mars 2026", "2026-03-01"),
        ("1. März 2026", "2026-03-01"),
        ("4. Jänner 2026", "2026-01-04"),
        ("Wednesday, 4th of March 2026", "2026-03-04"),
        ("5. července 2026", "2026-07-05"),
        ("3 listopada 2026", "2026-11-03"),
        ("2026. március 4.", "2026-03-04"),
        ("4 Μαρτίου 2026", "2026-03-04"),
        ("4 iulie 2026", "2026-07-04"),
        ("4. desember 2026", "2026-12-04"),
        ("01.03.2026", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("3. marraskuuta 2026", "2026-11-03"),
        ("3. toukokuuta 2026", "2026-05-03"),
        ("3. listopada 2026.", "2026-10-03"),  # Croatian; Polish without the dot is November
        ("3. srpnja 2026.", "2026-07-03"),
        ("3. lipnja 2026.", "2026-06-03"),
        ("3. srpna 2026", "2026-08-03"),
        ("2026 m. gegužės 3 d.", "2026-05-03"),
        ("2026. gada 3. februāris", "2026-02-03"),
        ("3 ліпеня 2026", "2026-07-03"),
        ("3 юли 2026", "2026-07-03"),
        ("3 בפברואר 2026", "2026-02-03"),
        ("3 फ़रवरी 2026", "2026-02-03"),
        ("٣ فبراير ٢٠٢٦", "2026-02-03"),
        ("3 كانون الثاني 2026", "2026-01-03"),
        ("3 شباط 2026", "2026-02-03"),
        ("ngày 3 tháng 2 năm 2026", "2026-02-03"),
        ("03-Feb-2026", "2026-02-03"),
        ("23-02-2026", "2026-02-23"),
        ("Tue, 02/03/2026 - 08:00", "2026-02-03"),  # the second of March is a Monday
        ("Tue Feb 03 2026 08:00:00 GMT+0100 (CET)", "2026-02-03T08:00:00+01:00"),
        # two readings, no date, other calendars
        ("02/03/2026", None),
        ("02-03-2026", None),
        ("Wed, 02/03/2026", None),
        ("1970-01-01T00:00:00Z", None),
        ("۱۴ بهمن ۱۴۰۴", None),
        ("1404/11/14", None),
        ("3 กุมภาพันธ์ 2569", None),
        ("3 Feb 2569", None),
        ("民國115年2月3日", None),
        ("12 vases 2019", None),
        ("2026-02-30", None),
        ("yesterday", None),
        (None, None),
        ({"@value": 1}, None),
    ],
)
def test_iso(text: object, date: str | None):
    assert iso(text) == date


@pytest.mark.parametrize(
    ("body", "published", "modified"),
    [
        (
            "<p>Updated <time datetime=2026-03-04></time></p><time datetime=2026-03-01></time>",
            "2026-03-01",
            "2026-03-04",
        ),
        (
            "<time datetime=2026-03-01></time><time class=updated datetime=2026-03-04></time>",
            "2026-03-01",
            "2026-03-04",
        ),
        ("<p>Updated: 4 March 2026 | Published: 1 March 2026</p>", "2026-03-01", "2026-03-04"),
        ("<p>Publié le 1er mars 2026 - Mis à jour le 4 mars 2026</p>", "2026-03-01", "2026-03-04"),
        ("<p>Erstellt: 1.3.2026, 8 Uhr, Stand: 4.3.2026</p>", "2026-03-01", "2026-03-04"),
        ("<aside>Updated <time datetime=2026-03-04></time></aside>", "2026-03-04", None),
        (
            "<b property='dc:date dc:created' content='2026-03-01T08:00:00+01:00'>today</b>",
            "2026-03-01T08:00:00+01:00",
            None,
        ),
        ("<abbr class=published title=2026-03-01T08:00>8 AM</abbr>", "2026-03-01T08:00:00", None),
        ("<relative-time datetime=2026-03-01>3 days ago</relative-time>", "2026-03-01", None),
        (
            "<nav><b itemprop=dateCreated>1.1.2026</b></nav><b itemprop=dateCreated>1.3.2026</b>",
            "2026-03-01",
            None,
        ),
        ("<p class=current-date>Friday, 6 March 2026</p>", None, None),
        ("<meta name=unavailable_after content=2027-03-01>", None, None),
        ("<meta name=event_date content=2027-03-01>", None, None),
    ],
)
def test_the_first_day_and_that_of_the_change(
    body: str, published: str | None, modified: str | None
):
    known = read(f"<h1>The ferry strike ends</h1>{body}<p>Text.</p>")
    assert (known.published, known.modified) == (published, modified)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<time datetime='2026-03-01T08:30'>1 March</time>", "2026-03-01T08:30:00"),
        (  # a change is not the publication
            "<p>Updated <time datetime='2026-03-04'></p><time datetime='2026-03-01'>",
            "2026-03-01",
        ),
        ("<p class='info'>23/1/2026 07:15</p>", "2026-01-23"),
        ("<p>Stand: 26.05.2026 09:40 Uhr</p>", "2026-05-26"),  # nothing better
        ("<p>Stand: 26.05.2026 09:40 Uhr</p><p>24.05.2026</p>", "2026-05-24"),
        ("<div><div>Dec 18, 2026</div></div>", "2026-12-18"),
        ("<p>3/4/2026</p>", None),  # March or April
        ("<footer><p>© 1 March 2026</p></footer>", None),
        ("<div class='related'><p>1 March 2026</p></div>", None),
    ],
)
def test_when_it_was_published_as_the_page_shows_it(body: str, day: str | None):
    assert read(f"<h1>The ferry strike ends</h1>{body}<p>Text.</p>").published == day
