# ruff: noqa: E501 - markup
"""Pictures with their captions and credits, however a page marks them."""

import pytest

from cleaners.article import Image
from cleaners.digest import digest
from cleaners.images import images
from cleaners.parsing import parse

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


def test_a_picture_without_a_caption_box_is_left_to_the_page():
    assert found("<body><div class=logo><img src=/logo.png></div><p>Text.</p>") == ()


def test_pictures_stand_in_page_order():
    page = "<figure><img src=/1.jpg></figure><div class=wp-caption><img src=/2.jpg><p class=wp-caption-text>Two</p></div><figure><img src=/3.jpg></figure>"
    assert [image.url[-5:] for image in found(f"<body>{page}")] == ["1.jpg", "2.jpg", "3.jpg"]
