"""Pictures of an article with their captions and credits."""

import re

from lxml import etree, html

from cleaners.article import Image
from cleaners.characters import one_line
from cleaners.links import absolute

MAX_IMAGES = 100
_CREDIT_CLASS = re.compile(
    r"credit|copyright|(?<![a-z])source|photographer|byline|fotograf", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(r"caption|legend|bildunter|description", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:[(\[]\s*)?((?:©|\(c\)|(?:photo(?:graph)?s?|image|picture|credit|foto|fotos|bild|quelle|source|fuente|crédit|crédits|"
    r"фото|zdjęcie|fot|図|写真|图|사진)\s*(?:credit|by|:|/|©)+)\s*[^()\[\]]{2,80})\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"(?:spacer|blank|pixel|placeholder|1x1|transparent|loading)\b|^data:", re.IGNORECASE
)


def images(tree: html.HtmlElement, base: str) -> tuple[Image, ...]:
    """The pictures in figures and captioned boxes of a page, each URL once, in page order."""
    found: dict[str, Image] = {}
    for figure in tree.iter("figure"):
        picture = next(
            (url for image in figure.iter("img") if (url := _address(image, base))), None
        )
        if picture and picture not in found:
            found[picture] = Image(picture, *_caption(figure))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def _address(image: etree._Element, base: str) -> str | None:
    """The URL of an <img>: its source, or where scripts that load it late find it."""
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        target = image.get(name)
        if target and not _BLANK.search(target[:200]) and (url := absolute(target, base)):
            return url
    for name in ("srcset", "data-srcset"):
        if target := (image.get(name) or "").strip():
            return absolute(target.split(",")[-1].strip().split(" ")[0], base)
    return None


def _caption(figure: etree._Element) -> tuple[str, str]:
    """Caption and credit of a figure, apart."""
    place = next(figure.iter("figcaption"), None)
    if place is None:
        place = next(
            (part for part in figure.iter() if _CAPTION_CLASS.search(part.get("class") or "")), None
        )
    credit = ""
    for part in (figure if place is None else place).iter():
        if part is not place and _CREDIT_CLASS.search(part.get("class") or ""):
            credit = one_line("".join(part.itertext()))[:200]
            break
    caption = one_line("".join(place.itertext()))[:2000] if place is not None else ""
    if credit and caption.endswith(credit):
        caption = caption[: -len(credit)].rstrip(" |/·-–—")
    elif not credit and (told := _CREDIT.search(caption)):
        credit, caption = told[1].strip(), caption[: told.start()].rstrip(" |/·-–—")
    return caption, credit
