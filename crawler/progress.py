"""The line that shows how a run goes, on a terminal only."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from crawler.ledger import Ledger
from crawler.report import megabytes

if TYPE_CHECKING:
    from rich.live import Live

EVERY = 0.5  # seconds


class Progress:
    """Pages, articles, bytes, rate and queue of a run, two times a second."""

    def __init__(self) -> None:
        self.live: Live | None = None
        self.shown = 0.0

    def __call__(self, ledger: Ledger, seconds: float) -> None:
        """Called in the archive's rhythm by Run."""
        if self.live is None or time.monotonic() - self.shown < EVERY:
            return
        self.shown = time.monotonic()
        self.live.update(line(ledger, seconds), refresh=True)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - not for a run that nobody watches
            from rich.live import Live  # noqa: PLC0415 - the same

            self.live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.live is not None:
            self.live.stop()


def line(ledger: Ledger, seconds: float) -> str:
    """How far the run is, in one line."""
    tally = ledger.tally
    rate = tally.pages / seconds if seconds > 0 else 0.0
    return (
        f"{tally.pages} pages  {tally.articles} articles  {megabytes(tally.bytes)}  "
        f"{rate:.1f}/s  queue {tally.queue}  to clean {tally.waiting}"
    )
