"""Title, byline and dates as pages tell them."""

import datetime as dt

import pytest

from cleaners import clean
from cleaners.about.byline import people
from cleaners.about.dates import in_url
from cleaners.about.digest import digest
from cleaners.about.headline import told_titles, unescaped
from cleaners.about.metadata import metadata
from cleaners.reading.parsing import parse


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["By Ada Lindqvist and Jon Berg"], "Ada Lindqvist, Jon Berg"),
        (["Von Erika Muster, dpa"], "Erika Muster"),
        (["The Quay Post"], None),
        (["Ada Lindqvist", "Ada Lindqvist"], "Ada Lindqvist"),
        (["Ada Lindqvist (transport reporter)"], "Ada Lindqvist"),
        (["https://quay.example/people/ada"], None),
        (["Par Odile Ferrand et Luc Petit"], "Odile Ferrand, Luc Petit"),
        (["Newsroom"], None),
        ([""], None),
        # letters that mean "and" in other languages, and prefixes that are names
        (["Thomas E. Lindqvist"], "Thomas E. Lindqvist"),
        (["I. F. Berg and Y. Li"], "I. F. Berg, Y. Li"),
        (["Inés Ortega y Molina"], "Inés Ortega y Molina"),
        (["Inés Ortega y Luis Molina"], "Inés Ortega, Luis Molina"),
        (["Ada Rossi e Luca Bianchi"], "Ada Rossi, Luca Bianchi"),
        (["Di Wang"], "Di Wang"),
        (["AP Lindqvist", "Sid Berg"], "AP Lindqvist, Sid Berg"),
        (["dpa", "AP"], None),
        (["村上 春樹"], "村上 春樹"),
        (["王小明 李华"], "王小明, 李华"),
        (["김철수 이영희"], "김철수, 이영희"),
    ],
)
def test_people(given: list[str], names: str | None):
    assert people(given, "The Quay Post") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ein Kommentar von Erika Muster", "Erika Muster"),
        ("Interview von Erika Muster", "Erika Muster"),
        ("A review by Ada Lindqvist", "Ada Lindqvist"),
        ("Guest post by Ada Lindqvist", "Ada Lindqvist"),
        ("Propos recueillis par Odile Ferrand", "Odile Ferrand"),
        ("Texto de Joana Silva", "Joana Silva"),
        ("A cura di Ada Rossi", "Ada Rossi"),
        ("Oprac. Anna Kowalska", "Anna Kowalska"),
        ("Haber: Ayşe Yılmaz", "Ayşe Yılmaz"),
        ("Teksti: Aino Virtanen", "Aino Virtanen"),
        ("Írta: Kovács Anna", "Kovács Anna"),
        ("بقلم: ليلى حداد", "ليلى حداد"),
        ("מאת: דנה לוי", "דנה לוי"),
        ("本报记者 王小明", "王小明"),
        ("记者：王小明 李华", "王小明, 李华"),
        ("文・山田太郎", "山田太郎"),
        ("取材・文／山田太郎", "山田太郎"),
        ("責任編輯：王小明", None),
        ("김민수 기자", "김민수"),
        ("[하버뉴스] 김민수 기자", "김민수"),
        ("By Ada Lindqvist @adalind", "Ada Lindqvist"),
        ("By Ada Lindqvist as told to Jon Berg", "Ada Lindqvist"),
        ("Text: Erika Muster, Fotos: Max Falke", "Erika Muster"),
        ("quaypost.example.com", None),
        ("quaypost.com", None),
        # no openings of a byline: names that begin so
        ("Haber Lindqvist", "Haber Lindqvist"),
        ("Story Berg", "Story Berg"),
        ("A. Cura", "A. Cura"),
    ],
)
def test_who_a_line_names(line: str, names: str | None):
    page = f"<h1>Ferry strike ends</h1><p class=byline>{line}</p><p>Text.</p>"
    assert read(page).byline == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("文/王小明", "王小明"),
        ("记者 王小明", "王小明"),
        ("By Ada van der Berg", "Ada van der Berg"),
        ("By Land and Sea", None),
        ("Von Kiel nach Oslo", None),
        ("By Tuesday evening Ada Berg had seen it", None),
        ("文化部", None),
    ],
)
def test_who_an_unmarked_line_names(line: str, names: str | None):
    assert read(f"<h1>Ferry strike ends</h1><p>{line}</p><p>Text.</p>").byline == names


