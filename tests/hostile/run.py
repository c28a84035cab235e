"""Crawls against the hostile server, and what they have to keep to.

`python -m tests.hostile.run [--each] [WORD]...` prints a table: all behaviors at once in one crawl,
or with --each one crawl for each behavior (whose name has one of the words).
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.crawler.command import busy
from tests.hostile.behaviors import BEHAVIORS
from tests.hostile.server import HEALTHY, Behavior, Hostile, serving

ROOT = Path(__file__).parents[2]
MEMORY = 700 * 1024 * 1024  # bytes, all processes of a crawl
WAIT = 2.0  # seconds a healthy host may wait for the bad ones
SECONDS = 240  # for one crawl
AT_ONCE = 5  # crawls of --each
FEW, MANY = 24, 200  # stories of the healthy site: for some seconds, for as long as all is bad
HEAD = (
    f"{'group':7} {'behavior':44} {'asked':>13} {'run':>6} {'memory':>7}  "
    f"{'how its URLs ended':40} verdict"
)


@dataclass
class Crawl:
    """What a crawl was: its end, cost, and what the archive holds."""

    code: int
    seconds: float
    memory: int
    output: str
    left: int  # URLs that budgets left over
    stories: dict[str, set[str]]  # host: paths of the articles in the archive
    outcomes: dict[str, dict[str, str]]  # host: path: outcome
    waited: float = 0.0  # seconds that the healthy site waited for its next request, at most


@dataclass
class Verdict:
    """How one behavior was borne."""

    behavior: Behavior
    faults: list[str]
    requests: int
    crawl: Crawl
    outcome: str


def sources(hostile: Hostile) -> str:
    """A source for every host of the server."""
    texts = []
    for host, behavior in hostile.hosts.items():
        site = f"http://{host}:{hostile.port}"
        texts.append(
            f'[[source]]\nid = "{host.replace(".", "-")}"\nname = {json.dumps(behavior.name)}\n'
            f'start = ["{site}/"]\ndelay = 0.0\nallow_addresses = ["127.0.2.0/24"]\n'
            f"budget = {{ pages = {max(30, behavior.stories + 2)} }}\n"
            + behavior.source.replace("{site}", site)
        )
    return "\n".join(texts)


def memory_of(session: int) -> int:
    """Bytes of memory of all processes of a session, shared pages counted once."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024


def crawl(hostile: Hostile, folder: Path) -> Crawl:
    """One run of `winnow crawl` over all sources of the server."""
    seed = folder / "hostile.toml"
    seed.write_text(sources(hostile))
    command = [sys.executable, "-m", "winnow", "--archive", str(folder / "archive"), "crawl",
               "--max-time", f"{SECONDS}s", "--json", str(seed)]  # fmt: skip
    began, peak = time.monotonic(), 0
    with (folder / "output").open("w+") as output:
        program = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        while program.poll() is None and time.monotonic() - began < SECONDS + 60:
            peak = max(peak, memory_of(program.pid))
            time.sleep(0.1)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        code = program.wait()
        output.seek(0)
        said = output.read()
    seconds = time.monotonic() - began
    stories, outcomes = held(folder / "archive")
    return Crawl(code, seconds, peak, said, left_over(said), stories, outcomes)


def left_over(output: str) -> int:
    """The URLs left over, from the summary that a crawl prints; 0 without one."""
    start = output.find("{")
    with suppress(ValueError):
        return int(json.loads(output[start:])["left"])
    return 0


def held(folder: Path) -> tuple[dict[str, set[str]], dict[str, dict[str, str]]]:
    """The articles of an archive and the outcomes of its URLs, by host."""
    stories: dict[str, set[str]] = {}
    outcomes: dict[str, dict[str, str]] = {}
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        for (url,) in db.execute("select url from articles"):
            host, path = parted(url)
            stories.setdefault(host, set()).add(path)
        for url, outcome in db.execute("select url, outcome from crawl_outcomes"):
            host, path = parted(url)
            outcomes.setdefault(host, {})[path] = outcome
    return stories, outcomes


def parted(url: str) -> tuple[str, str]:
    """Host and path of a URL."""
    host, _, path = url.partition("//")[2].partition("/")
    return host.rpartition("@")[2].partition(":")[0], "/" + path


def judged(hostile: Hostile, run: Crawl) -> list[Verdict]:
    """How each behavior was borne; the healthy site is the last."""
    return [judge(hostile, run, host) for host in hostile.hosts]


