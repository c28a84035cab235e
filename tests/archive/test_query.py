"""The query parser: what each form means, and that no text at all makes SQLite complain."""

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.query import Query, parse
from archive.search.spacing import apart, closed, spaced

TEXTS = {
    1: ("Harbour wall falls", "Ada Moreno", "The harbor wall fell on Monday. Nobody was hurt."),
    2: ("Council meets", "Ben Ito", "The council will rebuild the harbour wall in March."),
    3: ("市议会重建港口", "李明", "市议会决定在三月重建港口的墙。使用 iPhone手机 拍摄。"),
    4: ("Le café ferme", "Zoë Brûlé", "Un café fermé; l’été sera long."),
    5: ("부산 항구", "김", "시의회는 항구에서 벽을 다시 세우기로 했다."),
    6: ("ท่าเรือ", "สม", "สภาเมืองตัดสินใจสร้างกำแพงท่าเรือใหม่"),
    7: ("Η γέφυρα", "Νίκος", "Η παλιά γέφυρα του λιμανιού ανοίγει ξανά."),
    8: ("ΓΕΦΥΡΑ", "ΝΙΚΟΣ", "ΑΝΟΙΓΕΙ ΞΑΝΑ Η ΓΕΦΥΡΑ"),
    9: ("الميناء", "سلمى", "أُعِيدَ فَتْحُ المِينَاءِ في الصباح، وقال أحمد إن الميناء مفتوح."),
    10: ("Ёлка", "Пётр", "Ёлку привезли в порт, и мой дед её увидел."),
    11: ("הנמל", "דוד", "הַנָּמָל נִפְתַּח"),
}


@pytest.fixture(scope="module")
def fts():
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute(
        "create virtual table f using fts5("
        "title, byline, text, cjk, tokenize='unicode61 remove_diacritics 2')"
    )
    for rowid, row in TEXTS.items():
        values = (rowid, *row, spaced(*row))
        db.execute("insert into f(rowid, title, byline, text, cjk) values (?, ?, ?, ?, ?)", values)
    yield db
    db.close()


def found(fts, text):
    query = parse(text)
    hits = range(1, len(TEXTS) + 1)
    if query.match:
        hits = [row for (row,) in fts.execute("select rowid from f where f match ?", [query.match])]
    if query.without:
        out = fts.execute("select rowid from f where f match ?", [query.without]).fetchall()
        hits = [row for row in hits if (row,) not in out]
    title = {row: TEXTS[row][0] for row in hits}
    return [
        row
        for row in sorted(hits)
        if query
        and all(part in title[row] for part in query.titles)
        and not any(part in title[row] for part in query.not_titles)
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("harbour", [1, 2]),
        ("harbour wall", [1, 2]),
        ('"harbour wall"', [1, 2]),
        ('"wall harbour"', []),
        ("“harbour wall” -monday", [2]),
        ("wall -monday", [2]),
        ("wall NOT monday", [2]),
        ('wall -"the council"', [1]),
        ("-wall", [3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ("harb*", [1, 2]),
        ("harbo*", [1, 2]),
        ("harbor", [1]),
        ("title:harbour", [1]),
        ("Title: harbour", [1]),
        ('title:"harbour wall"', [1]),
        ("title:harb*", [1]),
        ("-title:harbour wall", [2]),
        ("byline:ben", [2]),
        ("monday OR march", [1, 2]),
        ("(monday OR march) council", [2]),
        ("cafe ferme", [4]),
        ("l'été", [4]),
        ("wall: fell, on; Monday!", [1]),
        ("港口", [3]),
        ("港", [3]),
        ("三月重建", [3]),
        ('"三月" 墙', [3]),
        ("重建市", []),
        ("iphone 手机", [3]),
        ("iPhone手机", [3]),
        ("港口*", [3]),
        ("港口 -手机", []),
        ("title:港口", [3]),
        ("title:三月", []),
        ("-title:港口 -wall -café", [5, 6, 7, 8, 9, 10, 11]),
        ("항구", [5]),
        ("กำแพง", [6]),
        ("γεφυρα", [7, 8]),
        ("Γέφυρα", [7, 8]),
        ("ΠΑΛΙΑ", [7]),
        ('"ανοίγει ξανά"', [7, 8]),
        ("γέφ*", [7, 8]),
        ("γεφυρα -παλιά", [8]),
        ("παλια OR επανω", [7]),
        ("فتح الميناء", [9]),
        ("فَتْحُ", [9]),
        ("احمد", [9]),
        ("أحمد", [9]),
        ("الميـــناء", [9]),
        ("елку", [10]),
        ("ёлку", [10]),
        ("мои", []),
        ("הנמל נפתח", [11]),
        ("הַנָּמָל", [11]),
        ("ـ", []),
        ("", []),
        ("  ", []),
        ('"', []),
        ('""', []),
        ("*", []),
        ("-", []),
        ("&", []),
        ("wall & monday", [1]),
        ("OR wall OR", [1, 2]),
        ("AND NEAR(wall monday)", []),
        ('wall "', [1, 2]),
        ("wall\x00monday", [1]),
    ],
)
def test_what_a_query_finds(fts, text, rows):
    assert found(fts, text) == rows


def test_site_is_no_text():
    assert parse("site:www.Gazette.example/politics wall") == Query(
        '"wall"', sites=("gazette.example",)
    )
    assert parse("-site:https://x.example:8080/a") == Query(not_sites=("x.example",))
    assert not parse("site:[::1")


@given(st.text(st.characters(codec=None), max_size=60))
@example('title:"')
@example("-\ud800")
@example('"a"*"b')
@example("a OR OR -b NOT")
@example('site:"[')
@example("ــ OR ό* -ё")
def test_no_text_is_an_error(fts, text):
    query = parse(text)
    for expression in filter(None, [query.match, query.without]):
        fts.execute("select rowid from f where f match ?", [expression]).fetchall()


@given(
    st.lists(
        st.sampled_from(['"', "-", "*", "title:", "OR ", "NOT ", " ", "(", "a", "港", ":", "^"])
    )
)
def test_no_mix_of_operators_is_an_error(fts, parts):
    query = parse("".join(parts))
    for expression in filter(None, [query.match, query.without]):
        fts.execute("select rowid from f where f match ?", [expression]).fetchall()


def test_a_long_query_is_an_answer(fts):
    assert found(fts, "wall " * 5000 + "monday") == [1]


@given(st.text())
def test_spacing_can_be_undone(text):
    assert closed(apart(text)) == closed(text)


def test_only_lines_of_unspaced_scripts_are_spaced():
    assert spaced("Plain", None, "one\n港口 wall\ntwo") == "港\u200b口 wall"
