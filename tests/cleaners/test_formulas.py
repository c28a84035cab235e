"""Formulas: each is read, and once, whatever shows it."""

import pytest

from cleaners import clean
from cleaners.reading.lines import lines
from cleaners.reading.parsing import parse

TEX = '<annotation encoding="application/x-tex">E=mc^2</annotation>'
SIGNS = "<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"

WIKI = rf"""<span class="mwe-math-element"><span class="mwe-math-a11y" style="display:none">
<math alttext="{{\displaystyle E=mc^{{2}}}}">{SIGNS}</math></span><img alt=E></span>"""
KATEX = f"""<span class=katex><span class=katex-mathml><math><semantics>{SIGNS}{TEX}</semantics>
</math></span><span class=katex-html aria-hidden=true>E=<span>mc2</span></span></span>"""
MATHJAX_2 = f"""<span class=MathJax_Preview>E</span><span class=MathJax><nobr aria-hidden=true>E=mc2
</nobr><span class=MJX_Assistive_MathML><math>{SIGNS}</math></span></span>
<script type='math/tex'>E=mc^2</script>""".replace("\n", "")
MATHJAX_3 = f"""<mjx-container class=MathJax><mjx-math aria-hidden=true>E=mc2</mjx-math>
<mjx-assistive-mml><math>{SIGNS}</math></mjx-assistive-mml></mjx-container>"""
SUM, ROOT = "<mi>a</mi><mo>+</mo><mi>b</mi>", "<msqrt><mi>c</mi></msqrt>"
LIMITS = """<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>
<msub><mi>a</mi><mi>i</mi></msub>"""


def read(inner: str) -> list[str]:
    tree = parse(f"<body><p>where {inner} holds".encode())
    assert tree.body is not None
    return [line.text for line in lines(tree.body)[0]]


CASES = {
    "signs": (f"<math>{SIGNS}</math>", "E = mc^2"),
    "words": (f"<math alttext='E equals m c squared'>{SIGNS}</math>", "E equals m c squared"),
    "source": (f"<math><semantics><mrow>{SIGNS}</mrow>{TEX}</semantics></math>", "E=mc^2"),
    "wiki": (WIKI, "E=mc^{2}"),
    "katex": (KATEX, "E=mc^2"),
    "mathjax 2": (MATHJAX_2, "E=mc^2"),
    "mathjax 2 unshown": ("<script type='math/tex; mode=display'>E=mc^2</script>", "E=mc^2"),
    "mathjax 3": (MATHJAX_3, "E = mc^2"),
    "fraction": (f"<math><mfrac><mrow>{SUM}</mrow>{ROOT}</mfrac></math>", "(a + b)/(√c)"),
    "limits": (f"<math>{LIMITS}</math>", "∑_i^n a_i"),
    "beside words": (f"<i>then</i><math>{SIGNS}</math>that", "then E = mc^2 that"),
    "blanks": ("<math><msup> <mi>c</mi> <mn>2</mn> </msup></math>", "c^2"),
    "list": ("<math><mn>4</mn><mi>x</mi><mo>,</mo><mi>y</mi></math>", "4x, y"),
}


@pytest.mark.parametrize(("inner", "text"), CASES.values(), ids=CASES)
def test_a_formula_is_read_once(inner, text):
    assert read(inner) == [f"where {text} holds"]


def test_an_empty_formula_leaves_nothing():
    assert read("<math></math>") == ["where holds"]


@pytest.mark.parametrize("fast", [False, True])
def test_formulas_of_a_page(fast):
    prose = "The tide at the west quay was taken every hour of the night, and the curve was drawn. "
    page = (
        f"<article><h1>Tides</h1><p>{prose}</p><p>{prose} It is <math>{SIGNS}</math>.</p><p>{prose}"
    )
    assert "It is E = mc^2." in clean(page, fast=fast).text


@pytest.mark.parametrize(
    "inner",
    [
        "<span class='mathjax_process'>The curve <math><mi>x</mi></math> was drawn.</span>",
        "<div class=mathjax><p>The curve was drawn.</div><script type='math/tex'>x</script>",
        "<nobr>The curve <math><mi>x</mi></math></nobr> was drawn.",
        "<nobr>The curve was drawn.</nobr><script type='math/tex'>x</script>",
    ],
)
def test_words_around_a_formula_stay(inner):
    said = " ".join(read(inner)).replace(" x ", " ")
    assert "The curve was drawn." in " ".join(said.split())


def test_many_formulas_take_little_time():
    for page in (
        "<math>" * 4000 + "x",
        "<math>" + "<mrow>" * 4000 + "x",
        "<math>x</math>" * 20_000,
    ):
        tree = parse(page.encode())
        assert tree.body is not None
        lines(tree.body)
        assert tree.css_first("math") is None