def judge(hostile: Hostile, run: Crawl, host: str) -> Verdict:
    behavior = hostile.hosts[host]
    want = {f"/story/{number}" for number in range(behavior.stories)}
    got = run.stories.get(host, set())
    requests = hostile.log.count(host)
    heads = b"".join(head for _at, where, _path, head in hostile.log.requests if where == host)
    faults = []
    if missing := want - got:
        ends = sorted({run.outcomes.get(host, {}).get(path, "never asked") for path in missing})
        faults.append(f"{len(missing)} of {len(want)} stories missing ({', '.join(ends)})")
    if requests > behavior.most:
        faults.append(f"{requests} requests")
    if any(path.startswith("/private/") for path in hostile.log.paths(host)):
        faults.append("robots.txt disobeyed")
    if b"\nCookie:" in heads or b"\nAuthorization:" in heads:
        faults.append("credentials sent")
    ends = run.outcomes.get(host, {})
    bad = {end for path, end in ends.items() if path not in {"/", *want}}
    return Verdict(behavior, faults, requests, run, ", ".join(sorted(bad)) or "-")


def unsafe(hostile: Hostile, run: Crawl) -> list[str]:
    """What is wrong with a crawl as a whole."""
    faults = []
    if hostile.log.inside:
        faults.append(f"{hostile.log.inside} connections to a closed address")
    if run.code != (3 if run.left else 0):  # 3: a page budget left work over
        faults.append(f"exit code {run.code}: {run.output[-300:]}")
    if run.memory > MEMORY:
        faults.append(f"{run.memory >> 20} MB of memory")
    return faults


def slow(run: Crawl) -> list[str]:
    """What took too long, on a machine that may have other work: then all takes longer."""
    faults = []
    if run.seconds > SECONDS * busy():
        faults.append(f"{run.seconds:.0f} s")
    if run.waited > WAIT * busy():
        faults.append(f"the healthy site waited {run.waited:.1f} s")
    return faults


def longest_wait(hostile: Hostile) -> float:
    """Seconds between two stories of the healthy site.

    Not from its start page to the first: that is the time in which the cleaners start.
    """
    log = hostile.log.requests
    times = [at for at, host, path, _head in log if host == HEALTHY and "/story/" in path]
    return max((after - before for before, after in pairwise(times)), default=0.0)


def line(verdict: Verdict) -> str:
    run, behavior = verdict.crawl, verdict.behavior
    waited = f"waited {run.waited:.1f} s at most" if behavior.group == "healthy" else ""
    return (
        f"{behavior.group:7} {behavior.name:44} {verdict.requests:4} requests "
        f"{run.seconds:5.0f} s {run.memory >> 20:4} MB  {(waited or verdict.outcome)[:40]:40} "
        f"{'; '.join(verdict.faults) or 'ok'}"
    )


def together(
    behaviors: list[Behavior], stories: int = FEW
) -> tuple[list[Verdict], list[str], list[str]]:
    """All behaviors at once in one crawl: verdicts, faults of the crawl, what took too long."""
    with tempfile.TemporaryDirectory() as folder, serving(behaviors, stories) as hostile:
        run = crawl(hostile, Path(folder))
        run.waited = longest_wait(hostile)
        return judged(hostile, run), unsafe(hostile, run), slow(run)


def main() -> int:
    words = [word.lower() for word in sys.argv[1:] if word != "--each"]
    chosen = [
        behavior
        for behavior in BEHAVIORS
        if not words or any(word in behavior.name.lower() for word in words)
    ]
    groups = [[one] for one in chosen] if "--each" in sys.argv else [chosen]
    failed = 0
    print(HEAD)
    with ThreadPoolExecutor(AT_ONCE) as crawls:  # each by itself does little but wait
        stories = [FEW if "--each" in sys.argv else MANY] * len(groups)
        for verdicts, faults, late in crawls.map(together, groups, stories):
            for verdict in verdicts if len(chosen) == len(verdicts) - 1 else verdicts[:1]:
                print(line(verdict), flush=True)
            for fault in (*faults, *late):
                print(f"        {fault}", flush=True)
            failed += bool(faults) + bool(late) + sum(bool(one.faults) for one in verdicts)
    print(f"{len(chosen)} behaviors, {failed} faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
