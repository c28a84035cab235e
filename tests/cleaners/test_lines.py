"""What one line of a page says."""

import pytest

from cleaners import Article, Block
from cleaners.outline import all_kept
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse


def only_line(inner: str) -> str:
    body = parse(f"<body><p>{inner}</p>".encode()).body
    assert body is not None
    (line,) = lines(body)[0]
    return line.text


def blocks(inner: str) -> tuple[Block, ...]:
    body = parse(f"<body>{inner}".encode()).body
    assert body is not None
    found, _frames = lines(body)
    return all_kept(Article(), found, [None] * len(found), "").blocks


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<b>Mirren Oakes</b><span>Mar 39</span>", "Mirren Oakes Mar 39"),
        ("<span>Harbour chair</span><span>$4,345</span>", "Harbour chair $4,345"),
        ("<a href=/x>A lamp for two</a><span>Browse all</span>", "A lamp for two Browse all"),
        ("<i><b>EUR 28.39</b></i><span>EUR 29.00</span>", "EUR 28.39 EUR 29.00"),
    ],
)
def test_neighboring_elements_hold_words_of_their_own(inner, text):
    assert only_line(inner) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<b>T</b>he pier", "The pier"),
        ("<span>i</span><span>Boat</span>", "iBoat"),
        ("<span>P</span><span>I</span><span>E</span><span>R</span>", "PIER"),
        ("CO<sub>2</sub> and <i>area</i><sup>2</sup>", "CO2 and area²"),
        ("Harbour<em>Line</em> and <b>Mac</b>Donald", "HarbourLine and MacDonald"),
        ("<b>un</b><i>sinkable</i>", "unsinkable"),
        ("<b>第</b><i>3</i><b>号</b>", "第3号"),
    ],
)
def test_parts_of_a_word_stay_together(inner, text):
    assert only_line(inner) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("in 1871<sup><a href='#n1'>1</a></sup>.", "in 1871[1]."),
        ("was built.<a href='#n12'><sup>12</sup></a> Then", "was built.[12] Then"),
        ("the pier<sup class=footnote>a</sup>", "the pier[a]"),
        ("<sup class=reference><a href='#c'><b>[</b>1<b>]</b></a></sup> is", "[1] is"),
        ("he said.”<sup>4</sup> Then, a quay.<sup>5</sup>", "he said.”[4] Then, a quay.[5]"),
        ("the tides<sup>1,2</sup> and winds<sup>3–5</sup>", "the tides[1,2] and winds[3–5]"),
        ("in 1871<sup>1</sup> and 9.<sup>99</sup>", "in 1871¹ and 9.⁹⁹"),
        ("<sup>1</sup> From the logbook.", "¹ From the logbook."),
        ("<b>^</b> <sup><a href='#r'>a</a></sup> Log", "^ a Log"),
        ("A ferry line<sup>*</sup> of Quay<sup>®</sup>", "A ferry line* of Quay®"),
    ],
)  # fmt: skip
def test_the_mark_of_a_note_is_no_part_of_a_word(inner, text):
    assert only_line(inner) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("10<sup>6</sup> m<sup>2</sup>, 10<sup>-6</sup>, x<sup>n+1</sup>", "10⁶ m², 10⁻⁶, xⁿ⁺¹"),
        ("the 1<sup>er</sup>, the 21<sup>st</sup>, M<sup>me</sup>", "the 1er, the 21st, Mme"),
        ("SO<sub>4</sub><sup>2-</sup>, <sup>14</sup>C, H<sub>2</sub>O", "SO4²⁻, ¹⁴C, H2O"),
        ("2<sup>1</sup>/<sub>2</sub> cups, <sup>1</sup>/<sub>2</sub> cup", "2 1/2 cups, 1/2 cup"),
        ("at 19<sup>30</sup> for 12<sup>95</sup>", "at 19³⁰ for 12⁹⁵"),
        ("at $549<sup>00</sup>, £1299<sup>50</sup>, $5<sup>2</sup>", "at $549.00, £1299.50, $5²"),
        ("a<sup></sup>b <sup>and longer than one</sup>", "ab and longer than one"),
    ],
)  # fmt: skip
def test_exponents_are_no_digits_of_a_number(inner, text):
    assert only_line(inner) == text


