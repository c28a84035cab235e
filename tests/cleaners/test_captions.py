# ruff: noqa: E501 - markup
"""Captions that no markup names: what stands in a box with a picture is no text of the article."""

import pytest

from cleaners import Article, clean

STORY = (
    "The harbour of Lower Bay opened again on Monday, four months after ice had closed it.",
    "“We had nearly given up on March,” said Mary Teller, who runs the fish market there.",
    "The town had borrowed an icebreaker from the coast guard, which worked for nine days.",
    "Prices at the market doubled in February, and two of the shops closed for the season.",
    "The council wants to decide in May whether it buys a tug of its own for the winter.",
    "Until then the fishermen rely on luck and on the service that forecasts the weather.",
)
LINE = "Fishermen mend their nets at the north pier on Monday morning."
IMG = '<img src="/img/pier.jpg" alt="" width="640" height="400">'
CAPTIONED = (
    f'<figure>{IMG}<p class="caption">{LINE}</p></figure>',
    f"<figure>{IMG}<div>{LINE}</div></figure>",
    f'<figure class="f-1"><a href="/img/1">{IMG}</a><p>{LINE}</p></figure>',
    f"<figure>{IMG}\n<small>{LINE}</small></figure>",
    f'<div class="image-box">{IMG}<div class="image-text">{LINE}</div></div>',
    f"<div>{IMG}<p>{LINE}</p></div>",
    f'<div class="x7Kq">{IMG} {LINE}</div>',
    f"<p>{IMG}<br><em>{LINE}</em></p>",
    f"<p>{IMG}</p><p><i>{LINE}</i></p>",
    f"<center>{IMG}<br><small>{LINE}</small></center>",
    f'<table align="right"><tr><td>{IMG}</td></tr><tr><td>{LINE}</td></tr></table>',
    f'<dl class="gallery-item"><dt>{IMG}</dt><dd>{LINE}</dd></dl>',
    f'<ul class="photos"><li>{IMG}<p>{LINE}</p></li></ul>',
    f'<div class="media">{IMG}<div>Advertisement</div><p>{LINE}</p></div>',
    f"{IMG}<p>{LINE} Photo: Tam Reid</p>",
    f'<img src="/img/pier.jpg" alt="{LINE}"><p>{LINE}</p>',
)
# A sentence for each picture, and it is what the page tells.
SENTENCES = (
    "We came down to the harbour before dawn, when the boats were still dark.",
    "The nets had dried overnight and smelled of tar and salt.",
    "Mary counted the crates twice and wrote the number on the wall.",
    "At six the first buyers arrived, and nobody spoke about the price.",
    "By noon the pier was empty again except for the gulls.",
)
TOLD = (
    "<p>{img}</p><p>{text}</p>",
    "{img}<p>{text}</p>",
    "<figure>{img}</figure><p>{text}</p>",
    '<p><img src="/img/pier.jpg" align="left" width="300">{text}</p>',
    "<p>{img}<br>{text}</p>",
    "<div>{img}<p>{text}</p></div>",
    '<div class="slide">{img}<p>{text}</p></div>',
    "<figure>{img}<p>{text}</p></figure>",
    "<p>{img}</p><p><em>{text}</em></p>",
    '<ol><li class="step">{img}<p>{text}</p></li></ol>',
    '<div class="feature">{img}<h3>At the pier</h3><p>{text}</p></div>',
)


def page(inner: str) -> str:
    return (
        '<html lang="en"><head><title>The harbour</title>'
        '<meta property="og:type" content="article"></head>'
        f"<body><article><h1>The harbour</h1><div>{inner}</div></article></body></html>"
    )


def cleaned(inner: str, *, fast: bool) -> Article:
    return clean(page(inner), url="https://bay.example/story", fast=fast)


@pytest.mark.parametrize("fast", [False, True], ids=["usual", "fast"])
@pytest.mark.parametrize("markup", CAPTIONED)
def test_a_caption_in_any_box_is_data(markup: str, fast: bool):
    told = "".join(f"<p>{one}</p>" for one in STORY)
    article = cleaned(told.replace("</p>", f"</p>{markup}", 1), fast=fast)
    assert article.text.split("\n\n") == list(STORY)
    gone = next(one for one in article.removals if LINE in one.text)
    assert gone.reason == "caption"
    assert [image.caption for image in article.images] == [LINE]
    assert article.images[0].url == "https://bay.example/img/pier.jpg"


@pytest.mark.parametrize("fast", [False, True], ids=["usual", "fast"])
@pytest.mark.parametrize("markup", TOLD)
@pytest.mark.parametrize("intro", [3, 6])
def test_sentences_under_pictures_are_the_text(markup: str, intro: int, fast: bool):
    told = "".join(f"<p>{one}</p>" for one in STORY[:intro])
    shown = "".join(markup.format(img=IMG, text=one) for one in SENTENCES)
    article = cleaned(told + shown.replace("</ol><ol>", ""), fast=fast)
    assert [one for one in SENTENCES if one not in article.text] == []


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{IMG}<br>{LINE}</p>",  # a paragraph with a picture before its first sentence
        f"<p>{IMG}</p><p>{LINE}</p>",
        f'<p><img src="/i.png" width="24" height="24"> <em>{LINE}</em></p>',  # an icon
        f"<div><h3>The nets</h3>{IMG}<p>{LINE}</p></div>",  # a part of the text
        f'<div class="wp-block-media-text"><figure>{IMG}</figure><div><p>{LINE}</p></div></div>',
        f"<div>{IMG}<p>{LINE} It took them until noon to repair the tears of the winter.</p></div>",
    ],
)
def test_a_sentence_beside_one_picture_stays(markup: str):
    told = "".join(f"<p>{one}</p>" for one in STORY)
    assert LINE in cleaned(told.replace("</p>", f"</p>{markup}", 1), fast=False).text
    assert LINE in cleaned(told.replace("</p>", f"</p>{markup}", 1), fast=True).text


def test_boxes_of_paragraphs_of_which_some_begin_with_a_picture_are_text():
    told = "".join(f'<div class="block"><p>{one}</p></div>' for one in STORY)
    with_picture = f'<div class="block">{IMG}<p>{LINE}</p></div>'
    assert LINE in cleaned(told.replace("</div>", f"</div>{with_picture}", 1), fast=True).text


def test_further_pictures_keep_the_order_of_the_page():
    told = "".join(f"<p>{one}</p>" for one in STORY)
    first = "<figure><img src='/a.jpg'><figcaption>One</figcaption></figure>"
    last = "<figure><img src='/c.jpg'><figcaption>Two</figcaption></figure>"
    article = cleaned(
        f"{first}{told}<div><img src='/b.jpg'><p>{LINE}</p></div>{told}{last}", fast=True
    )
    assert [image.url[-6:] for image in article.images] == ["/a.jpg", "/b.jpg", "/c.jpg"]


@pytest.mark.parametrize("fast", [False, True])
def test_captions_of_figures_go_where_each_paragraph_has_a_box_of_its_own(fast: bool):
    block = '<div class="block html-block"><div class="block-content"><div class="html-content"><p>{}</p></div></div></div>'
    blocks = [block.format(text) for text in STORY]
    told = '<div class="image-caption-wrapper"><div class="image-caption"><p>Nets, mended and drying</p></div></div>'
    picture = f'<div class="block image-block"><figure>{IMG}<figcaption>{told}</figcaption></figure></div>'
    article = cleaned("".join([*blocks[:2], picture, *blocks[2:]]), fast=fast)
    assert article.text == "\n\n".join(STORY)
