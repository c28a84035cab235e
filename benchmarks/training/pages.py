"""The labeled pages, read once and kept on disk: their lines, what is asked of them, their text.

What is kept depends on the modules that read a page, and on nothing else: where one of those
changes, the pages are read anew. It lies in the folder for temporary files and may be deleted.
"""

import gzip
import hashlib
import json
import logging
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import trafilatura

import cleaners
from benchmarks.scores import page_scores, words
from cleaners.candidates import Candidate, Frame
from cleaners.decoding import utf8
from cleaners.judgement import measured
from cleaners.metadata import Metadata
from cleaners.opinion import shares
from cleaners.page import opinion, read

SETS = ("fundus_dev", "wcxb_dev", "zh")
READERS = (
    "candidates", "characters", "decoding", "digest", "headline", "hints", "jsonld", "lines",
    "metadata", "opinion", "page", "parsing", "trimming",
)  # fmt: skip


@dataclass(slots=True)
class Page:
    """A labeled page. `lines` is empty where nothing can be read of it."""

    name: str  # of the page
    folder: str  # its set
    kind: str
    host: str
    gold: str
    lines: list[Candidate]
    frames: list[Frame]
    known: Metadata | None
    extraction: str | None  # what trafilatura answers when the road asks; None: it does not ask
    usual: dict  # the scores of trafilatura's default text
    labels: list[float]  # of each line, the share of it that the gold text holds


class Words:
    """A text as the label finder wants it: like a line, in words only."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(words(text)).casefold()


def pages(home: Path, folders: tuple[str, ...] = SETS) -> list[Page]:
    """All pages of these sets, from the disk where they were read before."""
    found: list[Page] = []
    for folder in folders:
        path = Path(tempfile.gettempdir()) / f"winnow-training-{_state()}-{folder}.pickle"
        if not path.exists():
            with Pool(2) as pool:
                read = list(pool.imap(_read, _jobs(home / folder), chunksize=8))
            path.write_bytes(pickle.dumps(read, protocol=5))
        found.extend(pickle.loads(path.read_bytes()))
    return found


def _state() -> str:
    """What names the state of the modules that read a page."""
    home = Path(cleaners.__file__).parent
    sources = b"".join((home / f"{name}.py").read_bytes() for name in READERS)
    return hashlib.sha256(sources + Path(__file__).read_bytes()).hexdigest()[:12]


def _jobs(home: Path) -> Iterator[tuple[Path, dict]]:
    for line in (home / "gold.jsonl").open(encoding="utf-8"):
        yield home, json.loads(line)


def _read(job: tuple[Path, dict]) -> Page:
    home, row = job
    logging.disable(logging.CRITICAL)
    html = gzip.decompress((home / f"{row['id']}.html.gz").read_bytes())
    try:
        usual = trafilatura.extract(html, url=row.get("url"), include_comments=False) or ""
    except Exception:  # noqa: BLE001 - other people's code
        usual = ""
    page = Page(
        name=row["id"],
        folder=home.name,
        kind=row.get("type") or "article",
        host=(row.get("host") or row["id"]).removeprefix("www."),
        gold=row["text"],
        lines=[],
        frames=[],
        known=None,
        extraction=None,
        usual=page_scores(usual, row["text"]),
        labels=[],
    )
    seen = read(utf8(html), row.get("url"))
    page.lines, page.frames, page.known = seen.lines, seen.frames, seen.known
    if page.lines:
        page.extraction = opinion(seen, measured(page.lines, page.frames, page.known))
    for frame in page.frames:
        frame.node = None
    page.labels = shares([Words(line.text) for line in page.lines], Words(row["text"]).text)
    return page