def test_code_stays_as_it_is():
    body = parse(b"<body><pre><i>read</i><b>Line</b></pre>").body
    assert body is not None
    assert [line.text for line in lines(body)[0]] == ["readLine"]


@pytest.mark.parametrize(
    ("inner", "rows"),
    [
        (
            "<th><th>First<th>Last<tr><th>Sunday<td>07:00<td>",
            ["| First | Last", "Sunday | 07:00 |"],
        ),
        ("<td>Saturday<td><td>01:20", ["Saturday | | 01:20"]),
        ("<td>or<td>|<td>either", ["or | | | either"]),
        ("<td>not<td>|", ["not | |"]),
        ("<td> <td><tr><td>a<td>b", ["a | b"]),
        ("<th colspan=2>Fares<th>Boat<tr><td>1<td>2<td>Elin", ["Fares | | Boat", "1 | 2 | Elin"]),
        ("<th>Tide<th colspan=3>Hours", ["Tide | Hours"]),
        (
            "<th rowspan=2>May<td>1<td>a<tr><td>2<td>b<tr><td>3<td>c",
            ["May | 1 | a", "| 2 | b", "3 | c"],
        ),
        ("<td colspan=99999>all<td>b<tr><td rowspan=-1>c<td rowspan=x>d", ["all | b", "c | d"]),
    ],
)
def test_cells_stay_in_their_columns(inner: str, rows: list[str]):
    assert [block.text for block in blocks(f"<table><tr>{inner}</table>")] == rows


def test_no_cell_reaches_out_of_its_part_of_a_table():
    head = "<thead><tr><th rowspan=3>a<th>b</thead>"
    found = blocks(f"<table>{head}<tr><td>c<td>d</table><table><tr><td>e<td>f</table>")
    assert [(one.text, one.apart) for one in found] == [
        ("a | b", False),
        ("c | d", False),
        ("e | f", True),
    ]


def test_no_cell_reaches_into_a_table_that_is_written_alike():
    table = "<table><tr><th rowspan=3>a<td>b<tr><td>c<td>d</table>"
    assert [one.text for one in blocks(table + table)] == ["a | b", "| c | d"] * 2


def test_tables_and_quotes_that_follow_each_other_are_told_apart():
    table = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    found = blocks(f"{table}{table}<blockquote><p>e<p>f</blockquote><blockquote>g</blockquote>")
    assert [one.text for one in found if one.apart] == ["a | b", "g"]


NUMBERED = "<table><tr><td><pre>{}</pre></td><td><pre>import os\nprint(os.sep)</pre></td></table>"


@pytest.mark.parametrize("numbers", ["1\n2", " 9\n10\n", "<i>1</i><br><i>2</i>", "1"])
def test_code_in_a_table_is_code_and_has_no_numbers(numbers: str):
    found = [(one.text, one.kind) for one in blocks(NUMBERED.format(numbers))]
    assert found == [("import os\nprint(os.sep)", "code")]


@pytest.mark.parametrize("code", ["1\n3", "x", "-1\n0", "1.5"])
def test_other_code_beside_code_stays(code: str):
    assert [one.text for one in blocks(NUMBERED.format(code))] == [code, "import os\nprint(os.sep)"]


def test_numbers_by_themselves_are_code():
    assert [one.text for one in blocks("<pre>1\n2</pre>")] == ["1\n2"]
    assert [one.text for one in blocks("<table><tr><td>a<td><pre>1\n2</pre></table>")] == [
        "a",
        "1\n2",
    ]


