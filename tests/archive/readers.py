"""Readers that behave badly, for the tests of the workers: they run in worker processes."""

import os
import time
from pathlib import Path

from archive.cleaning.reading import Reading
from archive.cleaning.worker import read_capture


def troubled(job):
    """Does what the page's address says."""
    name = job.url.rsplit("/", 1)[-1]
    if name == "crash":
        os.abort()
    if name == "exit":
        os._exit(3)
    if name == "spin":
        while True:
            pass
    if name == "greedy":
        hoard = bytearray(3 << 30)
        hoard[:: 1 << 12] = b"x" * len(hoard[:: 1 << 12])
    if name == "raise":
        raise ValueError("this page is cursed")
    if name == "slow":
        time.sleep(1)
    return read_capture(job)


KEPT = []


def hoarding(job):
    """Reads well, and never gives back what a page of this name took."""
    if job.url.endswith("/hoard"):
        KEPT.append(bytearray(700 << 20))
    if job.url.endswith("/more"):
        KEPT.append(bytearray(500 << 20))
    return read_capture(job)


def counted(job):
    """Leaves a file for each page that is read."""
    Path(job.path).parent.joinpath(f"{job.capture_id}.read").touch()
    return read_capture(job)


def linked(job):
    """Gives links of its own kind, as a crawler's reader does."""
    return Reading(job.capture_id, links=({"url": job.url, "kind": job.kind},))
