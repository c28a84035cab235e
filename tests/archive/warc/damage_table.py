"""Prints the table of odd and damaged files: `python -m tests.archive.warc.damage_table`."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from warcio.archiveiterator import ArchiveIterator

from archive.warc.record import Damage, Record
from archive.warc.wacz import read_captures
from tests.archive.warc.damage import Case, cases
from tests.archive.warc.records import BODIES, url

HEAD = """# Odd and damaged WARC files

What Winnow's reader and warcio's iterator make of the same files, which the tests generate
(`tests/archive/warc/damage.py`). A page counts when its body comes back whole. "Told" says whether
something odd or lost was reported. Made by `python -m tests.archive.warc.damage_table`.

| file | pages that can be had | Winnow | told | warcio | warcio raises |
| --- | ---: | ---: | --- | ---: | --- |
"""


@dataclass(frozen=True)
class Reading:
    """What a reader made of a case."""

    pages: frozenset[int]
    told: bool
    found: tuple[Damage | Record, ...] = ()
    raised: str = ""


def ours(case: Case) -> Reading:
    found = tuple(read_captures(io.BytesIO(case.content), name=case.name))
    pages = set()
    for each in found:
        if isinstance(each, Record) and not each.faults():
            number = number_of(each.target_uri)
            if number is not None and each.payload().body == BODIES[url(number)]:
                pages.add(number)
    told = any(isinstance(each, Damage) or each.notes or each.faults() for each in found)
    return Reading(frozenset(pages), told, found)


def warcio(case: Case) -> Reading:
    pages = set()
    raised = ""
    try:
        for record in ArchiveIterator(io.BytesIO(case.content), arc2warc=True):
            number = number_of((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"))
            answers = record.rec_type in {"response", "resource"} and number is not None
            if answers and record.content_stream().read() == BODIES[url(number)]:
                pages.add(number)
    except Exception as error:  # noqa: BLE001 - whatever it raises is its result
        raised = type(error).__name__
    return Reading(frozenset(pages), bool(raised), raised=raised)


def number_of(target: str | None) -> int | None:
    return next((number for number in range(len(BODIES)) if target == url(number)), None)


def rows() -> Iterator[str]:
    for case in cases():
        mine, theirs = ours(case), warcio(case)
        told = "yes" if mine.told else ""
        counts = f"{len(case.pages)} | {len(mine.pages)} | {told} | {len(theirs.pages)}"
        yield f"| {case.name} | {counts} | {theirs.raised} |"


if __name__ == "__main__":
    print(HEAD + "\n".join(rows()))