@pytest.mark.parametrize(
    ("inner", "numbers"),
    [
        ("<ol><li>a<li><li><img><li>b</ol>", [1, 4]),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", [5, 9, 10]),
        ("<ol reversed><li>a<li>b<li>c</ol>", [3, 2, 1]),
        ("<ol start=x><li value>a<li>b</ol>", [1, 2]),
        ("<ol start=-1><li>a<li>b</ol>", [-1, 0]),
        ("<ol start=99999999999><li>a</ol>", [1]),
        ("<ol><li>a<ul><li>b</ul><ol><li>c</ol><li>d</ol>", [1, None, 1, 2]),
        ("<ol><li><p>a<p>b<li>c</ol>", [1, None, 2]),
        ("<ul><li>a</ul><li>b</li>", [None, None]),
    ],
)
def test_items_of_ordered_lists_have_the_numbers_that_browsers_show(
    inner: str, numbers: list[int | None]
):
    assert [block.number for block in blocks(inner)] == numbers


@pytest.mark.parametrize(
    ("inner", "levels", "apart"),
    [
        ("<ul><li>a</ul><ul><li>b<li>c</ul>", [1, 1, 1], "b"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul><ol><li>d</ol>", [1, 2, 1, 1], "d"),
        ("<ul><li><ul><li><ul><li>a<li>b</ul></ul></ul>", [3, 3], ""),
        ("<ul><li>a<ul><li>b</ul><ul><li>c</ul></ul>", [1, 2, 2], "c"),
        ("<dl><dt>a<dd>b<ul><li>c</ul><dt>d<dd>e</dl>", [1, 2, 3, 1, 2], ""),
        ("<ul><li>a<pre>b</pre><blockquote>c</blockquote><li>d</ul>", [1, 1, 1, 1], ""),
        ("<ul><li>a</ul><p>b<ul><li>c</ul>", [1, 0, 1], ""),
        ("<ul><li>a<ul><li>b</ul></ul><ul><li><ul><li>c</ul></ul>", [1, 2, 2], "c"),
    ],
)
def test_lists_keep_their_depth_and_are_told_apart(inner: str, levels: list[int], apart: str):
    found = blocks(inner)
    assert [block.level for block in found] == levels
    assert "".join(block.text for block in found if block.apart) == apart


def test_what_follows_in_an_item_is_no_item_of_its_own():
    found = blocks("<ul><li><p>a<p>b<ul><li>c</ul>d<li>e</ul>")
    assert [block.text for block in found if block.more] == ["b", "d"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("He said <q>Come in</q>, and left.", "He said “Come in”, and left."),
        ("<q>She said <q>no</q></q>", "“She said ‘no’”"),
        ("<b><q>Open</q></b>", "“Open”"),
        ("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>へ", "東京へ"),
        ("<ruby><rb>東</rb><rb>京</rb><rtc><rt>とう</rt><rt>きょう</rt></rtc></ruby>へ", "東京へ"),
    ],
)
def test_quotations_have_their_signs_and_readings_are_left_out(inner: str, text: str):
    assert only_line(inner) == text


def test_a_quotation_of_paragraphs_has_no_sign_on_a_line_of_its_own():
    assert [one.text for one in blocks("<q><p>One.<p>Two.</q>")] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("inner", "syntax"),
    [
        ("<pre class=language-python>a</pre>", "python"),
        ("<pre><code class='hljs language-C++'>a</code></pre>", "c++"),
        ("<div class='highlight-source-rust'><pre>a</pre></div>", "rust"),
        ("<div class='language-ruby highlighter-rouge'><div><pre>a</pre></div></div>", "ruby"),
        ("<pre class='brush: js'>a</pre>", "js"),
        ("<pre class='lang:php decode:true'>a</pre>", "php"),
        ("<pre class=language-plaintext>a</pre>", None),
        ("<pre class='highlight no-language-x'>a</pre>", None),
        ("<pre class='language-`'>a</pre>", None),
    ],
)
def test_code_says_its_language(inner: str, syntax: str | None):
    assert [(one.text, one.syntax) for one in blocks(inner)] == [("a", syntax)]
