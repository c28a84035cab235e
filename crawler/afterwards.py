"""What a run does when all is fetched and read: it looks which articles are the same report."""

import time
from collections.abc import Callable

from archive.folder import Archive
from archive.stories.finding import find_stories

LEAST, SHARE = 10.0, 0.25  # seconds, and of those that the run took, that this may take

Stopping = Callable[[], bool]


def find_after(archive: Archive, seconds: float, stopping: Stopping) -> None:
    """Compare the articles that are new, as far as there is time; the next run does the rest.

    An archive from before there were stories has all of its articles waiting: it is done bit by
    bit, so that a run of a minute does not take an hour.
    """
    until = time.monotonic() + max(LEAST, SHARE * seconds)
    find_stories(archive, stopping=lambda: stopping() or time.monotonic() > until)
