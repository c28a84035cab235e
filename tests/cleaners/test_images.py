# ruff: noqa: E501 - markup
"""Pictures with their captions and credits, however a page marks them."""

import pytest

from cleaners.about.digest import digest
from cleaners.about.images import images
from cleaners.article import Image
from cleaners.reading.parsing import parse

CAPTION = "The quay at dawn."


def found(page: str) -> tuple[Image, ...]:
    return images(digest(parse(page.encode())), "https://quay.example/")


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src=/q.jpg><figcaption>The quay at dawn. Photo: Jon Berg</figcaption></figure>",
        "<figure><picture><source srcset='/s.jpg 1x, /q.jpg 2x'><img src='data:image/gif;base64,R0'></picture><figcaption>The quay at dawn. <span class=credit>Photo: Jon Berg</span></figcaption></figure>",
        "<div class='wp-caption alignleft'><a href=/big><img data-lazy-src=/q.jpg src=/blank.gif></a><p class=wp-caption-text>The quay at dawn. Photo: Jon Berg</p></div>",
        "<div class=gallery-item><div><img src=/q.jpg></div><div class=gallery-caption>The quay at dawn. <em class=photographer>Photo: Jon Berg</em></div></div>",
        "<div class=image><amp-img src=/q.jpg></amp-img><span class=image__caption>The quay at dawn. Photo: Jon Berg</span></div>",
        "<figure><amp-img src=/q.jpg></amp-img><figcaption>The quay at dawn. Photo: Jon Berg</figcaption></figure>",
    ],
)
def test_a_picture_with_caption_and_credit(markup: str):
    [image] = found(f"<body>{markup}<p>Text.</p>")
    assert (image.url, image.caption, image.credit) == (
        "https://quay.example/q.jpg", CAPTION, "Photo: Jon Berg",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "caption", "credit"),
    [
        ("<figcaption>The quay at dawn.<small>Jon Berg/Wire</small></figcaption>", CAPTION, "Jon Berg/Wire"),
        ("<figcaption><p>The quay at dawn.</p><p class=credit>Jon Berg</p></figcaption>", CAPTION, "Jon Berg"),
        ("<figcaption><b class=credit>Jon Berg</b> The quay at dawn.</figcaption>", CAPTION, "Jon Berg"),
        ("<p class=credit>Jon Berg</p><figcaption>The quay at dawn.</figcaption>", CAPTION, "Jon Berg"),
        ("<figcaption>The quay at dawn. <i itemprop=copyrightHolder>Jon Berg</i></figcaption>", CAPTION, "Jon Berg"),
        ("<div class=fig__credit-caption><i class=fig__caption>The quay at dawn.</i> <b class=fig__copyright>Jon Berg</b></div>", CAPTION, "Jon Berg"),
        ("<p class=fig-caption>The quay at dawn.</p><p class=fig-caption__credit>Jon Berg</p>", CAPTION, "Jon Berg"),
        ("<figcaption>The quay at dawn. <b class=credit>Credit...</b> <b class=credit>Credit...Jon Berg</b></figcaption>", CAPTION, "Jon Berg"),
        ("<figcaption>The quay at dawn. - <b class=copyright>Copyright</b> <b class=credit>Jon Berg</b></figcaption>", CAPTION, "Jon Berg"),
        ("<p itemprop=caption>The quay at dawn.</p><p itemprop=creditText>Jon Berg</p>", CAPTION, "Jon Berg"),
        ("<figcaption>The quay at dawn. Crédit photo : Jon Berg</figcaption>", CAPTION, "Crédit photo : Jon Berg"),
        ("<figcaption>The quay at dawn. REUTERS/Jon Berg</figcaption>", CAPTION, "REUTERS/Jon Berg"),
        ("<figcaption>黎明时分的码头。图：王小明</figcaption>", "黎明时分的码头。", "图：王小明"),
        ("<figcaption>The quay at dawn.<button>Close</button></figcaption>", CAPTION, ""),
        ("<figcaption>The quay of AP/Quay Shipping was rebuilt.</figcaption>", "The quay of AP/Quay Shipping was rebuilt.", ""),
    ],
)  # fmt: skip
def test_caption_and_credit_apart(inside: str, caption: str, credit: str):
    [image] = found(f"<body><figure><img src=/q.jpg>{inside}</figure><p>Text.")
    assert (image.caption, image.credit) == (caption, credit)


@pytest.mark.parametrize(
    "attributes",
    [
        "srcset='/s.jpg 320w, /q.jpg 1200w'",
        "srcset='/q.jpg 1200w, /s.jpg 320w'",
        "srcset='/s.jpg, /q.jpg 2x'",
        "src=/q.jpg data-src='{{ url }}'",
        "srcset='/s.jpg 1.2.3x, /q.jpg 2x'",
        "srcset='/s.jpg 1x,/q.jpg 2x'",
        "src=/blank.gif data-lazy-srcset='/s.jpg 320w, /q.jpg 1200w'",
        "src='data:image/gif;base64,R0' data-hi-res-src=/q.jpg data-link=/big.html",
    ],
)
def test_the_largest_picture_of_a_set(attributes: str):
    [image] = found(f"<body><figure><img {attributes}></figure><p>Text.")
    assert image.url == "https://quay.example/q.jpg"


def test_an_address_in_a_set_may_hold_commas():
    page = "<figure><img srcset='/w_320,h_2/q.jpg 320w, /w_640,h_4/q.jpg 640w'></figure>"
    [image] = found(f"<body>{page}<p>Text.")
    assert image.url == "https://quay.example/w_640,h_4/q.jpg"


def test_a_picture_without_a_caption_box_is_left_to_the_page():
    assert found("<body><div class=logo><img src=/logo.png></div><p>Text.</p>") == ()


def test_pictures_stand_in_page_order():
    page = "<figure><img src=/1.jpg></figure><div class=wp-caption><img src=/2.jpg><p class=wp-caption-text>Two</p></div><figure><img src=/3.jpg></figure>"
    assert [image.url[-5:] for image in found(f"<body>{page}")] == ["1.jpg", "2.jpg", "3.jpg"]
