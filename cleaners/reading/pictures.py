"""Pictures among the elements of a page: what is one, and which one a line stands under."""

from typing import Final

from selectolax.lexbor import LexborNode

from cleaners.reading.nodes import children

SHOWN: Final = frozenset(["img", "amp-img", "video"])
# Elements that may hold a picture and nothing else.
_WRAPS: Final = frozenset(["a", "center", "div", "figure", "p", "picture", "section", "span"])
_SLANTED: Final = frozenset(["em", "i", "small", "font", "cite"])
_BEGINS: Final = SHOWN | _WRAPS | _SLANTED | {"b", "br", "noscript", "strong"}
_BREAKS: Final = frozenset(["br", "wbr"])
SMALLEST: Final = 100  # pixels of a picture that is no icon, portrait or spacer
MAX_PICTURES: Final = 300  # of a page that are looked at
MAX_AROUND: Final = 6  # elements around one
MAX_PARTS: Final = 40  # nodes of a box among which a picture is looked for
LONGEST: Final = 300  # characters in a box beyond which it holds more than a picture


def beside_pictures(flow: LexborNode) -> tuple[set[int], set[int]]:
    """By `mem_id`, what stands close around the pictures in an element, and right behind them."""
    around = {flow.mem_id}
    after: set[int] = set()
    # To ask for names with a hyphen takes four times as long.
    found = flow.css("img,video") or flow.css("amp-img")
    for picture in found[:MAX_PICTURES]:
        at: LexborNode | None = picture
        for _ in range(MAX_AROUND):
            if at is None or (number := at.mem_id) in around:
                break
            around.add(number)
            behind = at.next
            while behind is not None and (behind.tag in _BREAKS or _is_blank(behind)):
                behind = behind.next
            if behind is not None:
                after.add(behind.mem_id)
            at = at.parent
    return around - {flow.mem_id}, after


def picture_in(box: LexborNode) -> LexborNode | None:
    """The first picture in a box, or the box itself where it is one; no icon."""
    if box.tag in SHOWN:
        return box if _is_large(box) else None
    return _looked_through(box)[0]


def picture_before(line: LexborNode) -> LexborNode | None:
    """The picture that stands right before an element, by itself or in a box without words."""
    before = line.prev
    while before is not None:
        if before.is_element_node:
            if before.tag not in _BREAKS:
                break
        elif not _is_blank(before):
            return None
        before = before.prev
    if before is None:
        return None
    if before.tag in SHOWN:
        return before if _is_large(before) else None
    if before.tag not in _WRAPS:
        return None
    picture, words = _looked_through(before)
    return None if words else picture


def begins_with_element(line: LexborNode) -> bool:
    """Whether an element begins with one that may be a picture, or hold one, and not with text."""
    first = line.first_child
    while first is not None:
        if first.is_element_node:
            return first.tag in _BEGINS
        if not _is_blank(first):
            return False
        first = first.next
    return False


def is_slanted(line: LexborNode) -> bool:
    """Whether all words of an element are in italics or small: set apart from the text."""
    slanted = line.tag in _SLANTED
    for one in children(line):
        if _is_blank(one) or one.tag in _BREAKS:
            continue
        if one.is_text_node:
            if not slanted:
                return False
        elif not (slanted or one.tag in _SLANTED or not _looked_through(one)[1]):
            return False
    return True


def _looked_through(box: LexborNode) -> tuple[LexborNode | None, str]:
    """The first picture in a box, as far as one looks, and the words in it, without spaces."""
    picture, words = None, ""
    above: list[LexborNode] = []
    at, left = box.first_child, MAX_PARTS
    while left and (at is not None or above):
        if at is None:
            at = above.pop().next
            continue
        left -= 1
        inner = None
        if at.is_element_node:
            if at.tag in SHOWN:
                picture = picture or (at if _is_large(at) else None)
            elif at.tag != "noscript":
                inner = at.first_child
        elif not _is_blank(at):
            words += "".join((at.text_content or "").split())
            if len(words) > LONGEST:
                break
        if inner is None:
            at = at.next
        else:
            above.append(at)
            at = inner
    return picture, words


def _is_large(picture: LexborNode) -> bool:
    """Whether a picture is large enough for a caption, as far as it says."""
    told = picture.attributes
    sizes = (told.get("width") or "", told.get("height") or "")
    return not any(size.isascii() and size.isdigit() and int(size[:6]) < SMALLEST for size in sizes)


def _is_blank(node: LexborNode) -> bool:
    """Whether a node is a space or a comment."""
    if node.is_text_node:
        return not (node.text_content or " ").strip()
    return not node.is_element_node