def test_names_of_libraries_are_turned():
    head = "<meta name=citation_author content='Lindqvist, Ada'>"
    head += "<meta name=citation_author content='Berg, Jon T.'>"
    assert read("<h1>Strike</h1>", head).byline == "Ada Lindqvist, Jon T. Berg"
    head = "<meta name=DC.creator content='Ada Lindqvist, Jon Berg'>"
    assert read("<h1>Strike</h1>", head).byline == "Ada Lindqvist, Jon Berg"


def test_date_in_url():
    assert in_url("https://quay.example/2026/03/01/harbour") == "2026-03-01"
    assert in_url("https://quay.example/2026/99/01/harbour") is None


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Harbour reopens | The Quay Post", "Harbour reopens"),
        ("The Quay Post: Harbour", "The Quay Post: Harbour"),
        ("Quay Post - Harbour - reopens", "Harbour - reopens"),
        ("Ferry - an essay", "Ferry - an essay"),
    ],
)
def test_title_without_site(title: str, bare: str):
    page = digest(parse(f"<title>{title}</title>".encode()))
    told = told_titles(page, {}, "The Quay Post", "https://www.quaypost.example/story")
    assert told.title == bare


def read(body: str, head: str = "", url: str | None = None):
    return metadata(digest(parse(f"<html><head>{head}</head><body>{body}".encode())), url)


def test_the_shown_headline_wins_over_a_shorter_one_for_machines():
    head = (
        "<meta property='og:title' content='Ferry strike: what we know'><title>Ferry strike</title>"
    )
    known = read("<h1>The Quay Post</h1><h1>Ferry strike ends after nine days</h1>", head)
    assert (known.title, known.provenance["title"]) == ("Ferry strike ends after nine days", "h1")
    assert "Ferry strike: what we know" in known.titles


def test_a_heading_that_speaks_of_something_else_is_no_headline():
    head = "<meta property='og:title' content='Ferry strike: what we know'>"
    assert read("<h1>The Quay Post</h1><h1>Sport</h1>", head).title == "Ferry strike: what we know"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p class='byline'>By Ada Lindqvist and Jon Berg</p>", "Ada Lindqvist, Jon Berg"),
        ("<a rel='author' href='/x'>Ada Lindqvist</a>", "Ada Lindqvist"),
        ("<div><a href='/authors/ada-lindqvist'>Ada Lindqvist</a></div>", "Ada Lindqvist"),
        ("<p>Von <a href='/autor/12-erika'>Erika Muster</a></p>", "Erika Muster"),
        (
            "<p><a href='/author/a'>Ada Lindqvist</a>, <a href='/author/b'>Jon Berg</a></p>",
            "Ada Lindqvist, Jon Berg",
        ),
        (  # a whole byline says more than the one link in it
            "<p class='byline'>By <a href='/author/a'>Ada Lindqvist</a> and Jon Berg</p>",
            "Ada Lindqvist, Jon Berg",
        ),
        (
            "<div class='author-name'>Ada Lindqvist<svg><title>tick</title></svg></div>",
            "Ada Lindqvist",
        ),
        ("<div><p>By Ada Lindqvist on Dec. 19, 2026</p></div>", "Ada Lindqvist"),
        ("<div class='byline'>Ada Lindqvist | Photos: Jon Berg</div>", "Ada Lindqvist"),
        ("<aside class='related'><a href='/author/jon'>Jon Berg</a></aside>", None),
        ("<a href='https://x.com/users/quay' rel='me'>Follow us</a>", None),
        ("<p class='author-bio'>Ada Lindqvist writes about the sea.</p>", None),
        ("<a href='https://quay.example/users/sign_up'>Get started</a>", None),
        ("<div class='section-headers'><p class='byline'>Ada Lindqvist</p></div>", "Ada Lindqvist"),
    ],
)
def test_who_wrote_it_as_the_page_shows_it(body: str, names: str | None):
    assert read(f"<h1>Ferry strike ends</h1>{body}<p>Text.</p>").byline == names


def test_a_meta_tag_with_the_first_author_only_is_completed():
    head = "<meta name='author' content='Ada Lindqvist'>"
    both = "<p class='byline'>By Ada Lindqvist and Jon Berg</p>"
    assert read(f"<h1>Strike</h1>{both}", head).byline == "Ada Lindqvist, Jon Berg"
    assert read("<h1>Strike</h1><p>Text.</p>", head).byline == "Ada Lindqvist"


def test_a_meta_tag_with_a_name_that_nobody_reads_gives_way():
    head = "<meta name='author' content='Quaymedia'>"
    assert (
        read("<h1>Strike</h1><p class='byline'>Ada Lindqvist</p>", head).byline == "Ada Lindqvist"
    )


