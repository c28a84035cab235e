"""What is measured of each candidate line: text, place, and what others say of it."""

import re
from collections import Counter
from collections.abc import Sequence

from cleaners.boxes import AROUND, KINDS, NEAR, PAGE, Boxes, Setting, container, log, main_box
from cleaners.candidates import Candidate, Frame
from cleaners.kind import COLUMNS
from cleaners.neighbors import OWN, UNASKED
from cleaners.sieve import Verdict

TAGS = {
    tag: code
    for code, tag in enumerate(
        ["p", "div", "li", "td", "span", "h1", "h2", "h3", "h4", "section", "article", "blockquote",
         "figcaption", "figure", "button", "dd", "dt", "tr", "label", "form", "summary", "footer",
         "header"], 1,
    )
}  # fmt: skip
_ENDS = frozenset('.!?…。！？।؟"”»’)]」』')
_FAR = 60
_CJK = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ]")
_MARK = re.compile(r"[|©@#→›»•/$€£_=<>{}]")
_STOP = re.compile(r"[,，。、]|[.!?] ")

NAMES = (
    # the text
    "chars", "words", "linked", "bold", "ends", "capital", "colon", "digits", "stops", "twice",
    "kind", "level", "tag", "capitals", "marks",
    # what trafilatura and the page's own articleBody say of it and of what is beside it
    "verdict", "opinion", "opinion_before", "opinion_after", "opinion_around",
    "lines_since", "chars_since", "lines_until", "chars_until", "body", "description",
    # its place
    "nth", "place", "prose_before", "since_heading", "heading_opinion", "heading_level",
    "kind_runs", "same_box_before", "same_box_after", "chars_before", "chars_after",
    "linked_before", "linked_after", "prose_after", "since_prose", "until_prose",
    "near_prose", "wide_prose", "near_linked", "wide_linked", "near_size", "wide_size",
    "since_title", "up_to_title", "down_to_title",
    # its box, the box around that, and one more
    "depth", "deeper", "up_to_main", "down_to_main", "up_to_opinion", "down_to_opinion",
    "kept_in", "kept_in_parent", "kept_in_grandparent", "linked_in", "linked_in_parent",
    "linked_in_grandparent", "chars_in", "chars_in_parent", "lines_in", "lines_in_parent",
    "prose_in", "prose_in_parent", "prose_in_grandparent", "mean_in", "mean_in_parent",
    "alike", "alike_kept", "alike_parent", "alike_kept_parent",
    # its page
    "page_lines", "page_prose", "page_linked", "main_share", "opinion_share", "news",
    *COLUMNS, *(f"page:{word}" for word in PAGE), *(f"page_{kind}" for kind in KINDS), "page_alike",
    *(f"around:{word}" for word in AROUND),
    *(f"near:{word}" for word in NEAR),
    # what the first trees think of it and of what is around it: for the second trees
    *OWN,
)  # fmt: skip


def features(setting: Setting) -> list[list[float] | None]:
    """The measurements of each line in the order of NAMES; None for plain furniture of the page."""
    lines, opinion = setting.lines, setting.opinion
    sizes = [len(line.text) for line in lines]
    prose = [
        size - line.linked if size - line.linked > 60 else 0
        for line, size in zip(lines, sizes, strict=True)
    ]
    main = main_box(lines, prose)
    held = [size if share >= 0.5 else 0 for size, share in zip(sizes, opinion, strict=True)]
    headline = _headline(setting)
    top = setting.frames[0] if headline is None else lines[headline].frame
    boxes = Boxes(setting, main, main_box(lines, held), top)
    since = _distances(sizes, opinion, range(len(lines)))
    until = _distances(sizes, opinion, range(len(lines) - 1, -1, -1))
    around = _smooth(sizes, opinion)
    times = Counter(line.text for line in lines)
    company = _company(lines, sizes, prose)
    page = _page(setting, main)
    count, whole = len(lines), max(1, setting.frames[0].prose)
    result: list[list[float] | None] = []
    before = 0
    heading, heading_opinion, heading_level = -1, -1.0, 0
    for place, line in enumerate(lines):
        if setting.furniture[place]:
            result.append(None)
        else:
            left, right = (
                lines[place - 1] if place else None,
                lines[place + 1] if place + 1 < count else None,
            )
            box = container(line)
            result.append(
                [
                    *_text(line, times[line.text]),
                    _verdict(setting.verdicts[place]),
                    opinion[place],
                    opinion[place - 1] if left else -1.0,
                    opinion[place + 1] if right else -1.0,
                    around[place],
                    *since[place],
                    *until[place],
                    setting.witness[place] if setting.witness is not None else -1.0,
                    float(setting.description[:60] == line.text[:60]),
                    place,
                    place / count,
                    before / whole,
                    min(_FAR, place - heading) if heading >= 0 else -1.0,
                    heading_opinion,
                    heading_level,
                    float(left is not None and left.kind == line.kind)
                    + float(right is not None and right.kind == line.kind),
                    float(left is not None and container(left) is box),
                    float(right is not None and container(right) is box),
                    log(sizes[place - 1]) if left else -1.0,
                    log(sizes[place + 1]) if right else -1.0,
                    left.linked / sizes[place - 1] if left else -1.0,
                    right.linked / sizes[place + 1] if right else -1.0,
                    (whole - before - prose[place]) / whole,
                    *company[place],
                    min(_FAR, place - headline) if headline is not None else -_FAR,
                    *boxes.to_title[id(line.frame)],
                    *boxes.row(line.frame, box),
                    *page,
                    *boxes.bits(line.frame),
                    *UNASKED,
                ]
            )
        before += prose[place]
        if line.kind == "heading":
            heading, heading_opinion, heading_level = place, opinion[place], line.level
    return result


