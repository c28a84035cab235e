"""Pictures of an article with their captions and credits."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from cleaners.about.credit import parted, unlabelled
from cleaners.about.digest import Digest
from cleaners.about.links import absolute
from cleaners.article import Image
from cleaners.reading.characters import one_line
from cleaners.reading.nodes import ancestors, names, parts, spaced

MAX_IMAGES = 100
MAX_LOOKED = 2000  # pictures of a page that are looked at for these
MAX_PARTS = 40  # elements of a box among which a caption is looked for
MAX_DEEP = 400  # of one whose caption is read
MAX_BARE = 300  # characters of a figure without a named caption that are one all the same
CLIMB = 4  # boxes around a picture that may hold its caption
_PICTURES = frozenset(["img", "amp-img"])
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
# An address in a set, which may hold commas, and the width or density behind it.
_OFFER = re.compile(r"(?<![^\s,])([^\s,]\S*)(?:(?<!,)\s+([^\s,]+))?")
_SIZE = re.compile(r"(\d{0,9}\.?\d{1,9})[wx]")
_CREDIT_PROPS = frozenset(["author", "copyrightHolder", "creator", "creditText"])
_LABEL = re.compile(r"\W*(?:copyright|(?:photo |image )?(?:credit|source)s?)?\W*", re.IGNORECASE)
_LABEL_AT_END = re.compile(r"(?:^|\W)(?:copyright|(?:photo |image )?credits?)\W*$", re.IGNORECASE)
_ENDS = " |/·-–—"
_FILE = re.compile(
    r"(?:https?:/)?/[^\s\"'<>{}]{1,2000}\.(?:jpe?g|png|webp|avif|gif)(?:[?#]\S{0,500})?",
    re.IGNORECASE,
)
MAX_SET = 20_000  # characters of a set
_BLANK = re.compile(
    r"(?:spacer|blank|pixel|placeholder|1x1|transparent|loading)\b|^data:|\{\{|\{%", re.IGNORECASE
)


def images(about: Digest, base: str) -> tuple[Image, ...]:
    """The pictures in figures and captioned boxes of a page, each URL once, in page order."""
    found: dict[str, Image] = {}
    captioned: dict[int, bool] = {}
    for node in about.pictures[:MAX_LOOKED]:
        box = node if node.tag == "figure" else _captioned_box(node, captioned)
        if box is None:
            continue
        # Of figures in figures, each holds what those in it hold: not all of it is read.
        shown = (
            [one for one in parts(box, MAX_DEEP) if one.tag in _PICTURES] if box is node else [node]
        )
        picture = next((url for image in shown if (url := _address(image, base))), None)
        if picture and picture not in found:
            found[picture] = Image(picture, *_caption(box))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def told(
    found: Sequence[Image], about: Digest, base: str, captions: Mapping[int, str]
) -> tuple[Image, ...]:
    """The pictures with those whose captions, by the `mem_id` of a picture, no markup names."""
    images = list(found)
    nodes = [node for node in about.pictures[:MAX_LOOKED] if node.tag in _PICTURES]
    shown = [(_address(node, base), captions.get(node.mem_id)) for node in nodes]
    places = {url: place for place, (url, _words) in reversed(list(enumerate(shown)))}
    for place, (url, words) in enumerate(shown):
        if url and words and len(images) < MAX_IMAGES:
            one = Image(url, *parted(words))
            known = next((n for n, image in enumerate(images) if image.url == url), None)
            if known is None:
                later = (n for n, image in enumerate(images) if places.get(image.url, -1) > place)
                images.insert(next(later, len(images)), one)
            elif not images[known].caption:
                images[known] = one
    return tuple(images)


def _captioned_box(image: LexborNode, captioned: dict[int, bool]) -> LexborNode | None:
    """The box around a picture outside figures that holds its caption too; None without one.

    `captioned` remembers what was found of each box: many pictures stand in the same ones.
    """
    for count, box in enumerate(ancestors(image)):
        if box.tag == "figure" or count == CLIMB:
            return None
        if (found := captioned.get(box.mem_id)) is None:
            found = captioned[box.mem_id] = _is_box(names(box)) and any(
                _is_caption(names(part)) for part in parts(box, MAX_PARTS)
            )
        if found:
            return box
    return None


def _address(image: LexborNode, base: str) -> str | None:
    """The URL of a picture: its source, or where scripts that load it late find it."""
    given = image.attributes
    for name in ("data-src", "data-original", "data-lazy-src", "data-lazy", "src"):
        target = given.get(name)
        if target and not _BLANK.search(target[:200]) and (url := absolute(target, base)):
            return url
    around = islice(ancestors(image), CLIMB)
    picture = next((box for box in around if box.tag == "picture"), None)
    inside = parts(picture, MAX_PARTS) if picture is not None else ()
    for node in (image, *(one for one in inside if one.tag == "source")):
        for name in ("srcset", "data-srcset"):
            target = (node.attributes.get(name) or "").strip()
            last = _largest(target[:MAX_SET]) if target else ""
            if last and not _BLANK.search(last[:200]) and (url := absolute(last, base)):
                return url
    return _address_elsewhere(given, base)


def _address_elsewhere(given: Mapping[str, str | None], base: str) -> str | None:
    """The URL of a picture in an attribute that only the scripts of its page know."""
    for name, value in given.items():
        told = (value or "").strip()
        if "srcset" in name:
            target = _largest(told[:MAX_SET])
        else:
            target = told if _FILE.fullmatch(told) else ""
        if target and not _BLANK.search(target[:200]) and (url := absolute(target, base)):
            return url
    return None


@lru_cache(maxsize=4 * MAX_PARTS)  # many pictures may share the sets of one <picture>
def _largest(srcset: str) -> str:
    """The address of the largest picture of a set; of the last where none says its size."""
    offers = [(_size(told), url.rstrip(",")) for url, told in _OFFER.findall(srcset)]
    return max(reversed(offers), key=lambda offer: offer[0])[1] if offers else ""


def _size(told: str) -> float:
    found = _SIZE.fullmatch(told)
    return float(found[1]) if found else 0.0


def _caption(figure: LexborNode) -> tuple[str, str]:
    """Caption and credit of a figure, apart."""
    place = figure.css_first("figcaption") or _caption_box(figure)
    alone = all(one.mem_id == figure.mem_id for one in figure.css("figure")[:2])
    box = figure if place is None or alone else place
    around = {one.mem_id for one in islice(ancestors(place), MAX_PARTS)} if place else set()
    boxes = (part for part in parts(box, MAX_DEEP) if part.mem_id not in around)
    told = (one_line(spaced(part))[:200] for part in boxes if _is_credit_box(part))
    credit = next((words for words in told if not _LABEL.fullmatch(words)), "")
    caption = one_line(spaced(figure if place is None else place))[:2000]
    if place is None and len(caption) > MAX_BARE:
        caption = ""
    if not credit or (place is None and credit == caption):
        return parted(caption)
    if caption.endswith(credit):
        caption = caption[: -len(credit)].rstrip(_ENDS)
        caption = _LABEL_AT_END.sub("", caption).rstrip(_ENDS)
    elif caption.startswith(credit):
        caption = caption[len(credit) :].lstrip(_ENDS)
    return caption, unlabelled(credit)


def _caption_box(figure: LexborNode) -> LexborNode | None:
    """The element of a figure that is named a caption; rather one that is not named a credit."""
    named = [part for part in parts(figure, MAX_DEEP) if _is_caption(_names(part))]
    return next(
        (part for part in named if not _is_credit(_names(part))), named[0] if named else None
    )


def _is_credit_box(part: LexborNode) -> bool:
    """Whether an element of a figure holds the credit; <small> does, where it is not all."""
    if (part.attributes.get("itemprop") or "") in _CREDIT_PROPS:
        return True
    if part.tag == "small" and part.prev is not None:
        return True
    return part.tag != "figcaption" and _is_credit(_names(part))


def _names(node: LexborNode) -> str:
    told = names(node)
    return f"{told} caption" if node.attributes.get("itemprop") == "caption" else told


# Pages repeat few names of classes a thousand times.
@lru_cache(maxsize=1 << 12)
def _is_box(called: str) -> bool:
    return bool(_BOX_CLASS.search(called))


@lru_cache(maxsize=1 << 12)
def _is_caption(called: str) -> bool:
    return bool(_CAPTION_CLASS.search(called))


@lru_cache(maxsize=1 << 12)
def _is_credit(called: str) -> bool:
    return bool(_CREDIT_CLASS.search(called))