@pytest.mark.parametrize("house", ["Lind Media House", "LMH"])
def test_a_house_in_a_meta_tag_gives_way_to_a_person(house: str):
    head = f"<meta name='author' content='{house}'>"
    if " " in house:
        head += "<meta property='article:author' content='Ada Lindqvist'>"
    body = f"<h1>Strike</h1><p class='byline'>By Ada Lindqvist</p><footer>© {house}</footer>"
    assert read(body, head).byline == "Ada Lindqvist"


def test_all_authors_of_several_meta_tags():
    head = "".join(f"<meta name='author' content='{name}'>" for name in ("Ada Berg", "Jon Lind"))
    assert read("<h1>Strike</h1>", head).byline == "Ada Berg, Jon Lind"


def test_a_pen_name_in_json_ld_stands():
    head = """<script type="application/ld+json">{"@type": "DiscussionForumPosting",
      "headline": "Which rope?", "author": {"@type": "Person", "name": "gullwatcher77"}}</script>"""
    assert read("<h1>Which rope?</h1>", head).byline == "gullwatcher77"


def test_broken_json_ld_hurts_nobody():
    scripts = ["{", "[]", '{"@type": 5}', '{"@graph": [[[]]]}', "null", '{"author": {"@id": "#a"}}']
    page = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    assert (
        clean(f"<html><head>{page}<title>Still here</title></head><body><p>Text").title
        == "Still here"
    )


def test_author_by_reference():
    page = """<script type="application/ld+json">{"@graph": [
      {"@type": "Article", "headline": "Reeds", "author": {"@id": "#ada"}},
      {"@type": "Person", "@id": "#ada", "name": "Ada Lindqvist"}]}</script><p>Text of the page."""
    article = clean(f"<html><head></head><body>{page}")
    assert (article.title, article.byline) == ("Reeds", "Ada Lindqvist")


TEXT = "<p>The ferry crosses the bay every hour from now on, said the harbour office.</p>" * 3


def test_a_date_far_behind_the_capture_is_not_believed():
    """The ferry's new timetable begins in summer; the page itself is of March."""
    page = (
        "<html><head><meta name=date content=2026-07-01>"
        "<meta property='article:modified_time' content=2099-01-01></head><body>"
        f"<article><h1>Ferry every hour</h1><time datetime=2026-03-01T09:00Z></time>{TEXT}"
    )
    for fast in (False, True):
        seen = clean(page, captured=dt.date(2026, 3, 1), fast=fast)
        assert (seen.published, seen.modified) == ("2026-03-01T09:00:00+00:00", None)
        for day in (dt.date(2026, 6, 24), dt.date.max, None):  # in time, or nobody knows when
            seen = clean(page, captured=day, fast=fast)
            assert seen.published == "2026-07-01"
        assert seen.modified == "2099-01-01"
        assert seen.provenance["published"] == "meta"
    first = clean(page, captured=dt.date.min)
    assert (first.published, first.fallback) == (None, None)


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ("<em>Night</em> ferry <span class=x>back</span>", "Night ferry back"),
        ("Why <div> is not enough", "Why <div> is not enough"),
        ("Salt &amp; pepper", "Salt & pepper"),
    ],
)
def test_a_headline_in_json_has_no_type_set(given: str, headline: str):
    assert unescaped(given) == headline


def test_a_message_in_the_archive_of_a_mailing_list_tells_its_day():
    page = """<h1>[Looms] Warp tension</h1><b>Gerd Alder</b><br><i>Tue Mar 14 09:31:02 CET 2006</i>
    <pre>Put the warp sticks back in.</pre>"""
    assert clean(page).published == "2006-03-14"


def test_the_day_of_a_law_is_no_day_of_publication():
    page = "<h1>The moor of Kessel</h1><p>It is kept.</p><ol><li>{}</li></ol>"
    law = "Ordinance on the nature reserve of the Kessel moor, 3 May 1961."
    assert clean(page.format(law)).published is None
    assert clean(page.format("3 May 1961")).published == "1961-05-03"


def test_the_address_of_a_place_is_no_byline():
    page = "<h1>Lantern night on the quay</h1><p>Bring a light.</p><address class='{}'>{}</address>"
    assert clean(page.format("venue-address", "Quay Road, Port Orrin")).byline is None
    assert clean(page.format("entry-by", "By Mary Teller")).byline == "Mary Teller"


def test_a_label_in_front_of_the_headline_is_none_of_it():
    head = '<h1>Thread: <span class="t"><a href="#">Diff lock stuck in</a></span></h1>'
    page = f"<title>Diff lock stuck in</title>{head}<p>It hops.</p>"
    assert clean(page).title == "Diff lock stuck in"
