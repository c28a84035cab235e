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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import trafilatura

import cleaners
from benchmarks.scores import page_scores
from benchmarks.training.labels import labels
from cleaners.about.metadata import Metadata
from cleaners.judging.judgement import measured
from cleaners.page import opinion, read
from cleaners.reading.candidates import Candidate, Frame
from cleaners.reading.decoding import utf8

Job = tuple[Path, dict]  # a set, and the row of a page in its gold.jsonl
SETS = ("fundus_dev", "wcxb_dev", "zh")
READERS = ("reading/*", "about/*", "judging/boxes", "judging/opinion", "judging/trimming", "page")


@dataclass(slots=True)
class Page:
    """A labeled page. `lines` is empty where nothing can be read of it."""

    name: str  # of the page
    folder: str  # its set
    kind: str
    host: str
    url: str | None
    gold: str
    lines: list[Candidate]
    frames: list[Frame]
    known: Metadata | None
    extraction: str | None  # what trafilatura answers when the road asks; None: it does not ask
    quick: str  # the same, where the road only compares
    usual: dict  # the scores of trafilatura's default text
    labels: list[float]  # of each line, the share of it that the gold text holds


def part(page: Page, parts: int, salt: str = "") -> int:
    """Which part of the pages this one is in; all pages of a host are in one."""
    return int(hashlib.sha256((page.host + salt).encode()).hexdigest(), 16) % parts


def pages(home: Path, folders: tuple[str, ...] = SETS) -> list[Page]:
    """All pages of these sets, from the disk where they were read before."""
    found: list[Page] = []
    for folder in folders:
        jobs = list(jobs_of(home / folder))
        usual = _kept(f"usual-{trafilatura.__version__}-{folder}", _usual, jobs)
        for page, scores in zip(_kept(f"{_state()}-{folder}", _read, jobs), usual, strict=True):
            page.usual = scores
            found.append(page)
    return found


def _kept(name: str, work: Callable[[Job], Any], jobs: Sequence[Job]) -> list[Any]:
    """What `work` makes of the jobs, from the disk if it was done before."""
    path = Path(tempfile.gettempdir()) / f"winnow-training-{name}.pickle"
    if not path.exists():
        with Pool(2) as pool:
            done = list(pool.imap(work, jobs, chunksize=8))
        path.write_bytes(pickle.dumps(done, protocol=5))
    return list(pickle.loads(path.read_bytes()))


def _state() -> str:
    """What names the state of the modules that read a page."""
    home = Path(cleaners.__file__).parent
    files = [path for name in READERS for path in sorted(home.glob(f"{name}.py"))]
    sources = b"".join(path.read_bytes() for path in files)
    own = (Path(__file__), Path(__file__).with_name("labels.py"))
    sources += b"".join(path.read_bytes() for path in own)
    return hashlib.sha256(sources).hexdigest()[:12]


def jobs_of(home: Path) -> Iterator[Job]:
    """The pages of a set."""
    for line in (home / "gold.jsonl").open(encoding="utf-8"):
        yield home, json.loads(line)


def _usual(job: Job) -> dict:
    """The scores of trafilatura's default text."""
    _home, row = job
    logging.disable(logging.CRITICAL)
    try:
        text = trafilatura.extract(html(job), url=row.get("url"), include_comments=False)
    except Exception:  # noqa: BLE001 - other people's code
        text = ""
    return page_scores(text or "", row["text"])


def html(job: Job) -> bytes:
    """The bytes of a page."""
    home, row = job
    return gzip.decompress((home / f"{row['id']}.html.gz").read_bytes())


def _read(job: Job) -> Page:
    page = unread(job)
    logging.disable(logging.CRITICAL)
    seen = read(utf8(html(job)), page.url)
    page.lines, page.frames, page.known = seen.lines, seen.frames, seen.known
    if page.lines:
        setting = measured(page.lines, page.frames, page.known)
        page.extraction = opinion(seen, setting)
        page.quick = opinion(seen, setting, quick=True)
    for frame in page.frames:  # kept without its node, with what that says
        _read_now = frame.bits, frame.comments
        frame.node = None
    page.labels = labels([line.text for line in page.lines], page.gold)
    return page


def unread(job: Job) -> Page:
    """A page with what its set says of it."""
    home, row = job
    return Page(
        name=row["id"],
        folder=home.name,
        kind=row.get("type") or "article",
        host=(row.get("host") or row["id"]).removeprefix("www."),
        url=row.get("url"),
        gold=row["text"],
        lines=[],
        frames=[],
        known=None,
        extraction=None,
        quick="",
        usual={},
        labels=[],
    )