def _page(setting: Setting, main: Frame) -> list[float]:
    root = setting.frames[0]
    whole = max(1, root.prose)
    return [
        log(len(setting.lines)),
        log(root.prose),
        root.linked / max(1, root.chars),
        main.prose / whole,
        min(2.0, setting.kept[id(root)] / whole),
        setting.news,
        *setting.kind,
        *setting.page,
    ]


def _verdict(verdict: Verdict | None) -> float:
    """What the debris rules say: nothing, a rule, or that the line stands in a list of others."""
    if verdict is None:
        return 0.0
    return 2.0 if verdict.reason in ("read-more", "related list") else 1.0


def _text(line: Candidate, times: int) -> list[float]:
    text = line.text
    size = len(text)
    sample = text[:200]
    spaceless = 0 if text.isascii() else len(_CJK.findall(sample)) / len(sample)
    return [
        log(size),
        log(text.count(" ") + 1 + size * spaceless / 2),
        line.linked / size,
        line.bold / size,
        1.0 if text[-1] in _ENDS else 0.0,
        1.0 if text[0].isupper() else 0.0,
        1.0 if text[-1] in ":：" else 0.0,
        len(_DIGIT.findall(sample)) / len(sample),
        100 * len(_STOP.findall(text)) / (size + 50),
        min(5, times),
        KINDS[line.kind],
        line.level,
        TAGS.get(line.frame.tag, 0),
        len(_CAPITAL.findall(sample)) / (sample.count(" ") + 1),
        len(_MARK.findall(sample)),
    ]


def _distances(
    sizes: Sequence[int], opinion: Sequence[float], places: Sequence[int]
) -> list[tuple[float, float]]:
    """For each line, how many lines and characters lie between it and the last kept one."""
    found = [(0.0, 0.0)] * len(sizes)
    lines, chars = _FAR, 1 << 20
    for place in places:
        found[place] = (float(min(_FAR, lines)), log(chars))
        if opinion[place] >= 0.5:
            lines = chars = 0
        else:
            lines, chars = lines + 1, chars + sizes[place]
    return found


def _smooth(sizes: Sequence[int], opinion: Sequence[float], reach: int = 5) -> list[float]:
    """The mean opinion of the lines around each, by their lengths."""
    total = [0.0]
    weight = [0.0]
    for size, share in zip(sizes, opinion, strict=True):
        total.append(total[-1] + size * share)
        weight.append(weight[-1] + size)
    found = []
    for place in range(len(sizes)):
        low, high = max(0, place - reach), min(len(sizes), place + reach + 1)
        found.append((total[high] - total[low]) / max(1.0, weight[high] - weight[low]))
    return found


def _headline(setting: Setting) -> int | None:
    """The place of the headline: the last line before the main prose that the rules call title."""
    titles = [
        n for n, verdict in enumerate(setting.verdicts) if verdict and verdict.rule == "title"
    ]
    return next((n for n in titles if setting.lines[n].kind == "heading"), next(iter(titles), None))


def _company(
    lines: Sequence[Candidate], sizes: Sequence[int], prose: Sequence[int]
) -> list[list[float]]:
    """For each line, how far the next prose is, and how much prose and links lie around it."""
    count = len(lines)
    since, until = [float(_FAR)] * count, [float(_FAR)] * count
    for found, places in ((since, range(count)), (until, range(count - 1, -1, -1))):
        gap = _FAR
        for place in places:
            found[place] = float(min(_FAR, gap))
            gap = 0 if prose[place] else gap + 1
    sums = [(0, 0, 0)]
    for line, size, length in zip(lines, sizes, prose, strict=True):
        all_chars, all_prose, all_linked = sums[-1]
        sums.append((all_chars + size, all_prose + length, all_linked + line.linked))
    result = []
    for place in range(count):
        near = _window(sums, place, 2, count)
        wide = _window(sums, place, 8, count)
        result.append(
            [since[place], until[place], near[1], wide[1], near[2], wide[2], near[0], wide[0]]
        )
    return result


def _window(
    sums: Sequence[tuple[int, int, int]], place: int, reach: int, count: int
) -> tuple[float, float, float]:
    """Characters a line, and the shares of prose and of links, in the lines around one."""
    low, high = max(0, place - reach), min(count, place + reach + 1)
    first, last = sums[low], sums[high]
    chars = max(1, last[0] - first[0])
    return (
        log(chars // (high - low)),
        (last[1] - first[1]) / chars,
        (last[2] - first[2]) / chars,
    )
