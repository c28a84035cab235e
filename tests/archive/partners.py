"""Other people's tools, asked what they make of a WARC file: warcio, FastWARC, cdxj-indexer, pywb.

Each function asserts that its tool accepts the file and sees in it what our own reader sees.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from archive.warc.cdxj import cdxj_line
from archive.warc.reader import read_warc
from archive.warc.record import Record

ROOT = Path(__file__).parents[2]
PARTNERS = ROOT / ".venv-partners" / "bin"
REPLAY = Path(__file__).parent / "warc" / "pywb_replay.py"
REPLAY_WEB = Path(__file__).parent / "warc" / "replayweb.py"

Collections = Mapping[str, Iterable[Path]]  # by name: the WARC or WACZ files of each


def ask(*command: str | Path, given: str | None = None) -> str:
    """The standard output of a tool that has to end well."""
    run = subprocess.run(
        [PARTNERS / command[0], *command[1:]],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{command}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def records(path: Path) -> list[Record]:
    """Every record of a file, in which there must be nothing else."""
    found = list(read_warc(path))
    assert all(isinstance(each, Record) and not each.notes for each in found), found
    assert found
    return found


def assert_accepted(paths: Iterable[Path]) -> dict[Path, int]:
    """warcio's check passes, FastWARC reads each record, cdxj-indexer's index is ours.

    Gives the number of records of each file.
    """
    counts, index = {}, []
    for path in paths:
        ours = records(path)
        counts[path] = len(ours)
        with path.open("rb") as file:
            theirs = [
                (one.record_id.strip("<>"), one.stream_pos, one.reader.read())
                for one in ArchiveIterator(file, parse_http=False)
            ]
        assert theirs == [(one.record_id, one.offset, one.block) for one in ours], path
        index += [line for one in ours if (line := cdxj_line(one, path.name))]
    check = ask("warcio", "check", "-v", *counts)
    assert "fail" not in check, check
    assert ask("cdxj-indexer", *counts).splitlines(keepends=True) == index
    return counts


def replayed(folder: Path, collections: Collections, asked: Iterable[tuple[str, str, str]]) -> list:
    """What pywb answers for (collection, timestamp, URL) each; in the order of the questions."""
    folder.mkdir()
    pairs = [f"{name}={path}" for name, paths in collections.items() for path in paths]
    given = "".join(f"{name} {stamp} {url}\n" for name, stamp, url in asked)
    out = ask("python", REPLAY, folder, *pairs, given=given)
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def assert_replayed(folder: Path, collections: Collections, warcs: Collections) -> dict[str, int]:
    """pywb shows every page that `warcs` hold, revisits as what they repeat; how many each.

    `collections` is what pywb is given, `warcs` the same as WARC files. Redirects are left out:
    pywb goes on from one that leads to itself.
    """
    wanted = [
        (name, f"{one.date.astimezone(UTC):%Y%m%d%H%M%S}", one.target_uri, *shown)
        for name, paths in warcs.items()
        for one, shown in _shown([one for path in paths for one in records(path)])
        if not 300 <= shown[0] < 400
    ]
    answers = replayed(folder, collections, [each[:3] for each in wanted])
    assert len(answers) == len(wanted)
    counts: dict[str, int] = {}
    for (name, stamp, url, status, digest), answer in zip(wanted, answers, strict=True):
        where = f"{name} {stamp} {url}"
        assert (answer["url"], answer["status"]) == (url, status), where
        assert answer["sha256"] == digest, where
        counts[name] = counts.get(name, 0) + 1
    return counts


def _shown(found: list[Record]) -> Iterable[tuple[Record, tuple[int, str]]]:
    """Each capture with the status and the digest of the body that a reader has to see."""
    by_id = {one.record_id: one for one in found}
    for one in found:
        if one.type not in {"response", "revisit"}:
            continue
        original = one
        if one.type == "revisit":
            original = by_id[one.fields.get("WARC-Refers-To").strip("<>")]
        head = one.http or original.http
        yield one, (head.status, hashlib.sha256(original.payload().body).hexdigest())
