"""What is measured of each candidate line: text, place, and what others say of it."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import Final

from cleaners.about.kind import COLUMNS
from cleaners.debris.sieve import Verdict
from cleaners.judging.boxes import (
    AROUND,
    KINDS,
    MOST_PAGE_LINES,
    MOST_PLACE,
    MOST_PROSE,
    NEAR,
    NOTHING_KEPT,
    PAGE,
    Plain,
    Setting,
    box_row,
    container,
    hold,
    kept_row,
    main_box,
    steps,
)
from cleaners.judging.neighbors import FAR, OWN, gaps
from cleaners.judging.signs import measured
from cleaners.judging.wording import COLUMNS as WORDING
from cleaners.reading.hints import BIT

NAMES = (
    # the text
    "chars", "words", "linked", "bold", "ends", "capital", "colon", "digits", "stops", "twice",
    "kind", "level", "tag", "capitals", "marks", *WORDING,
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


# How a row holds them: first what is so whatever trafilatura says, then what it says. Two sets of
# bits stand for all columns "around:" and "near:".
ROW: Final = (
    "chars", "words", "linked", "bold", "ends", "capital", "colon", "digits", "stops", "twice",
    "kind", "level", "tag", "capitals", "marks", *WORDING, "verdict", "body", "description",
    "nth", "place", "prose_before", "since_heading", "heading_level", "kind_runs",
    "same_box_before", "same_box_after", "chars_before", "chars_after", "linked_before",
    "linked_after", "prose_after", "since_prose", "until_prose", "near_prose", "wide_prose",
    "near_linked", "wide_linked", "near_size", "wide_size", "since_title",
    "up_to_title", "down_to_title", "up_to_main", "down_to_main",
    "depth", "deeper", "linked_in", "linked_in_parent", "linked_in_grandparent", "chars_in",
    "chars_in_parent", "lines_in", "lines_in_parent", "prose_in", "prose_in_parent",
    "prose_in_grandparent", "mean_in", "mean_in_parent", "alike", "alike_parent", "around", "near",
    "opinion", "opinion_before", "opinion_after", "opinion_around", "lines_since", "chars_since",
    "lines_until", "chars_until", "heading_opinion", "up_to_opinion", "down_to_opinion",
    "kept_in", "kept_in_parent", "kept_in_grandparent", "alike_kept", "alike_kept_parent",
    "page_lines", "page_prose", "page_linked", "main_share", "opinion_share", "news", *COLUMNS,
    *(f"page:{word}" for word in PAGE), *(f"page_{kind}" for kind in KINDS), "page_alike", *OWN,
)  # fmt: skip
# The places of those that are whole numbers in every row.
COUNTS: Final = frozenset(map(ROW.index, (
    "chars", "twice", "kind", "level", "tag", "marks", "nth", "since_heading", "heading_level",
    "kind_runs", "chars_before", "chars_after", "since_prose", "until_prose", "near_size",
    "wide_size", "since_title", "up_to_title", "down_to_title", "up_to_main", "down_to_main",
    "depth", "deeper", "chars_in", "chars_in_parent", "lines_in", "lines_in_parent", "alike",
    "alike_parent", "lines_since", "chars_since", "lines_until", "chars_until", "up_to_opinion",
    "down_to_opinion", "page_lines", "page_prose", "own_since", "own_since_chars", "own_until",
    "own_until_chars",
)))  # fmt: skip
Row = tuple[float, ...]


def where(name: str) -> tuple[int, int]:
    """Where a row has what NAMES calls so: its place, and the bit to look at, 0 for no bits."""
    told, _, word = name.partition(":")
    if told in ("around", "near"):
        return ROW.index(told), BIT[word]
    return ROW.index(name), 0


def features(setting: Setting) -> list[Row | None]:
    """The measurements of each line in the order of ROW, without OWN; None for plain furniture."""
    if not setting.plain:
        setting.plain = _plain(setting)
    lines, opinion = setting.lines, setting.opinion
    sizes = [len(line.text) for line in lines]
    held = [size if share >= 0.5 else 0 for size, share in zip(sizes, opinion, strict=True)]
    hold(setting, held)
    to_held = steps(setting.parents, main_box(lines, held))
    since, until = gaps(sizes, opinion)
    around = _smooth(sizes, opinion)
    page = _page(setting)
    last = len(lines) - 1
    kept: dict[int, tuple[float, ...]] = {}  # by the ids of boxes
    silent = not any(held)  # nobody has said anything, or no line is kept
    result: list[Row | None] = []
    for n, plain in enumerate(setting.plain):
        if plain is None:
            result.append(None)
            continue
        own, box, heading = plain
        inside = container(lines[n])
        if (of_box := kept.get(id(inside))) is None:
            of_box = kept[id(inside)] = NOTHING_KEPT if silent else kept_row(inside)
        said = (
            opinion[n],
            opinion[n - 1] if n else -1.0,
            opinion[n + 1] if n < last else -1.0,
            around[n],
            *since[n],
            *until[n],
            opinion[heading] if heading >= 0 else -1.0,
        )
        result.append(own + box + said + to_held[lines[n].frame.place] + of_box + page)
    return result


def _plain(setting: Setting) -> list[Plain | None]:
    """What is measured of each line, of its box, and where its heading is; None for furniture."""
    lines = setting.lines
    sizes = [len(line.text) for line in lines]
    prose = [
        size - line.linked if size - line.linked > 60 else 0
        for line, size in zip(lines, sizes, strict=True)
    ]
    main = main_box(lines, prose)
    headline = _headline(setting)
    frames = setting.frames
    to_main = steps(setting.parents, main)
    to_title = steps(setting.parents, frames[0] if headline is None else lines[headline].frame)
    times = Counter(line.text for line in lines)
    company = _company(setting, sizes, prose)
    containers = [container(line) for line in lines]
    count, whole = len(lines), max(1, frames[0].prose)
    setting.main_share = main.prose / whole
    boxes: dict[int, tuple[float, ...]] = {}  # by the ids of frames
    sums: dict[int, tuple[float, ...]] = {}  # by those of boxes, of which many lines have one
    result: list[Plain | None] = []
    before, heading, heading_level = 0, -1, 0
    for n, line in enumerate(lines):
        if setting.furniture[n]:
            result.append(None)
        else:
            frame, box = line.frame, containers[n]
            left = lines[n - 1] if n else None
            right = lines[n + 1] if n + 1 < count else None
            if (of_box := boxes.get(id(frame))) is None:
                if (of_sums := sums.get(id(box))) is None:
                    of_sums = sums[id(box)] = box_row(box, whole)
                of_box = boxes[id(frame)] = (
                    *to_title[frame.place],
                    *to_main[frame.place],
                    frame.depth,
                    frame.depth - main.depth,
                    *of_sums,
                    frame.around,
                    frame.near,
                )
            own = (
                *measured(line, times[line.text]),
                *setting.wording[n],
                _verdict(setting.verdicts[n]),
                setting.witness[n] if setting.witness is not None else -1.0,
                float(setting.description[:60] == line.text[:60]),
                min(MOST_PLACE, n),
                n / count,
                before / whole,
                min(FAR, n - heading) if heading >= 0 else -1.0,
                heading_level,
                (left is not None and left.kind == line.kind)
                + (right is not None and right.kind == line.kind),
                left is not None and containers[n - 1] is box,
                right is not None and containers[n + 1] is box,
                sizes[n - 1] if left else -1,
                sizes[n + 1] if right else -1,
                left.linked / sizes[n - 1] if left else -1.0,
                right.linked / sizes[n + 1] if right else -1.0,
                (whole - before - prose[n]) / whole,
                *company[n],
                min(FAR, n - headline) if headline is not None else -FAR,
            )
            result.append((own, of_box, heading))
        before += prose[n]
        if line.kind == "heading":
            heading, heading_level = n, line.level
    return result


def _page(setting: Setting) -> Row:
    root = setting.frames[0]
    whole = max(1, root.prose)
    return (
        min(MOST_PAGE_LINES, len(setting.lines)),
        min(MOST_PROSE, root.prose),
        root.linked / max(1, root.chars),
        setting.main_share,
        min(2.0, root.kept / whole),
        setting.news,
        *setting.kind,
        *setting.page,
    )


def _verdict(verdict: Verdict | None) -> float:
    """What the debris rules say: nothing, a rule, or that the line stands in a list of others."""
    if verdict is None:
        return 0.0
    return 2.0 if verdict.reason in ("read-more", "related list") else 1.0


def _smooth(sizes: Sequence[int], opinion: Sequence[float], reach: int = 5) -> list[float]:
    """The mean opinion of the lines around each, by their lengths."""
    if not any(opinion):
        return [0.0] * len(sizes)
    total = list(accumulate(map(mul, sizes, opinion), initial=0.0))
    weight = list(accumulate(sizes, initial=0))
    found = []
    for place in range(len(sizes)):
        low, high = max(0, place - reach), min(len(sizes), place + reach + 1)
        found.append((total[high] - total[low]) / max(1.0, weight[high] - weight[low]))
    return found


def _headline(setting: Setting) -> int | None:
    """The place of the headline: the first heading that is the title, else the first such line."""
    titles = [
        n for n, verdict in enumerate(setting.verdicts) if verdict and verdict.rule == "title"
    ]
    return next((n for n in titles if setting.lines[n].kind == "heading"), next(iter(titles), None))


def _company(setting: Setting, sizes: Sequence[int], prose: Sequence[int]) -> list[Row]:
    """For each line, how far the next prose is, and how much prose and links lie around it; nothing
    for furniture.
    """
    lines, count = setting.lines, len(sizes)
    since, until = [FAR] * count, [FAR] * count
    for found, places in ((since, range(count)), (until, range(count - 1, -1, -1))):
        gap = FAR
        for place in places:
            found[place] = gap
            gap = 0 if prose[place] else gap + (gap < FAR)
    sums = [
        list(accumulate(numbers, initial=0))
        for numbers in (sizes, prose, [line.linked for line in lines])
    ]
    company: list[Row] = []
    for place, out in enumerate(setting.furniture):
        if out:
            company.append(())
            continue
        prose_2, linked_2, size_2 = _window(sums, place, 2, count)
        prose_8, linked_8, size_8 = _window(sums, place, 8, count)
        around = (prose_2, prose_8, linked_2, linked_8, size_2, size_8)
        company.append((since[place], until[place], *around))
    return company


def _window(
    sums: Sequence[Sequence[int]], place: int, reach: int, count: int
) -> tuple[float, float, int]:
    """The shares of prose and of links, and characters a line, in the lines around one."""
    chars, prose, linked = sums
    low = place - reach if place > reach else 0
    high = place + reach + 1 if place + reach < count else count
    size = chars[high] - chars[low] or 1
    return (
        (prose[high] - prose[low]) / size,
        (linked[high] - linked[low]) / size,
        size // (high - low),
    )
