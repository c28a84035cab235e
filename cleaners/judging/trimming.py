"""What trafilatura need not look at: menus and footers that are no text by any account."""

from collections.abc import Iterable, Iterator
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaners.judging.boxes import Setting
from cleaners.reading.candidates import Frame

# Without a word for readers. trafilatura drops them too, but walks over them many times before.
# It reads the text of some pages out of their JSON-LD.
_MUTE = (
    "style,svg,iframe,select,option,input,button,template,source,link,meta,"
    "script:not([type*='ld+json' i])"
)


def trimmed(page: LexborHTMLParser, setting: Setting, ruled_out: Iterable[LexborNode] = ()) -> str:
    """The page without plain furniture and elements without text, as HTML. It changes `page`.

    It leaves a third of the elements of a usual page and halves what trafilatura costs; measured
    on pages in doubt, its opinion gets no worse.
    """
    furniture = (frame.node for frame in _bare(setting))
    for node in chain(ruled_out, furniture, page.css(_MUTE)):
        node.decompose(recursive=False)  # out of the tree, but not freed: others may stand in it
    return page.html or ""


def _bare(setting: Setting) -> Iterator[Frame]:
    """The outermost containers that hold no line but furniture."""
    alive = {id(setting.frames[0])}
    for line, furniture in zip(setting.lines, setting.furniture, strict=True):
        frame: Frame | None = None if furniture else line.frame
        while frame is not None and id(frame) not in alive:
            alive.add(id(frame))
            frame = frame.parent
    for frame in setting.frames:
        if id(frame) not in alive and id(frame.parent) in alive:
            yield frame
