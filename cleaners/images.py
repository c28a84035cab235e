"""Pictures of an article with their captions and credits."""

import re
from itertools import islice

from lxml import etree, html

from cleaners.article import Image
from cleaners.characters import one_line
from cleaners.links import absolute

MAX_IMAGES = 100
MAX_PARTS = 40  # elements of a box among which a caption is looked for
CLIMB = 4  # boxes around a picture that may hold its caption
_PICTURES = ("img", "amp-img")
# Boxes of pictures that are no <figure>: WordPress, galleries, AMP, older systems.
_BOX_CLASS = re.compile(
    r"caption|galler|figure|photo|(?<![a-z])(?:image|img|picture|media|bild|foto)(?![a-z])"
    r"|slide(?!r-nav)|lightbox",
    re.IGNORECASE,
)
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
    for element in tree.iter("figure", *_PICTURES):
        box = element if element.tag == "figure" else _captioned_box(element)
        if box is None:
            continue
        shown = box.iter(*_PICTURES) if box is element else iter([element])
        picture = next((url for image in shown if (url := _address(image, base))), None)
        if picture and picture not in found:
            found[picture] = Image(picture, *_caption(box))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def _captioned_box(image: etree._Element) -> etree._Element | None:
    """The box around a picture outside figures that holds its caption too; None without one."""
    for count, box in enumerate(image.iterancestors()):
        if box.tag == "figure" or count == CLIMB:
            return None
        if _BOX_CLASS.search(box.get("class") or ""):
            parts = islice(box.iterdescendants(), MAX_PARTS)
            if any(_CAPTION_CLASS.search(part.get("class") or "") for part in parts):
                return box
    return None


def _address(image: etree._Element, base: str) -> str | None:
    """The URL of a picture: its source, or where scripts that load it late find it."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-lazy", "src"):
        target = image.get(name)
        if target and not _BLANK.search(target[:200]) and (url := absolute(target, base)):
            return url
    # libxml2 puts what follows a <source> inside it.
    around = islice(image.iterancestors(), 2 * CLIMB)
    picture = next((box for box in around if box.tag == "picture"), None)
    sources = picture.iter("source") if picture is not None else ()
    for element in (image, *sources):
        for name in ("srcset", "data-srcset"):
            target = (element.get(name) or "").strip()
            last = target.split(",")[-1].strip().split(" ")[0]
            if last and not _BLANK.search(last[:200]) and (url := absolute(last, base)):
                return url
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
