"""What trafilatura need not look at: menus and footers that are no text by any account."""

from collections.abc import Iterator

from lxml import etree, html

from cleaners.boxes import Setting
from cleaners.candidates import Frame

# Without a word for readers. trafilatura drops them too, but walks over them many times before.
_MUTE = (
    "style", "svg", "iframe", "noscript", "select", "option", "input", "button", "template",
    "source", "link", "meta",
)  # fmt: skip


def trim(tree: html.HtmlElement, setting: Setting) -> None:
    """Take plain furniture and elements without text out of `tree`.

    It leaves a third of the elements of a usual page and halves what trafilatura costs; measured
    on pages in doubt, its opinion gets no worse (docs/cleaning.md).
    """
    parents = [frame.element.getparent() for frame in setting.frames]
    told = any(parent is not None and parent.tag == "noscript" for parent in parents)
    for frame in _bare(setting):
        if frame.element.getparent() is not None:
            frame.element.drop_tree()
    mute = [tag for tag in _MUTE if tag != "noscript" or not told]  # its lines are the text
    etree.strip_elements(tree, *mute, with_tail=False)
    for script in list(tree.iter("script")):
        # trafilatura reads the text of some pages out of their JSON-LD.
        if "ld+json" not in script.get("type", ""):
            script.drop_tree()


def _bare(setting: Setting) -> Iterator[Frame]:
    """The outermost containers that hold no line but furniture."""
    alive = {id(setting.frames[0])}
    rows = set()
    for line, furniture in zip(setting.lines, setting.furniture, strict=True):
        frame: Frame | None = None if furniture else line.frame
        if frame is not None and line.kind == "row":
            rows.add(id(frame))
        while frame is not None and id(frame) not in alive:
            alive.add(id(frame))
            frame = frame.parent
    for frame in setting.frames:
        if id(frame.parent) in rows:  # a cell has no line of its own: its row has
            rows.add(id(frame))
        elif id(frame) not in alive and id(frame.parent) in alive:
            yield frame
