"""Why each line of a page stays or goes: for people who write rules."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.asked import day_of
from cleaners.assembly import reason
from cleaners.debris.rule import BadRuleError
from cleaners.debris.strips import Strip
from cleaners.page import Page, judged, read, visible
from cleaners.reading.decoding import utf8
from cleaners.reading.hints import names


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a page with everything that spoke for or against it."""

    text: str
    kept: bool
    rule: str  # empty when kept
    reason: str
    likely: float | None  # of being text, by the trees, 0 to 1; None when nothing was judged
    opinion: float | None  # how much of it trafilatura keeps, 0 to 1; None when it was not asked
    link_share: float
    hints: tuple[str, ...]  # what the markup around it says
    votes: tuple[tuple[str, float], ...]  # of the debris rules


def explain(
    page: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    captured: dt.date | None = None,
    strips: Sequence[Strip] = (),
) -> list[Explained]:
    """Every line of a page in order, with its verdict. Empty where there is nothing to read.

    Of a page that cannot be cleaned the visible text, with the cause among the hints.
    """
    day = day_of(page, url, charset, captured, strips)
    try:
        return _judged(read(utf8(page, charset), url, day, strips))
    except BadRuleError:
        raise
    except Exception as error:  # noqa: BLE001 - as clean() does
        cause = (f"not judged: {error or type(error).__name__}",)
        blocks = visible(page, charset, "").blocks
        return [Explained(block.text, True, "", "", None, None, 0.0, cause, ()) for block in blocks]


def _judged(opened: Page) -> list[Explained]:
    judgement = judged(opened)
    setting = judgement.setting
    if setting is None:
        return []
    asked = any(setting.opinion)
    told = []
    for place, (line, kept) in enumerate(zip(opened.lines, judgement.kept, strict=True)):
        verdict = judgement.verdicts[place]
        debris = verdict.reason if verdict else reason(line)
        told.append(
            Explained(
                text=line.text,
                kept=kept,
                rule="" if kept else verdict.rule if verdict else "lines",
                reason="" if kept else debris,
                likely=round(judgement.likely[place], 3),
                opinion=round(setting.opinion[place], 3) if asked else None,
                link_share=round(line.linked / len(line.text), 3),
                hints=tuple(sorted(names(line.frame.around))),
                votes=verdict.votes if verdict else (),
            )
        )
    return told
